// The list of conversations, and who one acts as.

import { timeIn, zoneName } from "./dates.js";
import { byId, fill, h, icon } from "./dom.js";
import { avatar } from "./faces.js";
import { menu } from "./popup.js";
import { channelName, isAppTalk, nameOf, now, state, tell } from "./store.js";

export function drawSidebar() {
  const focused = document.activeElement?.dataset?.key;
  const open = state.channels.filter((one) => !one.is_archived);
  const channels = open.filter((one) => !one.is_im).sort((a, b) => a.name.localeCompare(b.name));
  const talks = open.filter((one) => one.is_im && !isAppTalk(one)).sort((a, b) => channelName(a).localeCompare(channelName(b)));
  byId("team-name").textContent = state.team.name;
  fill(byId("conversations"),
    section("Channels", channels.filter((one) => one.is_member).map(row), "You are in no channel yet."),
    section("Apps", [appRow(open.find(isAppTalk))]),
    section("Other channels", channels.filter((one) => !one.is_member).map(row)),
    section("Direct messages", [...talks.map(row), ...strangers(talks)]));
  drawConnection();
  drawMe();
  if (focused) byId("sidebar").querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function section(title, rows, empty) {
  if (!rows.length && !empty) return null;
  return h("section", { class: "side-section", "aria-label": title }, h("h2", {}, title), rows.length ? h("ul", {}, rows) : h("p", { class: "side-empty" }, empty));
}

function row(one) {
  const face = one.is_im ? avatar(state.users.get(one.user), channelName(one)) : icon(one.is_private ? "lock" : "hash");
  return entry({ key: one.id, name: channelName(one), face, unread: one.unread, mentions: one.mentions, current: one.id === state.open, faint: !one.is_member && !one.is_im, go: () => tell("go", { channel: one.id }) });
}

function appRow(talk) {
  const current = Boolean(talk) && talk.id === state.open;
  return entry({ key: "app", name: state.app.name, face: avatar({ is_bot: true }), unread: talk?.unread, mentions: talk?.mentions, current, go: () => tell("go-app") });
}

/** People one has not talked to yet. */
function strangers(talks) {
  const known = new Set(talks.map((one) => one.user));
  return [...state.users.values()].filter((user) => !user.is_bot && !user.deleted && user.id !== state.me.id && !known.has(user.id)).sort((a, b) => nameOf(a).localeCompare(nameOf(b)))
    .map((user) => entry({ key: user.id, name: nameOf(user), face: avatar(user, nameOf(user)), current: false, go: () => tell("go-person", user.id) }));
}

function entry({ key, name, face, unread, mentions, current, faint, go }) {
  const bold = unread > 0 && !current;
  const badge = mentions > 0 && !current ? h("span", { class: "mentions", "aria-hidden": "true" }, mentions > 99 ? "99+" : mentions) : null;
  const heard = [bold ? `${unread} unread` : "", badge ? `${mentions} ${mentions === 1 ? "mention" : "mentions"}` : ""].filter(Boolean).join(", ");
  return h("li", {}, h("button", { type: "button", class: `side-row${bold ? " unread" : ""}${faint ? " faint" : ""}`, "aria-current": current ? "page" : null, "data-key": `side-${key}`, title: name, on: { click: go } },
    face, h("span", { class: "side-name" }, name), heard ? h("span", { class: "sr-only" }, `, ${heard}`) : null, badge));
}

export function drawConnection() {
  const how = { socket: "Socket Mode", http: "HTTP" }[state.connected];
  const words = state.connected ? `${state.app.name} connected` : `${state.app.name} not connected`;
  fill(byId("connection"), h("span", { class: state.connected ? "dot on" : "dot" }), h("span", {}, words, how ? h("span", { class: "connection-how" }, ` · ${how}`) : null));
}

function drawMe() {
  const mark = `${state.me.id} ${nameOf(state.me)}`;
  if (byId("me").dataset.mark === mark) return; // an open menu keeps its button
  byId("me").dataset.mark = mark;
  const button = h("button", { type: "button", class: "me", "aria-haspopup": "menu", "aria-expanded": "false", "data-key": "me" },
    avatar(state.me, nameOf(state.me)), h("span", { class: "me-words" }, h("small", {}, "Act as"), h("strong", {}, nameOf(state.me))), icon("down"));
  const people = () => [...state.users.values()].filter((user) => !user.is_bot && !user.deleted);
  button.addEventListener("click", () => menu(button, "Act as", people().map((user) => ({
    label: nameOf(user), note: `${user.title ? `${user.title} · ` : ""}${zoneName(user.tz || "UTC")} ${timeIn(user.tz || "UTC", now())}${user.is_restricted ? " · guest" : ""}${user.is_outside ? " · another organisation" : ""}`,
    icon: avatar(user, nameOf(user)), checked: user.id === state.me.id, run: () => tell("act-as", user.id),
  }))));
  fill(byId("me"), button);
}
