// The page put together: what is shown, what the stream changes, and where one goes.

import { channelNamed, personNamed, readAddress, writeAddress } from "./address.js";
import { drawClock, startClock } from "./clockbar.js";
import { Composer, invitation } from "./composer.js";
import { Conversation } from "./conversation.js";
import { byId, debounced, fill, h, icon } from "./dom.js";
import { startDrawer } from "./drawer.js";
import { drawFaults } from "./faults.js";
import { drawHome, openHome } from "./home.js";
import { spoken } from "./message.js";
import { showModals } from "./modal.js";
import { rich } from "./mrkdwn.js";
import { toast } from "./popup.js";
import { act, getMessages, getState, listen } from "./server.js";
import { drawConnection, drawSidebar } from "./sidebar.js";
import { channel, channelName, isAppTalk, on, state, take, takeClock } from "./store.js";
import { addTraffic } from "./traffic.js";
import { startWelcome } from "./welcome.js";

const narrow = matchMedia("(max-width: 760px)");
const drafts = new Map();
let main;
let side;
let composer;
let threadComposer;
let stop = () => {};

async function start() {
  main = new Conversation(byId("scroller"), byId("messages"), { empty: emptyChannel });
  side = new Conversation(byId("thread-scroller"), byId("thread-messages"), { inThread: true, empty: () => "This thread is gone." });
  composer = new Composer(byId("composer"));
  threadComposer = new Composer(byId("thread-composer"), { thread: () => state.thread });
  startDrawer();
  startPhone();
  byId("thread-close").addEventListener("click", () => closeThread());
  byId("thread").addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && closeThread());
  for (const tab of byId("tabs").children) tab.addEventListener("click", () => showTab(tab.dataset.tab));
  byId("tabs").addEventListener("keydown", tabKeys);
  window.addEventListener("hashchange", () => follow(readAddress()));
  document.addEventListener("visibilitychange", () => document.hidden || markRead());
  await become(readAddress());
}

/** Loads the workspace as one person sees it, and goes where the address says. */
async function become(address) {
  let answer = await getState(address.as);
  if (answer.ok === false && address.as) answer = await getState(); // an old link: whoever comes first
  if (answer.ok === false) {
    fill(byId("messages"), h("li", { class: "empty" }, h("p", {}, answer.error)));
    return;
  }
  take(answer);
  stop();
  stop = listen(heard, () => refresh(), () => toast("The line to the simulator was lost; trying again.", { bad: true }));
  startWelcome();
  startClock();
  drawFaults();
  const first = state.channels.find((one) => !one.is_im && one.is_member && one.unread) || state.channels.find((one) => !one.is_im && one.is_member) || state.channels[0];
  const place = (address.channel && channelNamed(address.channel)) || first;
  await go(place?.id, { tab: address.tab, thread: address.thread });
  showModals();
}

/** The same, after something was missed. */
async function refresh() {
  const answer = await getState(state.me.id);
  if (answer.ok === false) return;
  take(answer);
  drawSidebar();
  drawClock();
  drawFaults();
  showModals();
  if (state.tab === "home") drawHome();
  await load();
}

const refreshSoon = debounced(200, refresh);

async function follow(address) {
  if (address.as && address.as !== state.me?.name && personNamed(address.as)) return become(address);
  const place = address.channel && channelNamed(address.channel);
  if (place && (place.id !== state.open || address.tab || address.thread !== state.thread)) await go(place.id, address);
  return undefined;
}

async function go(id, { tab = "messages", thread = null } = {}) {
  if (!id) return drawSidebar();
  state.open = id;
  state.tab = isAppTalk(channel()) && state.app.home_tab_enabled && tab === "home" ? "home" : "messages";
  state.thread = null;
  byId("app").classList.remove("side-open");
  drawHead();
  drawThreadPane();
  composer.address(invitation(), drafts);
  writeAddress();
  drawSidebar();
  await load();
  if (thread) await openThread(thread);
  if (state.tab === "home") await openHome();
  return undefined;
}

async function load() {
  const id = state.open;
  const answer = await getMessages(id);
  if (id !== state.open) return;
  if (answer.ok === false) toast(answer.error, { bad: true });
  main.show(id, answer.messages || []);
  if (state.thread) await loadThread();
  markRead();
}

function drawHead() {
  const one = channel();
  const person = one.is_im ? state.users.get(one.user) : null;
  document.title = `${one.is_im ? "" : "#"}${channelName(one)} | ${state.team.name}`;
  fill(byId("channel-name"), one.is_im ? null : icon(one.is_private ? "lock" : "hash"), h("span", {}, channelName(one)));
  fill(byId("channel-topic"), one.topic ? rich({ type: "mrkdwn", text: one.topic }) : person?.title || "");
  byId("channel-members").textContent = one.is_im ? "" : `${one.num_members} ${one.num_members === 1 ? "member" : "members"}`;
  const withTabs = isAppTalk(one) && state.app.home_tab_enabled;
  byId("tabs").hidden = !withTabs;
  for (const tab of byId("tabs").children) {
    tab.setAttribute("aria-selected", String(tab.dataset.tab === state.tab));
    tab.tabIndex = tab.dataset.tab === state.tab ? 0 : -1;
  }
  byId("home").hidden = state.tab !== "home";
  byId("talk").hidden = state.tab === "home";
  const closed = closedBecause(one);
  byId("composer").hidden = Boolean(closed);
  fill(byId("join"), closed);
}

