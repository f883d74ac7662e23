// The fault switch: things that can go wrong on purpose, chosen by hand.

import { byId, fill, h } from "./dom.js";
import { toast } from "./popup.js";
import { addFault, clearFaults, getFaults } from "./server.js";
import { state } from "./store.js";

const METHODS = ["chat.postMessage", "chat.update", "chat.postEphemeral", "chat.delete", "views.open", "views.push", "views.update", "views.publish",
  "conversations.members", "conversations.info", "conversations.list", "conversations.open", "conversations.history", "users.info", "users.list",
  "reactions.add", "files.getUploadURLExternal", "files.completeUploadExternal", "files.info", "auth.test", "apps.connections.open"];

const ON_CALLS = {
  429: "429 Too Many Requests, with Retry-After", "429_without_retry_after": "429 without Retry-After", 500: "500 Internal Server Error",
  502: "502 Bad Gateway", 503: "503 Service Unavailable", 504: "504 Gateway Timeout", internal_error: "200 with internal_error", fatal_error: "200 with fatal_error",
  ratelimited: "200 with ratelimited",
  bad_json: "An answer that is not JSON", drop_before_accept: "Dropped before it is accepted", drop_after_accept: "Accepted, then the line is dropped",
  reset_after_accept: "Accepted, then the line is reset", slow: "Slow: the answer comes late",
  late: "Late: accepted only after a while",
};
const ON_EVENTS = { duplicate_event: "Each event arrives twice", delay_event: "Events arrive late", reorder_events: "Events arrive in another order" };

export function faultsPanel() {
  const method = h("input", { class: "box", id: "fault-method", list: "fault-methods", value: "chat.postMessage", autocomplete: "off", spellcheck: "false" });
  const group = (label, faults) => h("optgroup", { label }, Object.entries(faults).map(([value, text]) => h("option", { value }, text)));
  const fault = h("select", { class: "box", id: "fault-kind", on: { change: dress } }, group("Calls of the app", ON_CALLS), group("Events to the app", ON_EVENTS));
  const seconds = h("input", { class: "box", id: "fault-seconds", type: "number", min: 0, step: "any", value: 1 });
  const secondsField = h("div", { class: "field" }, h("label", { class: "label", for: "fault-seconds" }, "Seconds"), seconds);
  const once = h("input", { type: "radio", name: "fault-times", value: "once", checked: true });
  const form = h("form", { class: "fault-form", on: { submit: (event) => { event.preventDefault(); arm(); } } },
    h("p", {}, "Choose what shall go wrong, and watch how the app bears it."),
    h("div", { class: "field", id: "fault-method-field" }, h("label", { class: "label", for: "fault-method" }, "Method (* for every one)"), method, h("datalist", { id: "fault-methods" }, METHODS.map((value) => h("option", { value })))),
    h("div", { class: "field" }, h("label", { class: "label", for: "fault-kind" }, "Fault"), fault), secondsField,
    h("div", { class: "choices row", role: "radiogroup", "aria-label": "How often" },
      h("label", { class: "choice" }, once, h("span", {}, "Once")),
      h("label", { class: "choice" }, h("input", { type: "radio", name: "fault-times", value: "ever" }), h("span", {}, "Until cleared"))),
    h("button", { type: "submit", class: "button primary" }, "Switch on"));
  dress();
  return [form, h("div", { id: "faults-now", "aria-live": "polite" })];

  function dress() {
    const timed = ["429", "slow", "late", "delay_event"].includes(fault.value);
    secondsField.hidden = !timed;
    const field = method.closest(".field");
    if (field) field.hidden = fault.value in ON_EVENTS;
  }

  async function arm() {
    const timed = fault.value === "429" ? { retry_after: Number(seconds.value) } : { seconds: Number(seconds.value) };
    const onEvents = fault.value in ON_EVENTS;
    const answer = await addFault({ ...(onEvents ? {} : { method: method.value.trim() || "*" }), fault: fault.value, times: once.checked ? 1 : null, ...(secondsField.hidden ? {} : timed) });
    if (answer.ok === false) toast(answer.error, { bad: true });
    await loadFaults();
  }
}

export async function loadFaults() {
  const answer = await getFaults();
  if (answer.ok === false) return;
  state.faults = answer.faults;
  drawFaults();
}

export function drawFaults() {
  const active = state.faults;
  byId("faults-count").textContent = active.length ? String(active.length) : "";
  const root = byId("faults-now");
  if (!root) return;
  fill(root, h("h3", {}, "Switched on now"),
    active.length ? h("ul", { class: "fault-list" }, active.map((one) => h("li", {}, h("strong", {}, one.method === "*" ? (one.fault in ON_EVENTS ? "every event" : "every method") : one.method), h("span", {}, ON_CALLS[one.fault] || ON_EVENTS[one.fault] || one.fault), h("small", {}, one.times ? (one.times === 1 ? "once" : `${one.times} times`) : "until cleared"),
      h("button", { type: "button", class: "link-button", "aria-label": `Clear ${one.fault} on ${one.method}`, on: { click: () => clear(one.id) } }, "Clear"))))
      : h("p", { class: "empty-line" }, "Nothing. Everything works."),
    active.length ? h("button", { type: "button", class: "button", on: { click: () => clear() } }, "Clear all faults") : null);
}

async function clear(id) {
  const answer = await clearFaults(id ? { id } : {});
  if (answer.ok === false) toast(answer.error, { bad: true });
  await loadFaults();
}
