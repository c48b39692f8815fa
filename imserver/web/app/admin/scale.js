/** Where the ticks of an axis may end: halves of these are short, too. */
const ENDS = [1, 2, 3, 4, 6, 8, 10];

/**
 * The least round number that is no less than a value.
 * @param {number} value more than 0
 */
export function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const end = ENDS.find((one) => one * power >= value * 0.999_999) ?? 10;
  return end * power;
}

/**
 * Values at their times as lines, each of `[x, y]` between 0 and 1 from the lower left. Where one is missing, or the
 * next one comes much later than it should, a line ends.
 * @param {ReadonlyArray<number | null>} values from old to new
 * @param {readonly number[]} times of the values (ms)
 * @param {{ from: number, to: number, every: number, bottom: number, top: number }} scale times in ms
 * @returns {[x: number, y: number][][]}
 */
export function linesOf(values, times, { from, to, every, bottom, top }) {
  /** @type {[number, number][][]} */
  const lines = [];
  let before = -Infinity;
  values.forEach((value, index) => {
    const time = times[index] ?? 0;
    if (value === null || time < from) return;
    if (time - before > 2.5 * every) lines.push([]);
    before = time;
    const height = Math.min(1, Math.max(0, (value - bottom) / (top - bottom)));
    lines.at(-1)?.push([(time - from) / (to - from), height]);
  });
  return lines;
}
