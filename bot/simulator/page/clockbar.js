// The clock of the workspace's calendar, and the buttons that move it on.

import { clockFace, fullMoment } from "./dates.js";
import { byId, fill, h, icon } from "./dom.js";
import { toast } from "./popup.js";
import { jump } from "./server.js";
import { now, state, tell, zone } from "./store.js";

const MOVES = [
  { label: "Next ritual", title: "To the next moment the app has something to do", to: () => ({ next_moment: true }) },
  { label: "+1 hour", title: "One hour on", to: () => ({ seconds: 3600 }) },
  { label: "+1 day", title: "One day on", to: () => ({ seconds: 86_400 }) },
  { label: "Monday 09:00", title: "To the next Monday at nine, where this person is", to: () => ({ weekday: "monday", time: "09:00", tz: zone() }) },
];

let asked = false;

export function startClock() {
  fill(byId("moves"), MOVES.map((move) => h("button", { type: "button", class: "move", title: move.title, on: { click: () => go(move) } }, move.label)));
  drawClock();
  setInterval(drawClock, 1000);
}

async function go(move) {
  if (asked || state.clock.walking) return;
  asked = true;
  drawClock();
  const answer = await jump(move.to());
  asked = false;
  if (answer.ok === false) toast(answer.error);
  drawClock();
}

export function drawClock() {
  if (!state.me) return;
  const date = now();
  const face = clockFace(date);
  const walking = asked || state.clock.walking;
  const mark = `${face.day} ${face.time} ${face.zone} ${walking}`;
  const root = byId("clock");
  if (root.dataset.mark === mark) return;
  root.dataset.mark = mark;
  if (root.dataset.day !== face.day) tell("new-day");
  root.dataset.day = face.day;
  root.title = `${fullMoment(date)} · ${zone()}`;
  fill(root, icon("clock"), h("span", { class: "clock-day" }, face.day), h("strong", {}, face.time), h("span", { class: "clock-zone" }, face.zone), walking ? h("span", { class: "walking" }, h("span", { class: "spinner" }), "time is passing …") : null);
  byId("moves").toggleAttribute("data-walking", walking);
  for (const button of byId("moves").children) button.setAttribute("aria-disabled", String(walking));
}
