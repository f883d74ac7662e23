// The traffic inspector: each request between the app and the workspace, with its answer.

import { byId, debounced, fill, h } from "./dom.js";
import { getTraffic } from "./server.js";
import { clockTime } from "./dates.js";

const KEPT = 500;
const KINDS = { "": "Everything", web_api: "Web API", event: "Events", interaction: "Interactions", command: "Commands", response_url: "Response URLs" };

let entries = []; // newest first
const nodes = new Map();
let wanted = { text: "", kind: "" };

export async function loadTraffic() {
  const answer = await getTraffic();
  entries = (answer.entries || []).slice().sort((a, b) => order(b) - order(a));
  drawTraffic();
}

const order = (entry) => Date.parse(entry.at) || 0;

export function addTraffic(entry) {
  entries = [entry, ...entries.filter((one) => one.id !== entry.id)].slice(0, KEPT);
  nodes.delete(entry.id);
  drawSoon();
}

const drawSoon = debounced(120, () => drawTraffic());

export function trafficPanel() {
  const filter = h("input", { type: "search", class: "box", placeholder: "Filter", "aria-label": "Filter the traffic", on: { input: (event) => narrow({ text: event.target.value.toLowerCase() }) } });
  const kind = h("select", { class: "box", "aria-label": "Kind of traffic", on: { change: (event) => narrow({ kind: event.target.value }) } }, Object.entries(KINDS).map(([value, label]) => h("option", { value }, label)));
  wanted = { text: "", kind: "" };
  return [h("div", { class: "drawer-tools" }, filter, kind), h("ol", { class: "traffic", id: "traffic", "aria-label": "Traffic, newest first" })];
}

function narrow(change) {
  wanted = { ...wanted, ...change };
  drawTraffic();
}

export function drawTraffic() {
  const list = byId("traffic");
  if (!list) return;
  const shown = entries.filter(fits).slice(0, 200);
  fill(list, shown.map(row), shown.length ? null : h("li", { class: "empty" }, entries.length ? "Nothing fits this filter." : "No traffic yet. Type a command, or move the clock."));
}

function fits(entry) {
  if (wanted.kind && entry.kind !== wanted.kind) return false;
  return !wanted.text || JSON.stringify(entry).toLowerCase().includes(wanted.text);
}

// Kept by id, so that an opened entry stays open while others arrive.
function row(entry) {
  if (!nodes.has(entry.id)) nodes.set(entry.id, h("li", {}, draw(entry)));
  return nodes.get(entry.id);
}

function draw(entry) {
  const bad = Number(entry.status) >= 400 || entry.answer?.ok === false || Boolean(entry.answer?.error);
  const outcome = entry.answer?.error || entry.status || "";
  const details = h("details", { class: bad ? "entry bad" : "entry" },
    h("summary", {},
      h("span", { class: `way ${entry.direction}` }, entry.direction === "in" ? "app →" : "→ app"),
      h("span", { class: "entry-name" }, entry.name), h("span", { class: "entry-outcome" }, String(outcome)),
      h("span", { class: "entry-ms" }, entry.ms === null || entry.ms === undefined ? "" : `${Math.round(entry.ms)} ms`)));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      details.append(h("p", { class: "note" }, `${KINDS[entry.kind] || entry.kind} · ${clockTime(new Date(entry.at), true)}`), json("Request", entry.request), json("Answer", entry.answer));
    }
  });
  return details;
}

function json(title, value) {
  const text = typeof value === "string" ? value : JSON.stringify(value ?? null, null, 2);
  return h("div", {}, h("h4", {}, title), h("pre", { class: "json", tabindex: 0, "aria-label": title }, text));
}
