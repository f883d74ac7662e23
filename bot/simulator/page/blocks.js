// Block Kit drawn as Slack draws it: one function per block type.

import { freshId, h } from "./dom.js";
import { drawElement } from "./elements.js";
import { markdown } from "./markdown.js";
import { plain, rich } from "./mrkdwn.js";
import { file, image } from "./pictures.js";
import { richText } from "./richtext.js";

export function drawBlocks(blocks, surface) {
  return (blocks || []).map((block) => {
    const draw = BLOCKS[block.type];
    const content = draw ? draw(block, surface) : h("p", { class: "unknown" }, `This block (${block.type}) is not drawn here.`);
    return h("div", { class: `block block-${block.type}`, "data-block": block.block_id }, content);
  });
}

function section(block, surface) {
  const words = [
    block.text ? h("div", { class: "mrkdwn" }, rich(block.text)) : null,
    block.fields ? h("div", { class: "fields" }, block.fields.map((one) => h("div", { class: "mrkdwn" }, rich(one)))) : null,
  ];
  if (!block.accessory) return words;
  return [h("div", { class: "section-words" }, words), h("div", { class: "accessory" }, drawElement(block.accessory, block, surface))];
}

function context(block, surface) {
  return block.elements.map((one) => (one.type === "image" ? drawElement(one, block, surface) : h("span", { class: "mrkdwn" }, rich(one))));
}

const GROUPS = new Set(["checkboxes", "radio_buttons"]);

function input(block, surface) {
  const id = freshId("field");
  const ids = { id, labelledby: `${id}-label`, describedby: `${id}-hint ${id}-error` };
  const label = [h("span", {}, rich(block.label)), block.optional ? h("span", { class: "optional" }, " (optional)") : null];
  const error = surface.errorOf?.(block.block_id) || "";
  const field = h("div", { class: error ? "field wrong" : "field" },
    h(GROUPS.has(block.element.type) ? "span" : "label", { class: "label", id: ids.labelledby, ...(GROUPS.has(block.element.type) ? {} : { for: id }) }, label),
    drawElement(block.element, block, surface, ids),
    h("p", { class: "field-error", id: `${id}-error` }, error),
    h("p", { class: "hint", id: `${id}-hint` }, block.hint ? rich(block.hint) : ""));
  markInvalid(field, error);
  return field;
}

/** Puts words of complaint under a field, or takes them away. */
export function complain(root, blockId, words) {
  const field = root.querySelector(`[data-block="${CSS.escape(blockId)}"] .field`);
  if (!field) return false;
  field.classList.toggle("wrong", Boolean(words));
  field.querySelector(".field-error").replaceChildren(...plain(words || ""));
  markInvalid(field, words);
  return true;
}

function markInvalid(field, words) {
  for (const node of field.querySelectorAll("input, textarea")) {
    if (words) node.setAttribute("aria-invalid", "true");
    else node.removeAttribute("aria-invalid");
  }
}

const CELLS = {
  raw_text: (cell) => cell.text,
  raw_number: (cell) => (cell.text ?? cell.value),
  rich_text: (cell) => richText(cell),
};

function table(block) {
  const [head, ...body] = block.rows;
  const align = (at) => `align-${block.column_settings?.[at]?.align || "left"}${block.column_settings?.[at]?.is_wrapped ? " wrapped" : ""}`;
  const row = (cells, tag) => h("tr", {}, cells.map((cell, at) => h(tag, { class: align(at), scope: tag === "th" ? "col" : null }, (CELLS[cell.type] || CELLS.raw_text)(cell))));
  return h("div", { class: "table-scroll", role: "region", tabindex: 0, "aria-label": "Table" },
    h("table", {}, h("thead", {}, row(head, "th")), h("tbody", {}, body.map((cells) => row(cells, "td")))));
}

const BLOCKS = {
  header: (block) => h("h3", {}, rich(block.text)),
  section,
  context,
  divider: () => h("hr"),
  image: (block) => image(block),
  actions: (block, surface) => block.elements.map((one) => drawElement(one, block, surface)),
  context_actions: (block, surface) => block.elements.map((one) => drawElement(one, block, surface)),
  input,
  rich_text: richText,
  markdown: (block) => markdown(block.text),
  table,
  file: (block) => file({ id: block.external_id, title: "A remote file" }),
  alert: (block) => h("div", { class: `alert alert-${block.level || "info"}`, role: "note" }, rich(block.text)),
};
