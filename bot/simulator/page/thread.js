// The thread beside the channel: opening, closing, counting its replies.

import { writeAddress } from "./address.js";
import { byId } from "./dom.js";
import { composer, drafts, main, narrow, side, threadComposer } from "./panes.js";
import { getMessages } from "./server.js";
import { channel, channelName, state } from "./store.js";

export function startThread() {
  byId("thread-close").addEventListener("click", () => closeThread());
  byId("thread").addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && closeThread());
}

export async function openThread(ts) {
  state.thread = ts;
  drawThreadPane();
  writeAddress();
  await loadThread();
  threadComposer.box.focus();
}

export async function loadThread() {
  const ts = state.thread;
  const answer = await getMessages(state.open, ts);
  if (ts !== state.thread) return;
  side.show(state.open, answer.messages || []);
  countReplies();
}

export function countReplies() {
  const replies = Math.max(0, side.messages.size - 1);
  byId("thread-count").textContent = replies ? `${replies} ${replies === 1 ? "reply" : "replies"}` : "No replies yet";
}

export function drawThreadPane() {
  const isOpen = Boolean(state.thread);
  byId("thread").hidden = !isOpen;
  byId("app").classList.toggle("with-thread", isOpen);
  byId("main").inert = isOpen && narrow.matches;
  if (!isOpen) return;
  byId("thread-place").textContent = channel().is_im ? channelName(channel()) : `#${channelName(channel())}`;
  threadComposer.address("Reply …", drafts);
}

export function closeThread() {
  const ts = state.thread;
  state.thread = null;
  drawThreadPane();
  writeAddress();
  const from = main.nodes.get(ts);
  (from?.querySelector('[data-key="replies"]') || from || composer.box).focus();
}
