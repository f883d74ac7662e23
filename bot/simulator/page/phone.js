// The sidebar as a drawer on a narrow screen.

import { byId } from "./dom.js";
import { narrow } from "./panes.js";
import { state } from "./store.js";

export function startPhone() {
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
