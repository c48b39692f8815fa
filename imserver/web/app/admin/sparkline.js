import { html } from "../html.js";

const WIDTH = 120;
const HEIGHT = 32;

/**
 * The way of a value over time, as a line with the area below it.
 * @param {object} props
 * @param {ReadonlyArray<number | null>} props.values from old to new; null leaves a gap
 * @param {number} props.capacity how many values the whole width holds; the newest stands at its end
 * @param {number} [props.top] the value at the upper edge; by default the largest there is
 * @param {string} props.label what it shows, for who can't see it
 */
export function Sparkline({ values, capacity, top, label }) {
  const highest = Math.max(top ?? 0, ...values.map((value) => value ?? 0), 1e-9);
  const runs = plot(values, capacity, highest);
  return html`<svg
    class="sparkline"
    viewBox=${`0 0 ${WIDTH} ${HEIGHT}`}
    preserveAspectRatio="none"
    role="img"
    aria-label=${label}
  >
    ${runs.map((points, index) => html`<path key=${`area-${index}`} class="area" d=${area(points)} />`)}
    ${runs.map((points, index) => html`<path key=${`line-${index}`} class="line" d=${`M${points.join("L")}h0`} />`)}
  </svg>`;
}

/**
 * Runs of neighbouring values as `x,y`.
 * @param {ReadonlyArray<number | null>} values
 * @param {number} capacity
 * @param {number} highest
 */
export function plot(values, capacity, highest) {
  /** @type {string[][]} */
  const runs = [];
  const first = capacity - values.length;
  values.forEach((value, index) => {
    if (value === null) return;
    const x = (WIDTH * (first + index)) / Math.max(1, capacity - 1);
    const y = HEIGHT - 1.5 - (HEIGHT - 3) * Math.min(1, Math.max(0, value / highest));
    const point = `${x.toFixed(1)},${y.toFixed(1)}`;
    const previous = index > 0 ? values[index - 1] : null;
    if (previous === null || previous === undefined) runs.push([point]);
    else runs.at(-1)?.push(point);
  });
  return runs;
}

/** @param {string[]} points */
function area(points) {
  const left = points[0]?.split(",")[0];
  const right = points.at(-1)?.split(",")[0];
  return `M${left},${HEIGHT}L${points.join("L")}L${right},${HEIGHT}Z`;
}
