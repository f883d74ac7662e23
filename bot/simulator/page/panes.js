// The two conversations on show and the two boxes to write in, made once and shared.

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { byId, h } from "./dom.js";
import { channel, channelName, isAppTalk, state } from "./store.js";

export const narrow = matchMedia("(max-width: 760px)");
export const drafts = new Map();

export const main = new Conversation(byId("scroller"), byId("messages"), { empty: emptyChannel });
export const side = new Conversation(byId("thread-scroller"), byId("thread-messages"), { inThread: true, empty: () => "This thread is gone." });
export const composer = new Composer(byId("composer"));
export const threadComposer = new Composer(byId("thread-composer"), { thread: () => state.thread });

function emptyChannel() {
  const one = channel();
  if (!one) return "There is no conversation here yet.";
  if (isAppTalk(one)) return [h("h3", {}, `This is your conversation with ${state.app.name}`), h("p", {}, "What it has to say to you alone will appear here.")];
  if (one.is_im) return [h("h3", {}, `You and ${channelName(one)}`), h("p", {}, "Nothing was said yet.")];
  const hint = one.is_member ? " Say hello, type “/” to see the commands, or move the clock and see what arrives." : "";
  return [h("h3", {}, `Welcome to #${one.name}`), h("p", {}, `Nothing was said here yet.${hint}`)];
}
