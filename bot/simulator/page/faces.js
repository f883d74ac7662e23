// A person's square: their initials on their colour; the app's own star.

import { h, icon } from "./dom.js";

// Dark enough for white letters.
const COLOURS = ["#3b5b92", "#7a4a8c", "#2f6f62", "#8a4b2d", "#4a5a6a", "#8c3f5c", "#3f6b3a", "#5b4fa0"];

function colourOf(name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return COLOURS[sum % COLOURS.length];
}

const initials = (name) => name.split(/[\s._-]+/).filter(Boolean).slice(0, 2).map((word) => [...word][0].toUpperCase()).join("") || "?";

export function avatar(user, name) {
  if (user?.is_bot) return h("span", { class: "avatar app", "aria-hidden": "true" }, icon("star"));
  return h("span", { class: "avatar", "aria-hidden": "true", style: { background: colourOf(user?.name || name) } }, user?.initials || initials(name));
}
