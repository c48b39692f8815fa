import { useRef } from "../../vendor/preact/hooks.js";
import { h } from "../../vendor/preact/preact.js";

/** Messages that stand together in a box of their own, by their numbers: what comes elsewhere moves the box, and draws nothing in it. */
const LENGTH = 12;

/** @typedef {{ key: string, seq: number | null }} Numbered */

/** @typedef {{ type: any, props: { key: string }, element: any }} Part */
/** @typedef {{ row: Numbered, shared: object, state: string, parts: Part[], elements: any[] }} Drawn */

/**
 * The elements of rows. While a row, what it shares with the others and its state are the same, nothing of it is made again;
 * and where all that an element shows is the same, so is the element, and Preact passes it by.
 * @param {object} shared what all rows show, the same as long as nothing of it changes
 * @returns {<T extends Numbered>(row: T, state: string, make: () => [type: any, props: { key: string }][]) => any[]}
 */
export function useElements(shared) {
  const { current: kept } = useRef({ last: /** @type {Map<string, Drawn>} */ (new Map()), next: new Map() });
  kept.last = kept.next;
  kept.next = new Map();
  return (row, state, make) => {
    let drawn = kept.last.get(row.key);
    if (drawn?.row !== row || drawn.shared !== shared || drawn.state !== state) {
      const before = drawn?.parts ?? [];
      const parts = make().map(([type, props]) => {
        const known = before.find((part) => part.type === type && part.props.key === props.key);
        return known && isSame(known.props, props) ? known : { type, props, element: h(type, props) };
      });
      drawn = { row, shared, state, parts, elements: parts.map(({ element }) => element) };
    }
    kept.next.set(row.key, drawn);
    return drawn.elements;
  };
}

/**
 * @param {Record<string, any>} one
 * @param {Record<string, any>} other with the same names
 */
function isSame(one, other) {
  for (const name in other) if (one[name] !== other[name]) return false;
  return true;
}

/**
 * Rows in stretches, whose element is the same as long as all elements in it are. A message has its place by its number, so
 * that what comes before or behind it moves it into no other stretch. One that waits has the number that it is likely to get.
 * @returns {<T extends Numbered>(rows: readonly T[], draw: (row: T) => any[]) => any[]}
 */
export function useStretches() {
  const { current: kept } = useRef({
    stretches: /** @type {Map<string, { elements: any[], element: any }>} */ (new Map()),
  });
  return (rows, draw) => {
    /** @type {Map<string, any[]>} */
    const drawn = new Map();
    let seq = 0;
    for (const row of rows) {
      seq = row.seq ?? seq + 1;
      const key = `stretch ${Math.floor(seq / LENGTH)}`;
      const elements = drawn.get(key) ?? [];
      elements.push(...draw(row));
      drawn.set(key, elements);
    }
    /** @type {typeof kept.stretches} */
    const stretches = new Map();
    for (const [key, elements] of drawn) {
      const known = kept.stretches.get(key);
      const same =
        known?.elements.length === elements.length && elements.every((one, index) => one === known.elements[index]);
      stretches.set(key, same ? known : { elements, element: h("div", { class: "stretch", key }, elements) });
    }
    kept.stretches = stretches;
    return [...stretches.values()].map(({ element }) => element);
  };
}
