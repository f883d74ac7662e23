// The drawer on the right: traffic or faults, opened and closed from the top bar.

import { byId, fill, h, icon } from "./dom.js";
import { drawFaults, faultsPanel, loadFaults } from "./faults.js";
import { loadTraffic, trafficPanel } from "./traffic.js";

const PANELS = {
  traffic: { title: "Traffic", draw: trafficPanel, load: loadTraffic },
  faults: { title: "Faults", draw: faultsPanel, load: loadFaults },
};

let opener = null;

export function startDrawer() {
  for (const name of Object.keys(PANELS)) {
    const button = byId(`open-${name}`);
    button.addEventListener("click", () => (byId("drawer").dataset.panel === name && !byId("drawer").hidden ? closeDrawer() : openDrawer(name, button)));
  }
  byId("drawer").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    closeDrawer();
  });
}

function openDrawer(name, button) {
  const { title, draw, load } = PANELS[name];
  const root = byId("drawer");
  opener = button;
  root.hidden = false;
  root.dataset.panel = name;
  root.setAttribute("aria-label", title);
  for (const other of Object.keys(PANELS)) byId(`open-${other}`).setAttribute("aria-expanded", String(other === name));
  const close = h("button", { type: "button", class: "icon-button", "aria-label": `Close ${title.toLowerCase()}`, on: { click: closeDrawer } }, icon("close"));
  fill(root, h("div", { class: "pane-head" }, h("h2", {}, title), close), h("div", { class: "drawer-body" }, draw()));
  close.focus();
  load();
  drawFaults();
}

function closeDrawer() {
  const root = byId("drawer");
  root.hidden = true;
  fill(root);
  for (const name of Object.keys(PANELS)) byId(`open-${name}`).setAttribute("aria-expanded", "false");
  opener?.focus();
}
