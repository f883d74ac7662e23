// The markdown block: the part of Markdown that Slack draws, as DOM nodes.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { decoded, inline as slackInline, link } from "./mrkdwn.js";

const TOKEN = /`(?<code>[^`]+)`|\[(?<label>[^\]]+)\]\((?<url>[^)\s]+)\)|\*\*(?<bold>.+?)\*\*|~~(?<strike>.+?)~~|(?<![\w*])[*_](?<italic>[^\s*_](?:.*?[^\s*_])?)[*_](?![\w*])|<(?<angle>[^<>]+)>|:(?<emoji>[a-z0-9_+-]+):/gi;

function spans(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(TOKEN)) {
    const node = span(match.groups);
    if (!node) continue;
    nodes.push(decoded(text.slice(done, match.index)), node);
    done = match.index + match[0].length;
  }
  return [...nodes, decoded(text.slice(done))];
}

function span(found) {
  if (found.code) return h("code", {}, decoded(found.code));
  if (found.url) return link(found.url, spans(found.label));
  if (found.bold) return h("strong", {}, spans(found.bold));
  if (found.strike) return h("s", {}, spans(found.strike));
  if (found.italic) return h("em", {}, spans(found.italic));
  if (found.emoji) return emoji(found.emoji);
  return slackInline(`<${found.angle}>`);
}

const FENCE = /^```/;
const ITEM = /^\s*(?:[-*+]|(\d+)[.)]) +/;
const ROW = /^\s*\|.*\|\s*$/;
const plainLine = (row) => row.trim() && !FENCE.test(row) && !ITEM.test(row) && !ROW.test(row) && !/^(#{1,6} |> ?|---+$)/.test(row);

/** Takes rows from the front of `rows` while `fits`. */
function take(rows, fits) {
  const taken = [];
  while (rows.length && fits(rows[0])) taken.push(rows.shift());
  return taken;
}

function fence(rows) {
  rows.shift();
  const code = take(rows, (row) => !FENCE.test(row));
  rows.shift();
  return h("pre", {}, code.join("\n"));
}

function list(rows) {
  const numbered = Boolean(ITEM.exec(rows[0])[1]);
  const items = take(rows, (row) => ITEM.test(row) && Boolean(ITEM.exec(row)[1]) === numbered);
  return h(numbered ? "ol" : "ul", {}, items.map((row) => h("li", {}, spans(row.replace(ITEM, "")))));
}

function grid(rows) {
  const cells = (row) => row.trim().slice(1, -1).split("|").map((cell) => spans(cell.trim()));
  const [head, ...body] = take(rows, (row) => ROW.test(row)).filter((row) => !/^[\s|:-]+$/.test(row));
  const line = (row, tag) => h("tr", {}, cells(row).map((cell) => h(tag, {}, cell)));
  return h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, line(head, "th")), h("tbody", {}, body.map((row) => line(row, "td")))));
}

function next(rows) {
  const row = rows[0];
  if (!row.trim()) return rows.shift() && null;
  if (FENCE.test(row)) return fence(rows);
  if (ITEM.test(row)) return list(rows);
  if (ROW.test(row)) return grid(rows);
  const heading = /^#{1,6} (.*)$/.exec(row);
  if (heading) return rows.shift() && h("p", { class: "md-heading" }, spans(heading[1]));
  if (/^---+$/.test(row)) return rows.shift() && h("hr");
  if (/^> ?/.test(row)) return h("blockquote", {}, breaks(take(rows, (one) => /^> ?/.test(one)).map((one) => one.replace(/^> ?/, ""))));
  return h("p", {}, breaks(take(rows, plainLine)));
}

const breaks = (rows) => rows.flatMap((row, at) => [...(at ? [h("br")] : []), ...spans(row)]);

export function markdown(text) {
  const rows = text.split("\n");
  const nodes = [];
  while (rows.length) nodes.push(next(rows));
  return h("div", { class: "rich-text" }, nodes);
}
