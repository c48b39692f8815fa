import { locale, t } from "./language.js";

const DAY = 24 * 60 * 60 * 1000;

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {number} ts ms since 1970 UTC
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(ts, options) {
  const key = locale() + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale(), options);
  formats.set(key, known);
  return known.format(ts);
}

/** @param {number} ts */
export function dayStart(ts) {
  return new Date(ts).setHours(0, 0, 0, 0);
}

/** @param {number} ts */
export function clockTime(ts) {
  return format(ts, { hour: "numeric", minute: "2-digit" });
}

/** @param {number} ts */
export function fullTime(ts) {
  return format(ts, { dateStyle: "full", timeStyle: "short" });
}

/**
 * How many midnights lie between a time and now.
 * @param {number} ts
 * @param {number} now
 */
function daysAgo(ts, now) {
  return Math.round((dayStart(now) - dayStart(ts)) / DAY);
}

/**
 * The heading over the messages of a day.
 * @param {number} ts
 * @param {number} now
 */
export function dayName(ts, now) {
  const ago = daysAgo(ts, now);
  if (ago === 0) return t("day.today");
  if (ago === 1) return t("day.yesterday");
  if (ago > 0 && ago < 7) return format(ts, { weekday: "long" });
  const sameYear = new Date(ts).getFullYear() === new Date(now).getFullYear();
  return format(ts, { day: "numeric", month: "long", weekday: "short", ...(!sameYear && { year: "numeric" }) });
}

/**
 * When something happened, as short as it can be said.
 * @param {number} ts
 * @param {number} now
 */
export function shortTime(ts, now) {
  const ago = daysAgo(ts, now);
  if (ago <= 0) return clockTime(ts);
  if (ago === 1) return t("day.yesterday");
  if (ago < 7) return format(ts, { weekday: "short" });
  const sameYear = new Date(ts).getFullYear() === new Date(now).getFullYear();
  return format(ts, sameYear ? { day: "numeric", month: "short" } : { dateStyle: "short" });
}
