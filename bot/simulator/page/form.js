// What a person has filled into a view, as Slack's state values; the simulator keeps it too as it changes.

import { debounced } from "./dom.js";
import { toast } from "./popup.js";
import { act } from "./server.js";

export class Form {
  /** `container` is {view: id} or {home: true}. */
  constructor(container) {
    this.container = container;
    this.values = {};
    this.errors = {};
    this.pending = new Map();
    this.uploading = Promise.resolve();
    this.flushSoon = debounced(250, () => this.flush());
  }

  /** Takes the view in, also after the app changed it: what was filled into fields that are still there is kept. */
  follow(view) {
    const mine = this.values;
    this.view = view;
    this.values = structuredClone(view.state?.values || {});
    for (const [block, actions] of Object.entries(this.values)) {
      for (const [action, fresh] of Object.entries(actions)) {
        const kept = mine[block]?.[action];
        if (kept?.type === fresh.type) actions[action] = kept;
      }
    }
    this.errors = {};
  }

  get id() {
    return this.view.id;
  }

  valueOf(block, element) {
    return this.values[block.block_id]?.[element.action_id];
  }

  errorOf(blockId) {
    return this.errors[blockId];
  }

  keep(block, element, value) {
    this.values[block.block_id] = { ...this.values[block.block_id], [element.action_id]: value };
  }

  /** An element outside an input block was used: the app hears of it at once. */
  async acted(block, element, value) {
    if (value.type) this.keep(block, element, value);
    await this.flush();
    const answer = await act("click", { container: this.container, block_id: block.block_id, action_id: element.action_id, ...value });
    if (answer.ok === false) toast(answer.error, { bad: true });
  }

  /** A field changed: remembered at once here, and in the simulator once the typing pauses. */
  remembered(block, element, value, trigger) {
    const typed = "value" in value || "rich_text_value" in value;
    if (block.dispatch_action && !typed) return this.acted(block, element, value);
    this.keep(block, element, value);
    this.pending.set(`${block.block_id}|${element.action_id}`, { block_id: block.block_id, action_id: element.action_id, value, ...(trigger ? { trigger } : {}) });
    return trigger || !typed ? this.flush() : this.flushSoon();
  }

  /** What is sent waits for files that are still on their way. */
  uploads(files) {
    this.uploading = Promise.all([this.uploading, files]);
  }

  async flush() {
    await this.uploading;
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const one of waiting) await act("fill", { view: this.id, ...one });
  }

  forget() {
    this.pending.clear();
  }
}
