// What the stream tells, put where it belongs.

import { drawClock } from "./clockbar.js";
import { byId, debounced } from "./dom.js";
import { drawFaults } from "./faults.js";
import { drawHome } from "./home.js";
import { spoken } from "./message.js";
import { showModals } from "./modal.js";
import { main, side } from "./panes.js";
import { drawHead, markRead } from "./places.js";
import { toast } from "./popup.js";
import { drawConnection, drawSidebar } from "./sidebar.js";
import { channel, state, takeClock, tell } from "./store.js";
import { closeThread, countReplies } from "./thread.js";
import { addTraffic } from "./traffic.js";

const markReadSoon = debounced(400, markRead);

const HEARD = {
  message: ({ channel: id, message }) => arrived(id, message),
  ephemeral: ({ channel: id, message }) => arrived(id, { ...message, ephemeral: true }),
  message_changed: ({ channel: id, message }) => id === state.open && changed(message),
  message_deleted: ({ channel: id, ts, thread_ts: parent }) => id === state.open && gone(ts, parent),
  reactions: ({ channel: id, ts, reactions }) => id === state.open && reacted(ts, reactions),
  unread: ({ channel: id, unread, mentions }) => counted(id, unread, mentions),
  channels: ({ channels }) => {
    state.channels = channels;
    drawSidebar();
    if (channel()) drawHead();
  },
  home: ({ view }) => {
    state.home = view;
    if (state.tab === "home") drawHome();
  },
  modals: ({ modals }) => {
    state.modals = modals;
    showModals();
  },
  clock: ({ clock }) => {
    takeClock(clock);
    drawClock();
  },
  faults: ({ faults }) => {
    state.faults = faults;
    drawFaults();
  },
  traffic: ({ entry }) => addTraffic(entry),
  notice: ({ text }) => toast(text, { bad: /fail|error|timed out|not connected|could not/i.test(text) }),
  connected: ({ connected }) => {
    state.connected = connected;
    drawConnection();
    if (state.tab === "home") drawHome();
  },
  users: ({ users }) => {
    state.users = new Map(users.map((user) => [user.id, user]));
    state.me = state.users.get(state.me.id) || state.me;
    drawSidebar();
    drawClock();
  },
  reset: () => tell("start-afresh"),
};

export function heard(event) {
  HEARD[event.type]?.(event);
}

function arrived(id, message) {
  if (id !== state.open) return;
  const reply = message.thread_ts && message.thread_ts !== message.ts;
  if (reply && !message.ephemeral) answered(message.thread_ts, 1, message);
  if (reply && state.thread === message.thread_ts) {
    side.put(message);
    countReplies();
  }
  if (!reply || message.subtype === "thread_broadcast") main.put(message);
  if (message.user !== state.me.id) byId("heard").textContent = spoken(message);
  markReadSoon();
}

function changed(message) {
  const known = main.get(message.ts);
  if (known) main.put({ ...message, ephemeral: known.ephemeral || message.ephemeral });
  if (side.get(message.ts)) side.put(message);
}

/** A thread got a reply, or lost one: its first message says so. */
function answered(ts, change, reply) {
  const parent = main.get(ts);
  if (!parent) return;
  const users = new Set([...(parent.reply_users || []), ...(reply ? [reply.user] : [])]);
  main.put({ ...parent, reply_count: Math.max(0, (parent.reply_count || 0) + change), reply_users: [...users], latest_reply: reply ? reply.ts : parent.latest_reply });
}

function gone(ts, parent) {
  if (parent && parent !== ts) answered(parent, -1);
  main.remove(ts);
  main.remove(ts, true);
  if (state.thread === ts) return closeThread();
  if (side.remove(ts)) countReplies();
  return undefined;
}

function reacted(ts, reactions) {
  for (const list of [main, side]) {
    const message = list.get(ts);
    if (message) list.put({ ...message, reactions });
  }
}

function counted(id, unread, mentions) {
  const one = channel(id);
  if (!one) return;
  Object.assign(one, { unread, mentions });
  drawSidebar();
}
