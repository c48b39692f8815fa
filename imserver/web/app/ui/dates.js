import { locale, t } from "./language.js";

const DAY = 24 * 60 * 60 * 1000;

/** @typedef {{ locale: string, format: Intl.DateTimeFormat, written: Map<number, string> }} Writer `written`: by minute */

const MINUTE = 60_000;

/** Most times that a writer remembers. */
const REMEMBERED = 1000;

const CLOCK = /** @type {Intl.DateTimeFormatOptions} */ ({ hour: "numeric", minute: "2-digit" });
const FULL = /** @type {Intl.DateTimeFormatOptions} */ ({ dateStyle: "full", timeStyle: "short" });
const WEEKDAY = /** @type {Intl.DateTimeFormatOptions} */ ({ weekday: "long" });
const SHORT_WEEKDAY = /** @type {Intl.DateTimeFormatOptions} */ ({ weekday: "short" });
const DATE = /** @type {Intl.DateTimeFormatOptions} */ ({ day: "numeric", month: "long", weekday: "short" });
const DATE_AND_YEAR = /** @type {Intl.DateTimeFormatOptions} */ ({ ...DATE, year: "numeric" });
const SHORT_DATE = /** @type {Intl.DateTimeFormatOptions} */ ({ day: "numeric", month: "short" });
const NUMERIC_DATE = /** @type {Intl.DateTimeFormatOptions} */ ({ dateStyle: "short" });

/** @type {Map<Intl.DateTimeFormatOptions, Writer>} */
const writers = new Map();

/**
 * @param {number} ts ms since 1970 UTC
 * @param {Intl.DateTimeFormatOptions} options one of those above
 */
function format(ts, options) {
  const wanted = locale();
  let writer = writers.get(options);
  if (writer?.locale !== wanted) {
    writer = { locale: wanted, format: new Intl.DateTimeFormat(wanted, options), written: new Map() };
    writers.set(options, writer);
  }
  const { written } = writer;
  const minute = Math.floor(ts / MINUTE);
  let text = written.get(minute);
  if (text === undefined) {
    if (written.size >= REMEMBERED) written.clear();
    text = writer.format.format(ts);
    written.set(minute, text);
  }
  return text;
}

/** @param {number} ts */
export function dayStart(ts) {
  return new Date(ts).setHours(0, 0, 0, 0);
}

/** @param {number} ts */
export function clockTime(ts) {
  return format(ts, CLOCK);
}

/** @param {number} ts */
export function fullTime(ts) {
  return format(ts, FULL);
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
  if (ago > 0 && ago < 7) return format(ts, WEEKDAY);
  const sameYear = new Date(ts).getFullYear() === new Date(now).getFullYear();
  return format(ts, sameYear ? DATE : DATE_AND_YEAR);
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
  if (ago < 7) return format(ts, SHORT_WEEKDAY);
  const sameYear = new Date(ts).getFullYear() === new Date(now).getFullYear();
  return format(ts, sameYear ? SHORT_DATE : NUMERIC_DATE);
}
