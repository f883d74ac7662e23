// Modals: the view on top of the stack, its fields, its errors, and waiting for the app.

import { complain, drawBlocks } from "./blocks.js";
import { fill, h, icon, keepFocus } from "./dom.js";
import { Form } from "./form.js";
import { words } from "./mrkdwn.js";
import { dialog } from "./popup.js";
import { act } from "./server.js";
import { state } from "./store.js";

const forms = new Map(); // by view id: going back to a view below finds it as it was left
let open = null; // {box, close}
let drawn = ""; // id and hash of what is on show

/** Shows the top of the person's stack of views, or nothing. */
export function showModals() {
  const views = state.modals;
  for (const id of forms.keys()) if (!views.some((view) => view.id === id)) forms.delete(id);
  const top = views.at(-1);
  if (!top) return shut();
  const mark = `${top.id} ${top.hash} ${views.length}`;
  if (mark === drawn) return undefined;
  const isNew = !drawn.startsWith(`${top.id} `);
  drawn = mark;
  const form = forms.get(top.id) || new Form({ view: top.id });
  forms.set(top.id, form);
  form.follow(top);
  if (!open) open = dialog("modal", words(top.title), { escaped: () => leave(top.id) });
  return draw(form, top, views.length, isNew);
}

function shut() {
  drawn = "";
  forms.clear();
  open?.close();
  open = null;
}

function draw(form, view, depth, isNew) {
  open.box.setAttribute("aria-label", words(view.title));
  const parts = () => {
    fill(open.box, h("form", { class: "modal-form", novalidate: true, on: { submit: (event) => { event.preventDefault(); submit(form, view); }, keydown: hurried } },
      head(view, depth), h("div", { class: "modal-body" }, h("p", { class: "modal-problem", role: "alert" }), drawBlocks(view.blocks, form)), foot(view)));
    return open.box;
  };
  if (!isNew) return keepFocus(open.box, parts);
  parts();
  const wanted = view.blocks.find((block) => block.element?.focus_on_load);
  const first = open.box.querySelector(wanted ? `[data-key="${CSS.escape(`${wanted.block_id}|${wanted.element.action_id}`)}"]` : ".modal-body :is(input, textarea, button:not(.mention), [tabindex='0'])");
  (first || open.box.querySelector(".dialog-foot .primary, .dialog-foot .button")).focus();
  return open.box;
}

// Control and Enter submits from anywhere, also where Enter alone begins a line.
function hurried(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
}

function head(view, depth) {
  const back = depth > 1 ? h("button", { type: "button", class: "icon-button", "aria-label": "Back", on: { click: () => leave(view.id) } }, icon("back")) : null;
  const close = h("button", { type: "button", class: "icon-button", "aria-label": "Close", "data-key": "close", on: { click: () => leave(view.id, true) } }, icon("close"));
  return h("div", { class: "modal-head" }, back, h("h2", {}, words(view.title)), close);
}

function foot(view) {
  return h("div", { class: "dialog-foot" },
    h("span", { class: "modal-app" }, h("span", { class: "app-mark" }, icon("star")), state.app.name),
    h("button", { type: "button", class: "button", "data-key": "cancel", on: { click: () => leave(view.id) } }, words(view.close) || "Cancel"),
    view.submit ? h("button", { type: "submit", class: "button primary", "data-key": "submit" }, words(view.submit)) : null);
}

async function leave(id, all = false) {
  forms.get(id)?.forget();
  const answer = await act("close", { view: id, ...(all ? { clear: true } : {}) });
  if (answer.ok === false) problem(answer.error);
}

async function submit(form, view) {
  const button = open.box.querySelector("[type=submit]");
  if (!button || button.disabled) return;
  showErrors(form, {});
  const release = hold(button);
  await form.flush();
  const answer = await act("submit", { view: view.id, values: form.values });
  release();
  if (!open) return undefined;
  if (answer.ok === false) return problem(answer.error);
  return showErrors(form, answer.errors || {});
}

/** While the app thinks, nothing changes under its hands; closing stays possible. Returns how to let go. */
function hold(button) {
  const body = open.box.querySelector(".modal-body");
  const focused = document.activeElement;
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  body.inert = true;
  return () => {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    body.inert = false;
    if (focused.isConnected) focused.focus();
  };
}

function problem(text) {
  const place = open?.box.querySelector(".modal-problem");
  if (place) place.textContent = text || "We had some trouble connecting. Try again?";
}

function showErrors(form, errors) {
  form.errors = errors;
  problem(" ");
  for (const block of form.view.blocks) if (block.block_id) complain(open.box, block.block_id, errors[block.block_id]);
  const homeless = Object.entries(errors).filter(([id]) => !form.view.blocks.some((block) => block.block_id === id && block.type === "input"));
  if (homeless.length) problem(homeless.map(([, text]) => text).join(" "));
  const wrong = open.box.querySelector("[aria-invalid=true]");
  wrong?.focus();
  wrong?.closest(".field")?.scrollIntoView({ block: "nearest" }); // with the words below it
}
