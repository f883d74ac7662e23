// What the page knows of the workspace, and who wants to hear when it changes.

export const state = {
  me: null,
  team: { name: "" },
  users: new Map(),
  channels: [],
  commands: [],
  shortcuts: [],
  app: { name: "App", bot_user_id: null },
  clock: { now: null, walking: false },
  faults: [],
  connected: null,
  home: null,
  modals: [],
  open: null, // the id of the channel on show
  tab: "messages", // or "home", in the conversation with the app
  thread: null, // ts of the thread on show
};

const listeners = new Map();

/** Runs `act` each time `topic` is told. */
export function on(topic, act) {
  listeners.set(topic, [...(listeners.get(topic) || []), act]);
}

export function tell(topic, detail) {
  for (const act of listeners.get(topic) || []) act(detail);
}

let clockRead = performance.now();

/** Takes in the answer of /page/state. */
export function take(answer) {
  Object.assign(state, answer, { users: new Map(answer.users.map((user) => [user.id, user])) });
  takeClock(answer.clock);
}

export function takeClock(clock) {
  state.clock = clock;
  clockRead = performance.now();
}

/** Calendar time now: what the simulator said last, and the time passed since. */
export function now() {
  const told = Date.parse(state.clock.now);
  return new Date(Number.isNaN(told) ? Date.now() : told + performance.now() - clockRead);
}

export const zone = () => (state.me && state.me.tz) || "UTC";

export const channel = (id = state.open) => state.channels.find((one) => one.id === id) || null;

export const isAppTalk = (one) => Boolean(one && one.is_im && one.user === state.app.bot_user_id);

export function nameOf(user) {
  const one = typeof user === "string" ? state.users.get(user) : user;
  if (!one) return typeof user === "string" ? user : "Somebody";
  // A display name that only repeats the handle says less than the real name.
  return (one.display_name !== one.name && one.display_name) || one.real_name || one.name;
}

export function channelName(one) {
  if (!one) return "";
  return one.is_im ? nameOf(one.user) : one.name;
}

/** How the address bar names a conversation: "north-star", or "@ana" for a direct message. */
export function channelKey(one) {
  if (!one.is_im) return one.name;
  const peer = state.users.get(one.user);
  return `@${peer ? peer.name : one.user}`;
}
