// The box to write in: Enter sends, "/" offers commands, "@" offers people, "#" channels.

import { fill, freshId, h, icon } from "./dom.js";
import { avatar } from "./faces.js";
import { float, menu, place, toast } from "./popup.js";
import { act } from "./server.js";
import { channel, channelName, nameOf, state } from "./store.js";

export class Composer {
  /** Draws itself into `root`; `thread()` gives the ts of the thread it writes to, if any. */
  constructor(root, { thread = () => null } = {}) {
    this.root = root;
    this.thread = thread;
    this.listId = freshId("suggestions");
    this.list = h("div", { class: "options suggestions", role: "listbox", id: this.listId, "aria-label": "Suggestions" });
    this.box = h("textarea", {
      class: "composer-box", rows: 1, "aria-autocomplete": "list", "aria-haspopup": "listbox",
      on: { input: () => this.changed(), keydown: (event) => this.pressed(event), blur: () => setTimeout(() => this.hide(), 120), click: () => this.changed() },
    });
    this.problem = h("p", { class: "composer-problem", role: "alert" });
    this.hint = h("p", { class: "composer-hint" });
    this.send = h("button", { type: "button", class: "send", "aria-label": "Send", title: "Send (Enter)", disabled: true, on: { click: () => this.post() } }, icon("send"));
    fill(root, this.problem, h("div", { class: "composer" }, this.box, h("div", { class: "composer-foot" }, root.dataset.shortcuts ? this.shortcutsButton() : null, this.hint, this.send)));
    this.found = [];
    this.active = 0;
    this.closeList = null;
  }

  /** Names the conversation; what was being written to another one does not follow. */
  address(label, drafts) {
    this.box.placeholder = label;
    this.box.setAttribute("aria-label", label);
    this.drafts = drafts;
    this.box.value = drafts?.get(this.draftKey()) || "";
    this.problem.textContent = "";
    this.changed();
    this.hide();
  }

  draftKey() {
    return `${state.me?.id} ${state.open} ${this.thread() || ""}`;
  }

  shortcutsButton() {
    const button = h("button", { type: "button", class: "button quiet", "aria-haspopup": "menu", "aria-expanded": "false", "data-key": "shortcuts" }, icon("bolt"), "Shortcuts");
    button.addEventListener("click", () => {
      const globals = state.shortcuts.filter((one) => one.type === "global");
      const commands = state.commands.map((one) => ({ label: one.command, note: one.description, run: () => this.begin(`${one.command} `) }));
      menu(button, "Shortcuts", [...globals.map((one) => ({ label: one.name, note: one.description || state.app.name, icon: icon("bolt"), run: () => this.shortcut(one) })), ...commands]);
    });
    return button;
  }

  async shortcut(one) {
    const answer = await act("shortcut", { callback_id: one.callback_id });
    if (answer.ok === false) toast(answer.error, { bad: true });
  }

  begin(text) {
    this.box.value = text;
    this.box.focus();
    this.box.setSelectionRange(text.length, text.length);
    this.changed();
  }