/** Why one cannot write here, in words; null where one can. */
function closedBecause(one) {
  if (isAppTalk(one) && state.app.messages_tab_read_only) return h("span", {}, "Sending messages to this app has been turned off. Its commands work in every channel.");
  if (one.is_archived) return h("span", {}, `#${one.name} is archived.`);
  if (one.is_im || one.is_member) return null;
  return [h("span", {}, `You are looking at #${one.name} without being in it.`), h("button", { type: "button", class: "button primary", on: { click: join } }, "Join channel")];
}

async function join() {
  const answer = await act("join", { channel: state.open });
  if (answer.ok === false) toast(answer.error, { bad: true });
  else await refresh().then(drawHead);
}

function emptyChannel() {
  const one = channel();
  if (!one) return "There is no conversation here yet.";
  if (isAppTalk(one)) return [h("h3", {}, `This is your conversation with ${state.app.name}`), h("p", {}, "What it has to say to you alone will appear here.")];
  if (one.is_im) return [h("h3", {}, `You and ${channelName(one)}`), h("p", {}, "Nothing was said yet.")];
  const hint = one.is_member ? " Say hello, type “/” to see the commands, or move the clock and see what arrives." : "";
  return [h("h3", {}, `Welcome to #${one.name}`), h("p", {}, `Nothing was said here yet.${hint}`)];
}

async function showTab(tab) {
  state.tab = tab;
  drawHead();
  writeAddress();
  if (tab === "home") await openHome();
  else main.stay();
}

function tabKeys(event) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const other = [...event.currentTarget.children].find((tab) => tab.dataset.tab !== state.tab);
  other.focus();
  other.click();
}

/* Threads */

async function openThread(ts) {
  state.thread = ts;
  drawThreadPane();
  writeAddress();
  await loadThread();
  threadComposer.box.focus();
}

async function loadThread() {
  const ts = state.thread;
  const answer = await getMessages(state.open, ts);
  if (ts !== state.thread) return;
  side.show(state.open, answer.messages || []);
  countReplies();
}

function countReplies() {
  const replies = Math.max(0, side.messages.size - 1);
  byId("thread-count").textContent = replies ? `${replies} ${replies === 1 ? "reply" : "replies"}` : "No replies yet";
}

function drawThreadPane() {
  const isOpen = Boolean(state.thread);
  byId("thread").hidden = !isOpen;
  byId("app").classList.toggle("with-thread", isOpen);
  byId("main").inert = isOpen && narrow.matches;
  if (!isOpen) return;
  byId("thread-place").textContent = channel().is_im ? channelName(channel()) : `#${channelName(channel())}`;
  threadComposer.address("Reply …", drafts);
}

function closeThread() {
  const ts = state.thread;
  state.thread = null;
  drawThreadPane();
  writeAddress();
  const from = main.nodes.get(ts);
  (from?.querySelector('[data-key="replies"]') || from || composer.box).focus();
}

/* What the stream tells */

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
  reset: () => become(readAddress()),
};

function heard(event) {
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

function markRead() {
  const one = channel();
  if (!one || document.hidden || state.tab === "home" || !(one.unread || one.mentions)) return;
  Object.assign(one, { unread: 0, mentions: 0 });
  act("read", { channel: one.id });
  drawSidebar();
}

const markReadSoon = debounced(400, markRead);

/* Going places */

on("go", ({ channel: id }) => go(id).then(readyToWrite));
on("open-thread", (ts) => openThread(ts));
on("new-day", () => {
  main.arrange();
  side.arrange();
});
on("dismissed", ({ ts }) => main.remove(ts, true));
on("act-as", (id) => {
  const name = state.users.get(id).name;
  const here = channel();
  return become({ as: name, channel: here && !here.is_im ? here.name : null });
});
on("go-person", (user) => goTo(user));
on("go-app", () => goTo(state.app.bot_user_id));
on("try", (text) => composer.begin(text));

async function goTo(user) {
  const known = () => state.channels.find((one) => one.is_im && one.user === user);
  if (!known()) {
    const answer = await act("open_dm", { user });
    if (answer.ok === false) return toast(answer.error, { bad: true });
    await refresh();
  }
  await go(known()?.id, { tab: user === state.app.bot_user_id && state.tab === "home" ? "home" : "messages" });
  return readyToWrite();
}

// On a telephone the focus would call up the keyboard over what one came to read.
function readyToWrite() {
  if (!narrow.matches && state.tab === "messages") composer.box.focus();
}

/* The sidebar as a drawer on a narrow screen */

function startPhone() {
  const app = byId("app");
  const button = byId("side-toggle");
  const set = (open) => {
    app.classList.toggle("side-open", open);
    button.setAttribute("aria-expanded", String(open));
    byId("main").inert = open || (Boolean(state.thread) && narrow.matches);
    (open ? byId("sidebar").querySelector("button") : button).focus();
  };
  button.addEventListener("click", () => set(!app.classList.contains("side-open")));
  byId("scrim").addEventListener("click", () => set(false));
  byId("sidebar").addEventListener("keydown", (event) => event.key === "Escape" && app.classList.contains("side-open") && set(false));
  new MutationObserver(() => {
    const open = app.classList.contains("side-open");
    button.setAttribute("aria-expanded", String(open));
    byId("main").inert = narrow.matches && (open || Boolean(state.thread));
  }).observe(app, { attributeFilter: ["class"] });
}

start();
