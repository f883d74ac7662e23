// rich_text blocks: sections, lists, quotes and code, with styled elements inside.

import { slackDate } from "./dates.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, link, userMention } from "./mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

const ELEMENTS = {
  text: (part) => withBreaks(part.text),
  link: (part) => link(part.url, part.text || part.url),
  user: (part) => userMention(part.user_id),
  channel: (part) => channelMention(part.channel_id),
  usergroup: () => h("span", { class: "mention" }, "@group"),
  broadcast: (part) => broadcast(part.range),
  emoji: (part) => emoji(part.name) || `:${part.name}:`,
  date: (part) => slackDate(String(part.timestamp), part.format) || part.fallback || "",
  color: (part) => h("span", { class: "swatch" }, h("span", { class: "swatch-dot", style: { background: part.value } }), part.value),
};

function withBreaks(text) {
  return text.split("\n").flatMap((row, at) => (at ? [h("br"), row] : [row]));
}

function piece(part) {
  const draw = ELEMENTS[part.type];
  let node = draw ? draw(part) : part.text || "";
  for (const [style, wanted] of Object.entries(part.style || {})) {
    if (wanted && STYLES[style]) node = h(STYLES[style], {}, node);
  }
  return node;
}

const pieces = (parts) => (parts || []).map(piece);

function list(part) {
  const ordered = part.style === "ordered";
  const props = { class: `indent-${Math.min(part.indent || 0, 8)}`, ...(ordered && part.offset ? { start: part.offset + 1 } : {}) };
  return h(ordered ? "ol" : "ul", props, part.elements.map((item) => h("li", {}, pieces(item.elements))));
}

const PARTS = {
  rich_text_section: (part) => h("p", {}, pieces(part.elements)),
  rich_text_list: list,
  rich_text_preformatted: (part) => h("pre", {}, pieces(part.elements)),
  rich_text_quote: (part) => h("blockquote", {}, pieces(part.elements)),
};

export function richText(block) {
  return h("div", { class: "rich-text" }, block.elements.map((part) => (PARTS[part.type] ? PARTS[part.type](part) : null)));
}
