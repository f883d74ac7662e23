// Going from one conversation to another, and what its head, tabs and foot show.

import { writeAddress } from "./address.js";
import { invitation } from "./composer.js";
import { byId, fill, h, icon } from "./dom.js";
import { openHome } from "./home.js";
import { rich } from "./mrkdwn.js";
import { composer, drafts, main, narrow } from "./panes.js";
import { toast } from "./popup.js";
import { act, getMessages, getState } from "./server.js";
import { drawSidebar } from "./sidebar.js";
import { channel, channelName, isAppTalk, state } from "./store.js";
import { drawThreadPane, loadThread, openThread } from "./thread.js";

export function startTabs() {
  for (const tab of byId("tabs").children) tab.addEventListener("click", () => showTab(tab.dataset.tab));
  byId("tabs").addEventListener("keydown", tabKeys);
}

export async function go(id, { tab = "messages", thread = null } = {}) {
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

export async function load() {
  const id = state.open;
  main.expect();
  const answer = await getMessages(id);
  if (id !== state.open) return;
  if (answer.ok === false) toast(answer.error, { bad: true });
  main.show(id, answer.messages || []);
  if (state.thread) await loadThread();
  markRead();
}

export async function goTo(user) {
  const known = () => state.channels.find((one) => one.is_im && one.user === user);
  if (!known()) {
    const answer = await act("open_dm", { user });
    if (answer.ok === false) return toast(answer.error, { bad: true });
    // The stream tells of the new conversation too, maybe later than this answer.
    const fresh = await getState(state.me.id);
    if (fresh.ok !== false) state.channels = fresh.channels;
  }
  await go(known()?.id, { tab: user === state.app.bot_user_id && state.tab === "home" ? "home" : "messages" });
  return readyToWrite();
}

// On a telephone the focus would call up the keyboard over what one came to read.
export function readyToWrite() {
  if (!narrow.matches && state.tab === "messages") composer.box.focus();
}

export function drawHead() {
  const one = channel();
  const person = one.is_im ? state.users.get(one.user) : null;
  document.title = `${one.is_im ? "" : "#"}${channelName(one)} | ${state.team.name}`;
  fill(byId("channel-name"), one.is_im ? null : icon(one.is_private ? "lock" : "hash"), h("span", {}, channelName(one)));
  fill(byId("channel-topic"), one.topic ? rich({ type: "mrkdwn", text: one.topic }) : person?.title || "");
  byId("channel-members").textContent = one.is_im ? "" : `${one.num_members} ${one.num_members === 1 ? "member" : "members"}${one.is_ext_shared ? " · shared with another organisation" : ""}`;
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

export function markRead() {
  const one = channel();
  if (!one || document.hidden || state.tab === "home" || !(one.unread || one.mentions)) return;
  Object.assign(one, { unread: 0, mentions: 0 });
  act("read", { channel: one.id });
  drawSidebar();
}
