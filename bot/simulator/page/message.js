// One message of a conversation: who, when, what, and what can be done with it.

import { drawBlocks } from "./blocks.js";
import { clockTime, dayKey, dayName, fullMoment, momentOf, nearDay } from "./dates.js";
import { debounced, fill, h, icon } from "./dom.js";
import { avatar } from "./faces.js";
import { mrkdwn, rich } from "./mrkdwn.js";
import { file } from "./pictures.js";
import { menu, toast } from "./popup.js";
import { reactionBar, pickEmoji, toggleReaction } from "./reactions.js";
import { act } from "./server.js";
import { nameOf, now, state, tell } from "./store.js";

export const keyOf = (message) => `${message.ephemeral ? "only-you-" : ""}${message.ts}`;

/** Where the blocks of a message stand: what was chosen is remembered until the message changes. */
function surfaceOf(message, channel) {
  const chosen = new Map();
  const container = { message: { channel, ts: message.ts } };
  const send = async (block, element, value) => {
    chosen.set(`${block.block_id}|${element.action_id}`, value);
    const answer = await act("click", { container, block_id: block.block_id, action_id: element.action_id, ...value });
    if (answer.ok === false) toast(answer.error, { bad: true });
  };
  const keepSoon = debounced(250, send);
  return {
    id: message.ts,
    container,
    valueOf: (block, element) => chosen.get(`${block.block_id}|${element.action_id}`),
    acted: send,
    remembered: (block, element, value, trigger) => {
      chosen.set(`${block.block_id}|${element.action_id}`, value);
      const typed = "value" in value || "rich_text_value" in value;
      if (trigger || !typed) return send(block, element, value);
      return block.dispatch_action ? undefined : keepSoon(block, element, value);
    },
  };
}

/** Draws a message as a list item; `inThread` leaves out what leads to the thread. */
export function drawMessage(message, { channel, inThread }) {
  const when = momentOf(message.ts);
  const author = message.user || message.bot_id;
  const user = state.users.get(author);
  const name = message.username || nameOf(author);
  const time = h("time", { class: "when", datetime: when.toISOString(), title: fullMoment(when) }, clockTime(when));
  return h("li", {
    class: `message${message.ephemeral ? " ephemeral" : ""}${message.subtype ? " quiet" : ""}`, tabindex: -1, "data-ts": message.ts, "data-message": keyOf(message),
    "data-user": author, "aria-label": `${name}, ${dayKey(when) === dayKey(now()) ? "" : "earlier, "}${clockTime(when)}`,
  },
  h("div", { class: "gutter" }, avatar(user, name), time.cloneNode(true)),
  h("div", { class: "message-body" },
    message.ephemeral ? h("p", { class: "only-you" }, icon("eye"), "Only visible to you") : null,
    h("div", { class: "message-head" }, h("strong", { class: "author" }, name), user?.is_bot ? h("span", { class: "badge" }, "APP") : null, user?.is_outside ? h("span", { class: "badge" }, "EXTERNAL") : null, time),
    content(message, channel),
    message.pending ? h("p", { class: "note" }, message.pending === true ? "Sending …" : message.pending) : null,
    message.ephemeral ? dismissLine(message, channel) : null,
    reactionBar(message, channel),
    inThread || message.ephemeral ? null : replyLine(message)),
  toolbar(message, channel, inThread));
}

function content(message, channel) {
  const surface = surfaceOf(message, channel);
  const edited = message.edited ? h("span", { class: "edited", title: fullMoment(momentOf(message.edited.ts)) }, " (edited)") : null;
  const body = message.blocks?.length
    ? h("div", { class: "blocks" }, drawBlocks(message.blocks, surface), edited ? h("div", {}, edited) : null)
    : h("div", { class: "mrkdwn text" }, mrkdwn(message.text || ""), edited);
  const written = message.text || message.blocks?.length || !message.files?.length;
  return [
    written ? body : null,
    (message.files || []).map(file),
    (message.attachments || []).map((one) => attachment(one, surface)),
  ];
}

