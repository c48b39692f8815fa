import { useRef } from "../vendor/preact/hooks.js";
import { h } from "../vendor/preact/preact.js";

/** Messages that stand together in a box of their own, by their numbers: what comes elsewhere moves the box, and draws nothing in it. */
const LENGTH = 12;

/** @typedef {{ key: string, seq: number | null }} Numbered */

/**
 * Elements by their keys: where all that one shows is the same, so is the element, and Preact passes it by.
 * @returns {(type: any, props: { key: string }) => any}
 */
export function useElements() {
  const { current: kept } = useRef({ last: new Map(), next: new Map() });
  kept.last = kept.next;
  kept.next = new Map();
  return (type, props) => {
    const known = kept.last.get(props.key);
    const found = known?.type === type && isSame(known.props, props) ? known : { type, props, element: h(type, props) };
    kept.next.set(props.key, found);
    return found.element;
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
  const { current: kept } = useRef({ stretches: new Map() });
  return (rows, draw) => {
    const drawn = new Map();
    let seq = 0;
    for (const row of rows) {
      seq = row.seq ?? seq + 1;
      const key = `stretch ${Math.floor(seq / LENGTH)}`;
      const elements = drawn.get(key) ?? [];
      elements.push(...draw(row));
      drawn.set(key, elements);
    }
    const stretches = new Map();
    for (const [key, elements] of drawn) {
      const known = kept.stretches.get(key);
      const same = known?.elements.length === elements.length && isSame(known.elements, elements);
      stretches.set(key, same ? known : { elements, element: h("div", { class: "stretch", key }, elements) });
    }
    kept.stretches = stretches;
    return [...stretches.values()].map(({ element }) => element);
  };
}
