// The elements of Block Kit that a person can press, choose or write in.

import { localOf, unixOf } from "./dates.js";
import { h, icon } from "./dom.js";
import { image } from "./pictures.js";
import { rich, words } from "./mrkdwn.js";
import { confirmed, menu } from "./popup.js";
import { isSelect, select } from "./select.js";
import { act } from "./server.js";

/**
 * Draws one element. `surface` says where it stands: {container, valueOf(block, element), acted(block, element,
 * value), remembered(block, element, value, trigger)}; `label` carries the ids that name and describe a field.
 */
export function drawElement(element, block, surface, label = {}) {
  const draw = isSelect(element.type) ? drawSelect : DRAW[element.type];
  if (!draw) return h("span", { class: "unknown" }, `This element (${element.type}) is not drawn here.`);
  const slot = h("span", { class: `element element-${element.type}` });
  const key = `${block.block_id}|${element.action_id}`;
  const report = async (value, trigger) => {
    if (block.type === "input") return surface.remembered(block, element, value, trigger);
    if (await confirmed(element.confirm)) return surface.acted(block, element, value);
    return slot.replaceChildren(draw(element, { ...field, value: surface.valueOf(block, element) }));
  };
  const field = { ...label, key, block, surface, report, value: surface.valueOf(block, element) };
  slot.append(draw(element, field));
  return slot;
}

function drawSelect(element, field) {
  const { block, surface } = field;
  const search = (query) => act("options", { container: surface.container, block_id: block.block_id, action_id: element.action_id, query });
  return select(element, { ...field, changed: (value) => field.report(value), search });
}

function button(element, field) {
  const style = { primary: "button primary", danger: "button danger-fill" }[element.style] || "button";
  const node = h("button", {
    type: "button", class: style, "data-key": `${field.key}|${element.value || ""}`, "aria-label": element.accessibility_label,
    on: { click: press },
  }, rich(element.text));
  return node;

  async function press() {
    if (node.getAttribute("aria-busy") === "true") return;
    if (element.url) window.open(element.url, "_blank", "noopener,noreferrer");
    node.setAttribute("aria-busy", "true");
    await field.report(element.value === undefined ? {} : { value: element.value });
    node.removeAttribute("aria-busy");
  }
}

function overflow(element, field) {
  const node = h("button", { type: "button", class: "button square", "aria-label": "More choices", "aria-haspopup": "menu", "aria-expanded": "false", "data-key": field.key, on: { click: open } }, icon("more"));
  function open() {
    menu(node, "More choices", element.options.map((option) => ({
      label: words(option.text), note: words(option.description), run: () => field.report({ selected_option: option }),
    })));
  }
  return node;
}

/** Native date and time boxes: the browser knows how to be used by keyboard there. */
const moment = (type, property, initial, read, write) => (element, field) => {
  const given = field.value ? field.value[property] : element[initial];
  return h("input", {
    type, class: "box", id: field.id, "data-key": field.key, value: given ? read(given) : "",
    "aria-describedby": field.describedby, "aria-label": field.id ? null : words(element.placeholder) || "Choose a date or time",
    on: { change: (event) => field.report({ type: element.type, [property]: event.target.value ? write(event.target.value) : null }) },
  });
};

const same = (value) => value;

function choices(type, property, initial) {
  const many = type === "checkbox";
  return (element, field) => {
    const name = `${field.surface.id || ""}${field.key}`;
    const given = field.value ? field.value[property] : element[initial];
    const chosen = new Set((many ? given || [] : given ? [given] : []).map((option) => option.value));
    const boxes = element.options.map((option, at) => h("label", { class: "choice" },
      h("input", { type, name, value: option.value, checked: chosen.has(option.value), "data-key": `${field.key}|${at}`, on: { change } }),
      h("span", {}, rich(option.text), option.description ? h("small", {}, rich(option.description)) : null)));
    const group = h("span", { class: "choices", role: many ? "group" : "radiogroup", "aria-labelledby": field.labelledby, "aria-describedby": field.describedby }, boxes);
    return group;

    function change() {
      const picked = element.options.filter((_, at) => boxes[at].querySelector("input").checked);
      field.report({ type: element.type, [property]: many ? picked : picked[0] || null });
    }
  };
}

