import { html } from "../ui/html.js";
import { locale } from "../ui/language.js";
import { linesOf } from "./scale.js";

/** Of the drawing, which is stretched to its place. */
const SIZE = 1000;

/** Parts of the time that are marked below the chart. */
const PARTS = 3;

const MINUTE = 60_000;

/**
 * Values over time, with axes; a gap where nothing was measured.
 * @param {object} props
 * @param {readonly number[]} props.times when it was measured (ms)
 * @param {ReadonlyArray<number | null>} props.values from old to new
 * @param {ReadonlyArray<number | null>} [props.others] of another line
 * @param {{ from: number, to: number, every: number, bottom: number, top: number }} props.scale times in ms
 * @param {number} [props.limit] a value from which on something is wrong
 * @param {(value: number) => string} props.show
 * @param {string} props.label what it shows, for who can't see it; empty where there is nothing
 */
export function Chart({ times, values, others, scale, limit, show, label }) {
  const { bottom, top, from, to } = scale;
  const lines = linesOf(values, times, scale);
  const height = (/** @type {number} */ value) => SIZE * (1 - (value - bottom) / (top - bottom));
  const ticks = [top, (top + bottom) / 2, bottom];
  return html`<div class="chart">
    <div class="chart-values" aria-hidden="true">${ticks.map((tick) => html`<span key=${tick}>${show(tick)}</span>`)}</div>
    <svg
      class="chart-lines"
      viewBox=${`0 0 ${SIZE} ${SIZE}`}
      preserveAspectRatio="none"
      role=${label ? "img" : undefined}
      aria-label=${label || undefined}
      aria-hidden=${label ? undefined : "true"}
    >
      ${ticks.map((tick) => html`<path key=${tick} class="grid" d=${`M0,${height(tick)}H${SIZE}`} />`)}
      ${Array.from({ length: PARTS + 1 }, (_, part) => html`<path key=${`time-${part}`} class="grid" d=${`M${(SIZE * part) / PARTS},0V${SIZE}`} />`)}
      ${limit !== undefined && limit < top && html`<path class="limit" d=${`M0,${height(limit)}H${SIZE}`} />`}
      ${lines.map((line, index) => html`<path key=${`area-${index}`} class="area" d=${`${path(line)}V${SIZE}H${round(line[0]?.[0] ?? 0)}Z`} />`)}
      ${others && linesOf(others, times, scale).map((line, index) => html`<path key=${`other-${index}`} class="line other" d=${`${path(line)}h0`} />`)}
      ${lines.map((line, index) => html`<path key=${`line-${index}`} class="line" d=${`${path(line)}h0`} />`)}
    </svg>
    <div class="chart-times" aria-hidden="true">${ago((to - from) / MINUTE).map((text) => html`<span key=${text}>${text}</span>`)}</div>
  </div>`;
}

/** @param {readonly (readonly [x: number, y: number])[]} points */
function path(points) {
  return `M${points.map(([x, y]) => `${round(x)},${round(1 - y)}`).join("L")}`;
}

/** @param {number} part of the drawing */
function round(part) {
  return Math.round(SIZE * part);
}

/**
 * What stands below the chart.
 * @param {number} minutes that it shows
 */
function ago(minutes) {
  const format = new Intl.RelativeTimeFormat(locale(), { style: "short" });
  const now = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(0, "second");
  const parts = Array.from({ length: PARTS }, (_, part) =>
    format.format(-Math.round((minutes * (PARTS - part)) / PARTS), "minute"),
  );
  return [...parts, now];
}
