import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { Chart } from "./chart.js";
import { roundUp } from "./scale.js";

/**
 * The time that charts show (ms), and when it was measured.
 * @typedef {{ times: readonly number[], from: number, to: number, every: number, span: string }} Course
 */

/**
 * One value that is measured: now, and over the last minutes.
 * @param {object} props
 * @param {string} props.name
 * @param {Course} props.course
 * @param {ReadonlyArray<number | null>} props.values from old to new; the last is now
 * @param {ReadonlyArray<number | null>} [props.others] a part of them, of which `note` tells
 * @param {(value: number) => string} props.show
 * @param {number} [props.bottom] the value at the lower edge of the chart
 * @param {number} [props.least] the value at the upper edge of the chart, where there is none above
 * @param {number} [props.limit] the value from which on it needs attention
 * @param {string} [props.note]
 * @param {boolean} [props.bad] it needs attention
 */
export function Tile({ name, course, values, others, show, bottom = 0, least = 1, limit, note, bad = false }) {
  const known = values.filter((value) => value !== null);
  const now = values.at(-1) ?? null;
  const { times, from, to, every, span } = course;
  const range =
    known.length > 0
      ? t("admin.chart", { name, span, lowest: show(Math.min(...known)), highest: show(Math.max(...known)) })
      : "";
  const lowest = Math.min(...known, ...(others ?? []).map((value) => value ?? bottom)) < bottom ? 0 : bottom;
  const top = roundUp(Math.max(least, ...known));
  return html`<li class=${bad ? "tile bad" : "tile"}>
    <p class="tile-name">${others && html`<span class="swatch"></span>`}${name}</p>
    <p class=${now === null ? "tile-value none" : "tile-value"}>${say(values, show)}</p>
    <p class="tile-note">${others && note && html`<span class="swatch other"></span>`}${note}${limit !== undefined && html`<span class="tile-limit"><span class="swatch limit"></span>${show(limit)}</span>`}</p>
    <${Chart} times=${times} values=${values} others=${others} scale=${{ from, to, every, bottom: lowest, top }} limit=${limit} show=${show} label=${range} />
  </li>`;
}

/**
 * @param {ReadonlyArray<number | null>} values
 * @param {(value: number) => string} show
 */
function say(values, show) {
  const now = values.at(-1);
  if (now === undefined) return "…";
  return now === null ? t("admin.unavailable") : show(now);
}