function attachment(one, surface) {
  const colour = /^[0-9a-f]{6}$/i.test(one.color || "") ? `#${one.color}` : one.color || "#c9ced6";
  return h("div", { class: "attachment", style: { "border-left-color": colour } },
    one.pretext ? h("div", {}, mrkdwn(one.pretext)) : null,
    one.title ? h("strong", {}, rich({ type: "mrkdwn", text: one.title_link ? `<${one.title_link}|${one.title}>` : one.title })) : null,
    one.blocks ? drawBlocks(one.blocks, surface) : one.text ? h("div", { class: "mrkdwn" }, mrkdwn(one.text)) : null,
    !one.blocks && !one.text ? h("div", {}, one.fallback || "") : null);
}

function dismissLine(message, channel) {
  return h("p", { class: "note" }, h("button", { type: "button", class: "link-button", "data-key": "dismiss", on: { click: dismiss } }, "Dismiss message"));

  async function dismiss() {
    const answer = await act("dismiss", { channel, ts: message.ts });
    if (answer.ok === false) toast(answer.error, { bad: true });
    else tell("dismissed", { channel, ts: message.ts });
  }
}

function replyLine(message) {
  if (!message.reply_count) return null;
  const faces = (message.reply_users || []).slice(0, 4).map((id) => avatar(state.users.get(id), nameOf(id)));
  const label = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const last = message.latest_reply ? momentOf(message.latest_reply) : null;
  const when = last ? h("span", { class: "note" }, `Last reply ${nearDay(last) || dayName(last)} at ${clockTime(last)}`) : null;
  return h("button", { type: "button", class: "replies", "data-key": "replies", on: { click: () => tell("open-thread", message.ts) } }, faces, h("strong", {}, label), when);
}

/** The row of buttons that appears with the pointer or the focus. */
function toolbar(message, channel, inThread) {
  if (message.ephemeral || message.subtype) return null;
  const react = h("button", { type: "button", class: "icon-button", "aria-label": "Add a reaction", title: "Add a reaction", "data-key": "react" }, icon("smile"));
  react.addEventListener("click", () => pickEmoji(react, (name) => toggleReaction(message, channel, name, true)));
  const reply = h("button", { type: "button", class: "icon-button", "aria-label": "Reply in thread", title: "Reply in thread", "data-key": "thread", on: { click: () => tell("open-thread", message.thread_ts || message.ts) } }, icon("reply"));
  const more = h("button", { type: "button", class: "icon-button", "aria-label": "More actions", title: "More actions", "aria-haspopup": "menu", "aria-expanded": "false", "data-key": "more" }, icon("more"));
  more.addEventListener("click", () => menu(more, "More actions", actions(message, channel, inThread, more)));
  return h("div", { class: "toolbar", role: "group", "aria-label": "Message actions" }, react, inThread ? null : reply, more);
}

function actions(message, channel, inThread, button) {
  const run = async (shortcut) => {
    const answer = await act("message_shortcut", { callback_id: shortcut.callback_id, channel, ts: message.ts });
    if (answer.ok === false) toast(answer.error, { bad: true });
  };
  const copy = async () => {
    await navigator.clipboard?.writeText(message.text || "");
    toast("Copied the message's text.");
  };
  return [
    ...state.shortcuts.filter((one) => one.type === "message").map((one) => ({ label: one.name, note: state.app.name, icon: icon("bolt"), run: () => run(one) })),
    ...(inThread ? [] : [{ label: "Reply in thread", icon: icon("reply"), run: () => tell("open-thread", message.thread_ts || message.ts) }]),
    { label: "Add a reaction", icon: icon("smile"), run: () => pickEmoji(button, (name) => toggleReaction(message, channel, name, true)) },
    { label: "Copy text", run: copy },
  ];
}

/** What a screen reader is told when a message arrives. */
export function spoken(message) {
  const text = h("div", {}, mrkdwn(message.text || "")).textContent.slice(0, 400);
  return `${message.ephemeral ? "Only visible to you. " : ""}${nameOf(message.user || message.bot_id)}: ${text}`;
}

export function drawDay(name) {
  return fill(h("li", { class: "day" }), h("span", {}, name));
}
