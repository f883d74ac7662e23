// Reactions under a message, and the small picker they come from.

import { emoji, emojiNames, OFTEN } from "./emoji.js";
import { fill, h } from "./dom.js";
import { float, toast } from "./popup.js";
import { act } from "./server.js";
import { nameOf, state } from "./store.js";

export async function toggleReaction(message, channel, name, only) {
  const mine = (message.reactions || []).some((one) => one.name === name && one.users.includes(state.me.id));
  if (mine && only) return;
  const answer = await act(mine ? "unreact" : "react", { channel, ts: message.ts, name });
  if (answer.ok === false) toast(answer.error, { bad: true });
}

export function reactionBar(message, channel) {
  const given = message.reactions || [];
  if (!given.length) return null;
  return h("div", { class: "reactions", role: "group", "aria-label": "Reactions" }, given.map((one) => {
    const mine = one.users.includes(state.me.id);
    const who = one.users.map((id) => (id === state.me.id ? "you" : nameOf(id))).join(", ");
    return h("button", {
      type: "button", class: "reaction", "aria-pressed": String(mine), title: `${who} reacted with :${one.name}:`, "data-key": `reaction-${one.name}`,
      "aria-label": `${one.name}: ${who}`, on: { click: () => toggleReaction(message, channel, one.name) },
    }, emoji(one.name) || `:${one.name}:`, h("span", {}, one.count ?? one.users.length));
  }));
}

/** A grid of emoji beside a button; typing narrows it. */
export function pickEmoji(button, picked) {
  const grid = h("div", { class: "emoji-grid" });
  const search = h("input", { type: "search", class: "box", placeholder: "Find an emoji", "aria-label": "Find an emoji", on: { input: show, keydown: pressed } });
  const box = h("div", { class: "emoji-picker", role: "dialog", "aria-label": "Add a reaction", on: { keydown: leave } }, search, grid);
  const close = float(box, button);
  show();
  search.focus();

  function show() {
    const typed = search.value.trim().toLowerCase().replaceAll(":", "");
    const names = typed ? emojiNames().filter((name) => name.includes(typed)).slice(0, 28) : OFTEN;
    fill(grid, names.map((name) => h("button", { type: "button", class: "emoji-choice", "aria-label": name.replaceAll("_", " "), on: { click: () => choose(name) } }, emoji(name))),
      names.length ? null : h("p", { class: "note" }, "No emoji of that name here."));
    grid.querySelectorAll("[role=img]").forEach((one) => one.setAttribute("aria-hidden", "true"));
  }
  function choose(name) {
    close();
    if (button.isConnected) button.focus();
    picked(name);
  }
  function pressed(event) {
    const first = grid.querySelector("button");
    if (event.key === "Enter" && first) {
      event.preventDefault();
      first.click();
    }
    if (event.key === "ArrowDown" && first) {
      event.preventDefault();
      first.focus();
    }
  }
  function leave(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 }[event.key];
    const all = [...grid.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
      button.focus();
    } else if (step && at >= 0) {
      event.preventDefault();
      (all[at + step] || (at + step < 0 ? search : all.at(-1))).focus();
    } else if (event.key === "Tab" && event.shiftKey === (document.activeElement === search) && (at === all.length - 1 || at < 0)) close();
  }
}
