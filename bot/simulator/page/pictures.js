// Images and files, from this server alone: nothing is fetched from elsewhere.

import { h } from "./dom.js";
import { rich, words } from "./mrkdwn.js";
import { enlarge } from "./popup.js";
import { fileUrl } from "./server.js";

/** Where the picture's bytes are on this server; null when they would come from somewhere else. */
function address(block) {
  const { slack_file: file, image_url: given } = block;
  if (file?.id) return fileUrl(file.id);
  return own(file?.url || given || "");
}

function own(given) {
  let url;
  try {
    url = new URL(given, location.href);
  } catch {
    return null;
  }
  if (url.origin !== location.origin && !/^(localhost|127\.0\.0\.1)$/.test(url.hostname)) return null;
  const file = /^\/files\/([^/]+)\//.exec(url.pathname);
  if (file) return fileUrl(file[1]);
  return url.origin === location.origin ? url.pathname + url.search : null;
}

/** An image block or element; `look` is "picture" or "thumb". */
export function image(block, look = "picture") {
  const alt = words(block.alt_text);
  const from = address(block);
  if (!from) return elsewhere(block, alt);
  const shown = h("img", { src: from, alt, class: look, loading: "lazy" });
  if (look === "thumb") return shown;
  return h("figure", { class: "figure" },
    block.title ? h("figcaption", {}, rich(block.title)) : null,
    h("button", { type: "button", class: "picture-button", "aria-label": `Enlarge: ${alt}`, on: { click: () => enlarge(from, alt, words(block.title)) } }, shown));
}

function elsewhere(block, alt) {
  const host = (() => { try { return new URL(block.image_url || block.slack_file?.url).host; } catch { return "elsewhere"; } })();
  return h("span", { class: "picture-absent", role: "img", "aria-label": alt }, h("strong", {}, alt || "Image"), h("small", {}, `A picture on ${host}, not fetched: nothing leaves this machine.`));
}

/** A file that was shared in a message. */
export function file(one) {
  const title = one.title || one.name || "File";
  const alt = one.alt_txt || one.alt_text || title;
  if (/^image\//.test(one.mimetype || "")) return image({ slack_file: { id: one.id }, alt_text: alt, title });
  return h("a", { class: "file", href: fileUrl(one.id), download: one.name || title }, h("strong", {}, title), h("small", {}, one.pretty_type || one.mimetype || "file"));
}
