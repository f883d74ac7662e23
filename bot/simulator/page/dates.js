// Dates as the acting person reads them: in their own time zone, by the workspace's calendar.

import { now, zone } from "./store.js";

const formats = new Map();

function format(options, tz = zone()) {
  const key = JSON.stringify([options, tz]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { ...options, timeZone: tz }));
  return formats.get(key);
}

function parts(date) {
  const options = { year: "numeric", month: "long", day: "numeric", weekday: "long" };
  return Object.fromEntries(format(options).formatToParts(date).map((part) => [part.type, part.value]));
}

const ordinal = (day) => {
  const ending = { 1: "st", 2: "nd", 3: "rd" }[day % 10];
  return `${day}${day > 10 && day < 14 ? "th" : ending || "th"}`;
};

/** 2025-08-11, in the person's zone: two moments with the same key are on the same day. */
export function dayKey(date) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone() }).format(date);
}

export const clockTime = (date, seconds = false) =>
  format({ hour: "2-digit", minute: "2-digit", ...(seconds ? { second: "2-digit" } : {}) }).format(date);

/** "today", "yesterday", "tomorrow", or null. */
export function nearDay(date) {
  const days = Math.round((Date.parse(dayKey(date)) - Date.parse(dayKey(now()))) / 86_400_000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days] || null;
}

const capital = (word) => word && word[0].toUpperCase() + word.slice(1);

/** "Today", "Yesterday", "Monday, 11 August": the line between two days of a conversation. */
export function dayName(date) {
  const near = capital(nearDay(date));
  if (near) return near;
  const sameYear = parts(date).year === parts(now()).year;
  const options = { weekday: "long", day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) };
  return format(options).format(date);
}

export const fullMoment = (date) =>
  `${format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(date)} at ${clockTime(date)}`;

/** "Mon 11 Aug 2025", "08:55", "CEST (Berlin)" for the clock in the top bar. */
export function clockFace(date) {
  const day = format({ weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(date).replace(",", "");
  return { day, time: clockTime(date), zone: zoneName(zone()) };
}

export const zoneName = (tz) => tz.split("/").at(-1).replaceAll("_", " ");

export const timeIn = (tz, date) => format({ hour: "2-digit", minute: "2-digit" }, tz).format(date);

function ago(date) {
  const seconds = Math.round((date - now()) / 1000);
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  for (const [unit, size] of [["day", 86_400], ["hour", 3_600], ["minute", 60]]) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return "just now";
}

const short = (date) => format({ month: "short" }).format(date).replace("Sept", "Sep");

const TOKENS = {
  date_num: dayKey,
  date: (date) => `${parts(date).month} ${ordinal(Number(parts(date).day))}, ${parts(date).year}`,
  date_short: (date) => `${short(date)} ${parts(date).day}, ${parts(date).year}`,
  date_long: (date) => `${parts(date).weekday}, ${TOKENS.date(date)}`,
  date_pretty: (date) => nearDay(date) || TOKENS.date(date),
  date_short_pretty: (date) => nearDay(date) || TOKENS.date_short(date),
  date_long_pretty: (date) => nearDay(date) || TOKENS.date_long(date),
  time: (date) => clockTime(date),
  time_secs: (date) => clockTime(date, true),
  ago,
};

/** Slack's `<!date^unix^pattern>`; null when a token is unknown, so that the fallback is shown. */
export function slackDate(unix, pattern) {
  const date = new Date(Number(unix) * 1000);
  if (Number.isNaN(date.getTime()) || !/^\d+$/.test(unix)) return null;
  let known = true;
  const text = pattern.replace(/\{(\w+)\}/g, (_, token) => {
    known &&= Object.hasOwn(TOKENS, token);
    return known ? TOKENS[token](date) : "";
  });
  if (!known) return null;
  return pattern.startsWith("{") ? capital(text) : text;
}

/** A message's ts as a moment. */
export const momentOf = (ts) => new Date(Number(ts) * 1000);

/** "2025-08-11T09:00" as the person's wall clock shows it, as unix seconds. */
export function unixOf(local) {
  const wall = Date.parse(`${local}Z`);
  // The zone's offset is looked up at the guess, and once more at the corrected moment (clock changes).
  const corrected = wall - offsetAt(wall);
  return Math.floor((wall - offsetAt(corrected)) / 1000);
}

export const localOf = (unix) => new Date(unix * 1000 + offsetAt(unix * 1000)).toISOString().slice(0, 16);

function offsetAt(moment) {
  const date = new Date(moment);
  const time = clockTime(date, true);
  return Date.parse(`${dayKey(date)}T${time}Z`) - Math.floor(moment / 1000) * 1000;
}