/** What is typed; with `dispatch_action` the app also hears of Enter, or of each change. */
const written = (type, extra = {}) => (element, field) => {
  const hears = element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  const given = field.value ? field.value.value : element.initial_value;
  const value = () => ({ type: element.type, value: node.value === "" ? null : node.value });
  const node = h(element.multiline ? "textarea" : "input", {
    type: element.multiline ? null : type, class: "box", id: field.id, "data-key": field.key, value: given ?? "", rows: element.multiline ? 4 : null,
    placeholder: words(element.placeholder) || null, maxlength: element.max_length, minlength: element.min_length,
    min: element.min_value, max: element.max_value, step: element.type === "number_input" ? (element.is_decimal_allowed ? "any" : "1") : null,
    "aria-describedby": field.describedby, autocomplete: "off", ...extra,
    on: {
      input: () => field.report(value(), field.block.dispatch_action && hears.includes("on_character_entered") ? "character" : undefined),
      keydown: (event) => {
        const plainEnter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
        if (plainEnter && field.block.dispatch_action && hears.includes("on_enter_pressed") && !element.multiline) {
          event.preventDefault();
          event.stopPropagation();
          field.report(value(), "enter");
        }
      },
    },
  });
  return node;
};

/** Written as plain text, handed over as the rich_text block the app expects. */
function richInput(element, field) {
  const wrap = (text) => ({ type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] });
  const given = (field.value ? field.value.rich_text_value : element.initial_value)?.elements || [];
  const text = given.flatMap((part) => part.elements || []).map((part) => part.text || "").join("");
  return h("textarea", {
    class: "box", rows: 4, id: field.id, "data-key": field.key, value: text, placeholder: words(element.placeholder) || null, "aria-describedby": field.describedby,
    on: { input: (event) => field.report({ type: element.type, rich_text_value: event.target.value ? wrap(event.target.value) : null }) },
  });
}

/** Files go to the simulator as they are chosen; the form holds what stands for them. */
function fileInput(element, field) {
  const kinds = (element.filetypes || []).map((kind) => `.${kind}`).join(",");
  const names = h("ul", { class: "file-names", "aria-live": "polite" });
  const problem = h("p", { class: "field-error" });
  const node = h("input", {
    type: "file", class: "box file-box", id: field.id, "data-key": field.key, accept: kinds || null, multiple: (element.max_files ?? 10) > 1,
    "aria-describedby": field.describedby, on: { change: () => field.surface.uploads(chosen()) },
  });
  list(field.value?.files || []);
  return h("span", { class: "file-input" }, node, names, problem);

  async function chosen() {
    const answers = await Promise.all([...node.files].map(async (file) => act("upload", { name: file.name, content: await asBase64(file) })));
    const wrong = answers.find((answer) => answer.ok === false);
    problem.textContent = wrong ? wrong.error : "";
    const files = wrong ? [] : answers.map((answer) => answer.file);
    list(files);
    field.surface.keep(field.block, element, { type: element.type, files });
  }

  function list(files) {
    names.replaceChildren(...files.map((file) => h("li", {}, `${file.name}, ${size(file.size)}`)));
  }
}

const size = (bytes) => (bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`);

function asBase64(file) {
  return new Promise((settle, fail) => {
    const reader = new FileReader();
    reader.onload = () => settle(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
}

function feedback(element, field) {
  const one = (choice) => h("button", {
    type: "button", class: "button", "data-key": `${field.key}|${choice.value}`, "aria-label": choice.accessibility_label, on: { click: () => field.report({ value: choice.value }) },
  }, rich(choice.text));
  return h("span", { class: "row" }, one(element.positive_button), one(element.negative_button));
}

const DRAW = {
  button,
  overflow,
  image: (element) => image(element, "thumb"),
  datepicker: moment("date", "selected_date", "initial_date", same, same),
  timepicker: moment("time", "selected_time", "initial_time", same, same),
  datetimepicker: moment("datetime-local", "selected_date_time", "initial_date_time", localOf, unixOf),
  checkboxes: choices("checkbox", "selected_options", "initial_options"),
  radio_buttons: choices("radio", "selected_option", "initial_option"),
  plain_text_input: written("text"),
  email_text_input: written("email"),
  url_text_input: written("url"),
  number_input: written("number", { inputmode: "decimal" }),
  rich_text_input: richInput,
  feedback_buttons: feedback,
  file_input: fileInput,
};
