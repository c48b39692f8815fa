import { locale, t, tCount } from "../ui/language.js";

/**
 * @param {number} value
 * @param {number} [digits] after the point, at most
 */
export function number(value, digits = 0) {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
}

/** @param {number} value 0 to 100 */
export function percent(value) {
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(value / 100);
}

/** @param {number} value */
export function degrees(value) {
  return `${number(value)} °C`;
}

/**
 * The two largest parts of a length of time, such as “3 days 4 hours”.
 * @param {number} seconds
 */
export function duration(seconds) {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const parts = [
    days > 0 && tCount("admin.days", days),
    hours % 24 > 0 && tCount("admin.hours", hours % 24),
    days === 0 && minutes % 60 > 0 && tCount("admin.minutes", minutes % 60),
  ].filter(Boolean);
  return parts.length > 0 ? parts.slice(0, 2).join(" ") : t("admin.just-now");
}

/** @param {number} ts ms since 1970 UTC */
export function moment(ts) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(ts);
}

/** @param {number} ts ms since 1970 UTC */
export function day(ts) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(ts);
}
