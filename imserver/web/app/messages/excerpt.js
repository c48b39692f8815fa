import { useLayoutEffect, useRef, useState } from "../../vendor/preact/hooks.js";
import { beforeFrame } from "../ui/frame.js";

/** Rows that are drawn at once where none are yet: a phone's screen. */
export const FIRST_ROWS = 16;

/** Rows that may come at each edge in one frame. */
export const ROWS_PER_FRAME = 4;

/** Most rows that are drawn. */
export const MAX_ROWS = 160;

/** A frame lasts no less than this (ms). */
const FRAME = 8;

/** @typedef {{ key: string }} Keyed */
/** @typedef {{ from: number, to: number }} Excerpt of a list; `to` is the first one behind it */

/**
 * What the excerpt is drawn for.
 * @typedef {object} Reader
 * @property {"start" | "end" | null} near the edge of what is drawn that is near
 * @property {boolean} atEnd stays at the end, whatever comes
 * @property {number} wanted the index of a row to go to, or -1
 */

/**
 * What is drawn next of a list, after what was drawn of it: a few more rows at each edge until it is all, or `MAX_ROWS`.
 * From then on rows come only at the edge that the reader is near, and as many go at the other.
 * @param {readonly Keyed[]} rows
 * @param {readonly Keyed[]} drawn
 * @param {Reader} reader
 * @param {number} [step] rows at each edge
 * @returns {Excerpt}
 */
export function grow(rows, drawn, { near, atEnd, wanted }, step = ROWS_PER_FRAME) {
  const before = locate(rows, drawn);
  if (wanted >= 0 && !(before && wanted >= before.from && wanted < before.to)) return around(rows, wanted);
  if (!before || (atEnd && wanted < 0 && rows.length - before.to > FIRST_ROWS)) return around(rows, rows.length - 1);
  const edge = atEnd && wanted < 0 ? "end" : near;
  let { from, to } = before;
  const room = () => Math.max(0, MAX_ROWS - (to - from));
  if (edge === "start") {
    from -= Math.min(step, from);
    to += Math.min(step, rows.length - to, room());
    return { from, to: Math.min(to, from + MAX_ROWS) };
  }
  to += Math.min(step, rows.length - to, edge ? step : room());
  from -= Math.min(step, from, room());
  return { from: edge ? Math.max(from, to - MAX_ROWS) : from, to };
}

/**
 * Where that stands now which was drawn.
 * @param {readonly Keyed[]} rows
 * @param {readonly Keyed[]} drawn
 * @returns {Excerpt | null} null where nothing of it is left
 */
function locate(rows, drawn) {
  const known = new Set(drawn.map(({ key }) => key));
  const isKnown = (/** @type {Keyed | undefined} */ row) => row !== undefined && known.has(row.key);
  const from = rows.findIndex(isKnown);
  if (from === -1) return null;
  let to = rows.length;
  while (!isKnown(rows[to - 1])) to -= 1;
  return { from, to };
}

/**
 * @param {readonly Keyed[]} rows
 * @param {number} index
 * @returns {Excerpt}
 */
function around(rows, index) {
  const to = Math.min(rows.length, Math.max(FIRST_ROWS, index + FIRST_ROWS / 2));
  return { from: Math.max(0, to - FIRST_ROWS), to };
}

/**
 * The part of a list that is drawn. It grows by itself, frame by frame; `follow` has it grow towards an edge.
 * @param {readonly Keyed[]} rows
 * @param {Reader} reader
 * @returns {Excerpt & { follow: (near: Reader["near"]) => void }}
 */
export function useExcerpt(rows, reader) {
  const [, redraw] = useState(0);
  const { current: state } = useRef({
    drawn: /** @type {readonly Keyed[]} */ ([]),
    grown: 0,
    leave: /** @type {(() => void) | null} */ (null),
  });
  const now = performance.now();
  const mayGrow = now - state.grown >= FRAME;
  const place = grow(rows, state.drawn, reader, mayGrow ? ROWS_PER_FRAME : 0);
  if (mayGrow) {
    state.grown = now;
    state.leave?.(); // The step that waits is taken.
    state.leave = null;
  }
  state.drawn = rows.slice(place.from, place.to);
  const follow = (/** @type {Reader["near"]} */ near) => {
    if (state.leave) return;
    const next = grow(rows, state.drawn, { ...reader, near });
    if (next.from === place.from && next.to === place.to) return;
    state.leave = beforeFrame(() => {
      state.leave = null;
      redraw((times) => times + 1);
    });
  };
  useLayoutEffect(() => follow(reader.near));
  useLayoutEffect(() => () => state.leave?.(), []);
  return { ...place, follow };
}
