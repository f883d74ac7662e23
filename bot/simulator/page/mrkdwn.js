// Slack's mrkdwn and plain text, as DOM nodes.

import { slackDate } from "./dates.js";
import { h } from "./dom.js";
import { emoji, emojiText } from "./emoji.js";
import { nameOf, state, tell } from "./store.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
export const decoded = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

const SAFE = /^(https?:|mailto:|tel:)/i;

/** A link that opens elsewhere; anything but http, mail and telephone stays text. */
export function link(url, ...content) {
  if (!SAFE.test(url)) return h("span", {}, ...content);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...content);
}

export function userMention(id) {
  const user = state.users.get(id);
  const mine = state.me && id === state.me.id;
  return h("span", { class: mine ? "mention mention-me" : "mention", title: user ? user.real_name || user.name : id }, `@${nameOf(id)}`);
}

export function channelMention(id, label) {
  const known = state.channels.find((one) => one.id === id);
  if (!known) return h("span", { class: "mention" }, `#${label || "private-channel"}`);
  return h("button", { class: "mention", type: "button", on: { click: () => tell("go", { channel: id }) } }, `#${known.name}`);
}

export const broadcast = (range) => h("span", { class: "mention mention-me" }, `@${range}`);

/** Text in full: code blocks, quotes, lines, and everything inside a line. */
export function mrkdwn(text, { verbatim = false } = {}) {
  const nodes = [];
  text.split(/```/).forEach((piece, index, pieces) => {
    if (index % 2 === 1 && index < pieces.length - 1) nodes.push(h("pre", {}, decoded(piece.replace(/^\n|\n$/g, ""))));
    else if (index % 2 === 1) nodes.push(...lines(`\`\`\`${piece}`, verbatim));
    else if (piece) nodes.push(...lines(index ? piece.replace(/^\n/, "") : piece, verbatim));
  });
  return nodes;
}

const QUOTE = /^(?:&gt;|>)(?!(?:&gt;|>){2}) ?/;
const QUOTE_REST = /^(?:(?:&gt;){3}|>>>) ?/;

function lines(text, verbatim) {
  const nodes = [];
  const rows = text.split("\n");
  for (let at = 0; at < rows.length; at++) {
    if (QUOTE_REST.test(rows[at])) {
      const rest = rows.slice(at).join("\n").replace(QUOTE_REST, "");
      nodes.push(h("blockquote", {}, joined(rest.split("\n"), verbatim)));
      break;
    }
    const from = at;
    while (at < rows.length && QUOTE.test(rows[at])) at++;
    if (at > from) {
      nodes.push(h("blockquote", {}, joined(rows.slice(from, at).map((row) => row.replace(QUOTE, "")), verbatim)));
      at--;
    } else {
      if (nodes.length && nodes.at(-1).nodeName !== "BLOCKQUOTE") nodes.push(h("br"));
      nodes.push(...inline(rows[at], verbatim));
    }
  }
  return nodes;
}

const joined = (rows, verbatim) => rows.flatMap((row, at) => [...(at ? [h("br")] : []), ...inline(row, verbatim)]);

// One alternative per thing that may stand in a line; the order decides who wins.
const TOKEN = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    ":(?<emoji>[a-z0-9_+'-]+)(?::(?<tone>skin-tone-[2-6]))?:",
    "(?<url>https?://[^\\s<>|]+[^\\s<>|.,;:!?)'\"])",
    "(?<![\\p{L}\\p{N}_*])\\*(?<bold>[^\\s*](?:[^\\n]*?[^\\s*])??)\\*(?![\\p{L}\\p{N}*])",
    "(?<![\\p{L}\\p{N}_])_(?<italic>[^\\s_](?:[^\\n]*?[^\\s_])??)_(?![\\p{L}\\p{N}_])",
    "(?<![\\p{L}\\p{N}~])~(?<strike>[^\\s~](?:[^\\n]*?[^\\s~])??)~(?![\\p{L}\\p{N}~])",
  ].join("|"),
  "giu",
);

/** What stands in one line, as a list of nodes. */
export function inline(text, verbatim = false) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(TOKEN)) {
    const node = tokenNode(match.groups, verbatim);
    if (!node) continue;
    if (match.index > done) nodes.push(document.createTextNode(decoded(text.slice(done, match.index))));
    nodes.push(node);
    done = match.index + match[0].length;
  }
  if (done < text.length) nodes.push(document.createTextNode(decoded(text.slice(done))));
  return nodes;
}

function tokenNode(found, verbatim) {
  if (found.code) return h("code", {}, decoded(found.code));
  if (found.angle) return angle(found.angle);
  if (found.emoji) return emoji(found.emoji);
  if (found.url) return verbatim ? null : link(decoded(found.url), decoded(found.url));
  if (found.bold) return h("strong", {}, inline(found.bold, verbatim));
  if (found.italic) return h("em", {}, inline(found.italic, verbatim));
  return h("s", {}, inline(found.strike, verbatim));
}

/** What stands between < and >: a mention, a date, a link. */
function angle(content) {
  const cut = content.indexOf("|");
  const target = cut < 0 ? content : content.slice(0, cut);
  const label = cut < 0 ? "" : content.slice(cut + 1);
  if (target.startsWith("@")) return userMention(target.slice(1));
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label || "@group");
  if (/^!(here|channel|everyone)$/.test(target)) return broadcast(target.slice(1));
  if (target.startsWith("!") || !SAFE.test(target)) return h("span", {}, `<${decoded(label && target.startsWith("!") ? label : content)}>`);
  return link(decoded(target), label ? inline(label, true) : decoded(target));
}

function date(target, fallback) {
  const [, unix, pattern = "", url] = target.split("^");
  const words = slackDate(unix, decoded(pattern));
  const shown = h("time", { title: decoded(fallback) }, words === null ? decoded(fallback) : words);
  if (words !== null) shown.dateTime = new Date(Number(unix) * 1000).toISOString();
  return url ? link(decoded(url), shown) : shown;
}

/** Text without formatting: emoji names become emoji unless told otherwise. */
export function plain(text, withEmoji = true) {
  if (!withEmoji) return [document.createTextNode(decoded(text))];
  return text.split(/(:[a-z0-9_+'-]+:(?::skin-tone-[2-6]:)?)/i).map((piece, at) => {
    const found = at % 2 ? emoji(piece.slice(1, -1).split("::")[0]) : null;
    return found || document.createTextNode(decoded(piece));
  });
}

/** A text object of Block Kit, or a bare string, as nodes. */
export function rich(object) {
  if (!object) return [];
  if (typeof object === "string") return plain(object);
  return object.type === "mrkdwn" ? mrkdwn(object.text, object) : plain(object.text, object.emoji !== false);
}

/** A text object as characters, for attributes and option lists. */
export const words = (object) => (object ? emojiText(decoded(typeof object === "string" ? object : object.text)) : "");
