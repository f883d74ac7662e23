// The line on top that says what this is and what to try; gone for good once dismissed.

import { byId, fill, h, icon } from "./dom.js";
import { state, tell } from "./store.js";

const KEY = "welcome-dismissed";

export function startWelcome() {
  const root = byId("welcome");
  if (remembered()) {
    root.hidden = true;
    return;
  }
  const command = state.commands[0]?.command;
  fill(root,
    h("p", {}, h("strong", {}, "A Slack workspace on your machine. Nothing leaves it."), " Press ", h("em", {}, "Next ritual"), " and see what arrives",
      command ? [", type ", h("button", { type: "button", class: "link-button", on: { click: () => tell("try", `${command} `) } }, command), " below"] : null, ", or act as somebody else."),
    h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss this line", on: { click: dismiss } }, icon("close")));
  root.hidden = false;

  function dismiss() {
    root.hidden = true;
    try {
      localStorage.setItem(KEY, "yes");
    } catch {
      // A browser that stores nothing shows the line again next time.
    }
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEY) === "yes";
  } catch {
    return false;
  }
}
