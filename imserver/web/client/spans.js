/** @typedef {import("./wire.js").Span} Span */

/**
 * A part of a text, in UTF-16 units as strings count, and whom it means: an id, or "all".
 * @typedef {{ start: number, end: number, id: string }} Range
 */

/**
 * Ranges as the protocol has them, in characters.
 * @param {string} text
 * @param {readonly Range[]} ranges in order
 * @returns {Span[]}
 */
export function spansOf(text, ranges) {
  const count = counter(text);
  return ranges.map(({ start, end, id }) => ({ start: count(start), end: count(end), who: id }));
}

/**
 * Spans as ranges of a string; none where one of them isn't within the text, or not behind the one before.
 * @param {string} text
 * @param {readonly Span[]} spans
 * @returns {Range[]}
 */
export function rangesOf(text, spans) {
  const ranges = [];
  let [unit, character] = [0, 0];
  /** @param {number} wanted */
  const reach = (wanted) => {
    for (; character < wanted && unit < text.length; character += 1)
      unit += Number(text.codePointAt(unit)) > 0xffff ? 2 : 1;
    return character === wanted;
  };
  for (const { start, end, who } of spans) {
    if (!(start < end) || !reach(start)) return [];
    const from = unit;
    if (!reach(end)) return [];
    ranges.push({ start: from, end: unit, id: who });
  }
  return ranges;
}

/**
 * Counts characters up to places that only grow.
 * @param {string} text
 */
function counter(text) {
  let [unit, character] = [0, 0];
  return (/** @type {number} */ place) => {
    for (; unit < place; character += 1) unit += Number(text.codePointAt(unit)) > 0xffff ? 2 : 1;
    return character;
  };
}
