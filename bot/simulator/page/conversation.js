// The messages of a channel or thread, kept in order and drawn one by one as they change.

import { dayKey, dayName, momentOf } from "./dates.js";
import { fill, h, keepFocus } from "./dom.js";
import { drawDay, drawMessage, keyOf } from "./message.js";
import { state } from "./store.js";

const CLOSE_SECONDS = 300; // the next message of the same person within five minutes stands without a head
const NEAR_END = 80;

export class Conversation {
  /** `scroller` holds `list`; `empty()` gives the words shown while there is nothing. */
  constructor(scroller, list, { inThread = false, empty }) {
    Object.assign(this, { scroller, list, inThread, empty, channel: null, messages: new Map(), nodes: new Map(), atEnd: true, placed: -1, early: null });
    this.newer = h("button", { type: "button", class: "newer", hidden: true, on: { click: () => this.toEnd() } }, "Newer messages below");
    scroller.append(this.newer);
    scroller.addEventListener("scroll", () => {
      // Whoever has not scrolled away from where the newest was put follows on, also below its beginning.
      this.atEnd = Math.abs(scroller.scrollTop - this.placed) < 2 || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
      if (this.atEnd) this.newer.hidden = true;
    });
    scroller.addEventListener("load", () => this.stay(), true);
    new ResizeObserver(() => this.stay()).observe(scroller);
    list.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** What arrives from now on is kept until what was there before is shown. */
  expect() {
    this.early = [];
  }

  show(channel, messages) {
    this.channel = channel;
    this.messages = new Map([...messages, ...(this.early || [])].map((message) => [keyOf(message), message]));
    this.early = null;
    this.nodes = new Map();
    this.atEnd = true;
    this.newer.hidden = true;
    this.arrange();
  }

  get(ts) {
    return this.messages.get(ts) || this.messages.get(`only-you-${ts}`);
  }

  /** Adds a message, or draws it anew where it stands. */
  put(message) {
    if (this.early) return void this.early.push(message);
    const key = keyOf(message);
    const old = this.nodes.get(key);
    this.messages.set(key, message);
    if (old) this.nodes.set(key, keepFocus(old, () => this.redraw(old, message)));
    // One's own words, and what is said to oneself alone, are always brought into view.
    else if (message.ephemeral || message.user === state.me.id) this.atEnd = true;
    this.arrange();
    if (!old) this.newer.hidden = this.atEnd;
  }

  redraw(old, message) {
    const fresh = drawMessage(message, this);
    old.replaceWith(fresh);
    return fresh;
  }

  remove(ts, ephemeral = false) {
    const key = keyOf({ ts, ephemeral });
    const node = this.nodes.get(key);
    if (!node) return false;
    const focused = node.contains(document.activeElement);
    const next = node.nextElementSibling || node.previousElementSibling;
    this.messages.delete(key);
    this.nodes.delete(key);
    this.arrange();
    if (focused) (next && next.isConnected && next.tabIndex === -1 ? next : this.scroller).focus();
    return true;
  }

  /** Puts days between messages, heads on first ones, and the nodes in the order of time. */
  arrange() {
    if (this.channel === null) return;
    const ordered = [...this.messages.values()].sort((a, b) => Number(a.ts) - Number(b.ts));
    const rows = [];
    let before = null;
    for (const message of ordered) {
      const key = keyOf(message);
      if (!this.nodes.has(key)) this.nodes.set(key, drawMessage(message, this));
      const node = this.nodes.get(key);
      const newDay = !before || dayKey(momentOf(before.ts)) !== dayKey(momentOf(message.ts));
      if (newDay) rows.push(drawDay(dayName(momentOf(message.ts))));
      node.classList.toggle("follows", !newDay && follows(before, message));
      rows.push(node);
      before = message;
    }
    if (!ordered.length) fill(this.list, h("li", { class: "empty" }, this.empty()));
    else this.place(rows);
    this.roving();
    this.stay();
  }

  /** Moves only what stands in the wrong place, so that the focus and half-made choices survive. */
  place(rows) {
    for (const node of [...this.list.children]) if (!rows.includes(node)) node.remove();
    let at = this.list.firstElementChild;
    for (const row of rows) {
      if (row === at) at = at.nextElementSibling;
      else this.list.insertBefore(row, at);
    }
  }

  /** Keeps the newest in view; of a message taller than the window, its beginning. */
  stay() {
    if (!this.atEnd) return;
    const last = this.list.lastElementChild;
    const tall = last && last.offsetHeight > this.scroller.clientHeight - NEAR_END;
    this.scroller.scrollTop = tall ? last.offsetTop - 12 : this.scroller.scrollHeight;
    this.placed = this.scroller.scrollTop;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.list.lastElementChild?.focus({ preventScroll: true });
  }

  // One message takes part in the Tab order; the arrow keys move among them.
  roving(chosen = null) {
    const all = [...this.list.querySelectorAll(":scope > .message")];
    const current = chosen || all.find((node) => node.contains(document.activeElement)) || all.at(-1);
    for (const node of all) node.tabIndex = node === current ? 0 : -1;
  }

  pressed(event) {
    const node = event.target.closest(".message");
    if (event.target !== node) return;
    const all = [...this.list.querySelectorAll(":scope > .message")];
    const at = all.indexOf(node);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || !all[to]) return;
    event.preventDefault();
    this.roving(all[to]);
    all[to].focus();
    all[to].scrollIntoView({ block: "nearest" });
  }
}

function follows(before, message) {
  return before.user === message.user && !before.subtype && !message.subtype && !before.ephemeral && !message.ephemeral && Number(message.ts) - Number(before.ts) < CLOSE_SECONDS;
}
