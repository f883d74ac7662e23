// The address bar: #as=ana&channel=north-star, so that a place can be linked and found again.

import { channel, channelKey, state } from "./store.js";

export function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  return { as: given.get("as"), channel: given.get("channel"), thread: given.get("thread"), tab: given.get("tab") };
}

export function writeAddress() {
  const one = channel();
  const parts = new URLSearchParams();
  if (state.me) parts.set("as", state.me.name);
  if (one) parts.set("channel", channelKey(one));
  if (state.tab === "home") parts.set("tab", "home");
  if (state.thread) parts.set("thread", state.thread);
  const hash = `#${parts.toString().replaceAll("%40", "@")}`;
  if (hash !== location.hash) history.replaceState(null, "", hash);
}

export function channelNamed(name) {
  return state.channels.find((one) => channelKey(one) === name || one.id === name) || null;
}

export function personNamed(name) {
  return [...state.users.values()].find((user) => user.name === name || user.id === name) || null;
}
