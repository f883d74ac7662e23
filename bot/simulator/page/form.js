// What a person has filled into a view, as Slack's state values; kept by the simulator as it changes.

import { debounced } from "./dom.js";
import { act } from "./server.js";
import { toast } from "./popup.js";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export class Form {
  /** `container` is {view: id} or {home: true}. */
  constructor(view, container) {
    this.container = container;
    this.values = structuredClone(view.state?.values || {});
    this.errors = {};
    this.pending = new Map();
    this.flushSoon = debounced(250, () => this.flush());
  }

  /** The same form after the app changed the view: what stands in blocks of the same ids is kept. */
  follow(view) {
    this.view = view;
    const blocks = new Set(view.blocks.map((block) => block.block_id));
    for (const id of Object.keys(this.values)) if (!blocks.has(id)) delete this.values[id];
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
    this.keep(block, element, value);
    if (!this.container.view) return undefined;
    const typed = "value" in value || "rich_text_value" in value;
    this.pending.set(`${block.block_id}|${element.action_id}`, { block_id: block.block_id, action_id: element.action_id, value, trigger });
    return trigger || !typed ? this.flush() : this.flushSoon();
  }

  async flush() {
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const one of waiting) await act("fill", { view: this.container.view, ...one });
  }

  forget() {
    this.pending.clear();
  }

  /** What Slack itself checks before it asks the app: {block_id: words}. */
  complaints() {
    const found = {};
    for (const block of this.view.blocks.filter((one) => one.type === "input")) {
      const value = this.current(block);
      const words = isEmpty(value) ? !block.optional && "Please complete this required field." : malformed(block.element, value);
      if (words) found[block.block_id] = words;
    }
    return found;
  }

  current(block) {
    return this.valueOf(block, block.element) || startingValue(block.element);
  }

  /** Everything that stands in the view now, as view_submission carries it. */
  collected() {
    const all = structuredClone(this.values);
    for (const block of this.view.blocks) {
      for (const element of stateful(block)) {
        all[block.block_id] = { ...all[block.block_id], [element.action_id]: this.valueOf(block, element) || startingValue(element) };
      }
    }
    return all;
  }
}

const STATELESS = new Set(["button", "overflow", "image"]);

function stateful(block) {
  const elements = [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])];
  return elements.filter((element) => element && !STATELESS.has(element.type));
}

// What an untouched element holds: its initial value under the name Slack's state gives it.
function startingValue(element) {
  const value = { type: element.type };
  const initials = Object.keys(element).filter((name) => name.startsWith("initial_"));
  for (const name of initials) value[name === "initial_value" ? "value" : name.replace("initial_", "selected_")] = element[name];
  if (initials.length) return value;
  return { ...value, ...emptyValue(element.type) };
}

function emptyValue(type) {
  if (/_input$/.test(type)) return type === "rich_text_input" ? { rich_text_value: null } : { value: null };
  if (type === "checkboxes" || /^multi_(static|external)/.test(type)) return { selected_options: [] };
  const kind = /^(multi_)?(users|conversations|channels)_select$/.exec(type);
  if (kind) return kind[1] ? { [`selected_${kind[2]}`]: [] } : { [`selected_${kind[2].slice(0, -1)}`]: null };
  const names = { datepicker: "selected_date", timepicker: "selected_time", datetimepicker: "selected_date_time" };
  return { [names[type] || "selected_option"]: null };
}

function isEmpty(value) {
  const held = Object.entries(value).filter(([name]) => name !== "type").map(([, one]) => one);
  return held.every((one) => one === null || one === undefined || one === "" || (Array.isArray(one) && !one.length) || (typeof one === "string" && !one.trim()));
}

function malformed(element, { value }) {
  if (typeof value !== "string") return "";
  if (element.type === "email_text_input" && !EMAIL.test(value)) return "Please enter a valid email address.";
  if (element.type === "url_text_input" && !/^https?:\/\/\S+\.\S+/.test(value)) return "Please enter a valid URL.";
  if (element.type === "number_input") return wrongNumber(element, value);
  if (element.min_length && value.length < element.min_length) return `Please use at least ${element.min_length} characters.`;
  if (element.max_length && value.length > element.max_length) return `Please use ${element.max_length} characters or fewer.`;
  return "";
}

function wrongNumber(element, value) {
  const number = Number(value);
  if (Number.isNaN(number)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Please enter a whole number.";
  if (element.min_value !== undefined && number < Number(element.min_value)) return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value)) return `Please enter ${element.max_value} or less.`;
  return "";
}