  changed() {
    this.drafts?.set(this.draftKey(), this.box.value);
    this.send.disabled = !this.box.value.trim();
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, 220)}px`;
    this.offer();
  }

  /** What is being completed at the caret: {sign, typed, from}. */
  atCaret() {
    const before = this.box.value.slice(0, this.box.selectionStart);
    const command = this.thread() ? null : /^\/(\S*)$/.exec(before);
    if (command) return { sign: "/", typed: command[1], from: 0 };
    const name = /(?:^|\s)([@#])([\w.-]*)$/.exec(before);
    return name ? { sign: name[1], typed: name[2], from: before.length - name[2].length - 1 } : null;
  }

  offer() {
    const here = this.atCaret();
    const given = this.box.value.match(/^(\/\S+)\s/);
    const command = given && state.commands.find((one) => one.command === given[1]);
    this.hint.textContent = command ? `${command.command} ${command.usage_hint || ""}` : "";
    this.found = here ? suggestions(here) : [];
    if (!this.found.length) return this.hide();
    this.active = 0;
    fill(this.list, this.found.map((one, at) => h("div", {
      class: "option", role: "option", id: `${this.listId}-${at}`, "aria-selected": "false", on: { pointerdown: (event) => event.preventDefault(), click: () => this.complete(one) },
    }, one.face || null, h("span", {}, h("strong", {}, one.label), one.hint ? h("span", { class: "usage" }, ` ${one.hint}`) : null), one.note ? h("small", {}, one.note) : null)));
    if (!this.closeList) this.closeList = float(this.list, this.root.querySelector(".composer"), { width: "anchor", closed: () => { this.closeList = null; this.box.removeAttribute("aria-controls"); } });
    else place(this.list, this.root.querySelector(".composer"), { width: "anchor" });
    this.box.setAttribute("aria-controls", this.listId);
    return this.mark();
  }

  mark() {
    [...this.list.children].forEach((node, at) => {
      node.classList.toggle("active", at === this.active);
      node.setAttribute("aria-selected", String(at === this.active));
    });
    this.box.setAttribute("aria-activedescendant", `${this.listId}-${this.active}`);
    this.list.children[this.active]?.scrollIntoView({ block: "nearest" });
  }

  hide() {
    this.closeList?.();
    this.box.removeAttribute("aria-activedescendant");
  }

  complete(one) {
    const here = this.atCaret();
    if (!here) return;
    const after = this.box.value.slice(this.box.selectionStart);
    const text = `${this.box.value.slice(0, here.from)}${one.insert} `;
    this.box.value = text + after;
    this.box.focus();
    this.box.setSelectionRange(text.length, text.length);
    this.changed();
  }

  pressed(event) {
    if (event.isComposing) return;
    const open = Boolean(this.closeList);
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.active = (this.active + (event.key === "ArrowDown" ? 1 : -1) + this.found.length) % this.found.length;
      this.mark();
    } else if (open && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey && !this.whole()) {
      event.preventDefault();
      this.complete(this.found[this.active]);
    } else if (open && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.hide();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.post();
    }
  }

  /** A command typed to its end runs on Enter, without asking for another. */
  whole() {
    return this.atCaret()?.sign === "/" && this.found[this.active]?.insert === this.box.value.trim();
  }

  async post() {
    const text = this.box.value.trim();
    if (!text) return;
    this.hide();
    this.problem.textContent = "";
    const key = this.draftKey();
    const typed = this.box.value;
    this.box.value = "";
    this.changed();
    const answer = await act("post", { channel: state.open, text, ...(this.thread() ? { thread_ts: this.thread() } : {}) });
    if (answer.ok === false) {
      this.problem.textContent = answer.error;
      // What was typed is never lost, and never overwrites what was typed since.
      if (key === this.draftKey() && !this.box.value) this.box.value = typed;
    }
    this.changed();
  }
}

function suggestions({ sign, typed }) {
  const fits = (name) => name.toLowerCase().includes(typed.toLowerCase());
  if (sign === "/") {
    return state.commands.filter((one) => one.command.slice(1).startsWith(typed)).map((one) => ({ label: one.command, hint: one.usage_hint, note: one.description, insert: one.command }));
  }
  if (sign === "#") return state.channels.filter((one) => !one.is_im && fits(one.name)).slice(0, 8).map((one) => ({ label: `#${one.name}`, note: "", insert: `#${one.name}` }));
  return [...state.users.values()].filter((user) => !user.deleted && (fits(user.name) || fits(nameOf(user)))).slice(0, 8)
    .map((user) => ({ label: nameOf(user), note: `@${user.name}`, face: avatar(user, nameOf(user)), insert: `@${user.name}` }));
}

/** "Message #north-star", "Message Ana". */
export const invitation = () => `Message ${channel()?.is_im ? "" : "#"}${channelName(channel())}`;
