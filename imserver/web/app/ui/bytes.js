import { locale } from "./language.js";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** @param {number} count */
export function bytes(count) {
  const step = Math.min(UNITS.length - 1, count < 1 ? 0 : Math.floor(Math.log2(count) / 10));
  const value = count / 1024 ** step;
  const digits = step > 0 && value < 10 ? 1 : 0;
  const unitDisplay = step > 0 ? "short" : "long"; // the short form of bytes knows no plural
  const options = /** @type {const} */ ({
    style: "unit",
    unit: UNITS[step],
    unitDisplay,
    maximumFractionDigits: digits,
  });
  return new Intl.NumberFormat(locale(), options).format(value);
}
