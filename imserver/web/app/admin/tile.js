import { html } from "../html.js";
import { t } from "../language.js";
import { Sparkline } from "./sparkline.js";

/** A chart is at least this many values wide, so that the first ones don't fill it. */
const NARROWEST = 12;

/**
 * One value that is measured: now, and over the last minutes.
 * @param {object} props
 * @param {string} props.name
 * @param {ReadonlyArray<number | null>} props.values from old to new; the last is now
 * @param {(value: number) => string} props.show
 * @param {number} [props.top] the value at the upper edge of the chart
 * @param {string} props.span over which time
 * @param {string} [props.note]
 * @param {boolean} [props.bad] it needs attention
 */
export function Tile({ name, values, show, top, span, note, bad = false }) {
  const known = values.filter((value) => value !== null);
  const now = values.at(-1) ?? null;
  const range =
    known.length > 0
      ? t("admin.chart", { name, span, lowest: show(Math.min(...known)), highest: show(Math.max(...known)) })
      : "";
  return html`<li class=${bad ? "tile bad" : "tile"}>
    <p class="tile-name">${name}</p>
    <p class=${now === null ? "tile-value none" : "tile-value"}>${say(values, show)}</p>
    ${note && html`<p class="tile-note">${note}</p>`}
    ${known.length > 0 && html`<${Sparkline} values=${values} capacity=${Math.max(NARROWEST, values.length)} top=${top} label=${range} />`}
  </li>`;
}

/**
 * @param {ReadonlyArray<number | null>} values
 * @param {(value: number) => string} show
 */
function say(values, show) {
  const now = values.at(-1);
  if (now === undefined) return "…";
  return now === null ? t("admin.unseen") : show(now);
}
