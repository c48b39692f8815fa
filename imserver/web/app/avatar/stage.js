import { useRef, useState } from "../../vendor/preact/hooks.js";
import { moved, mostZoom, placeOf, zoomed, zoomOf } from "./cut.js";
import { html } from "../ui/html.js";
import { locale, t } from "../ui/language.js";

/** @typedef {import("./cut.js").Cut} Cut */

/** How far an arrow key moves the picture, and how much a key enlarges it. */
const STEP = 0.05;
const KEY_ZOOM = 1.1;

/** How much a key enlarges it on the range. */
const RANGE_STEP = 0.1;

/** How much a turn of the wheel enlarges, per pixel. */
const WHEEL_ZOOM = 1.002;

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };

/**
 * A picture under a square window: moved and enlarged by fingers, mouse, wheel and keys.
 * @param {{ picture: HTMLImageElement, kind: "direct" | "group", cut: Cut, onCut: (cut: Cut) => void }} props
 */
export function AvatarStage({ picture, kind, cut, onCut }) {
  const fingers = useRef(/** @type {Map<number, { x: number, y: number }>} */ (new Map()));
  const latest = useRef(cut); // Several moves may come before the next is drawn.
  latest.current = cut;
  const [told, setTold] = useState("");
  const change = (/** @type {Cut} */ next) => {
    latest.current = next;
    onCut(next);
  };
  const { width, height, x, y, side } = cut;
  const most = mostZoom(cut);
  /** @param {PointerEvent} event */
  const down = (event) => {
    if (event.button !== 0) return;
    const target = /** @type {HTMLElement} */ (event.currentTarget);
    target.setPointerCapture(event.pointerId);
    fingers.current.set(event.pointerId, inSquare(event, target));
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    const before = [...fingers.current.values()];
    if (event.buttons === 0) up(event); // it was let go where nobody saw
    if (!fingers.current.has(event.pointerId)) return;
    fingers.current.set(event.pointerId, inSquare(event, /** @type {HTMLElement} */ (event.currentTarget)));
    change(followed(latest.current, before.slice(0, 2), [...fingers.current.values()].slice(0, 2)));
  };
  const up = (/** @type {PointerEvent} */ event) => fingers.current.delete(event.pointerId);
  /** @param {WheelEvent} event */
  const wheel = (event) => {
    event.preventDefault();
    const zoom = zoomOf(latest.current) * WHEEL_ZOOM ** -event.deltaY;
    change(zoomed(latest.current, zoom, inSquare(event, /** @type {HTMLElement} */ (event.currentTarget))));
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const after = byKey(latest.current, event.key);
    if (!after || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    change(after);
    setTold(described(after));
  };
  /** @param {KeyboardEvent} event */
  const slide = (event) => {
    const after = byRangeKey(latest.current, event.key);
    if (!after || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    change(after);
  };
  return html`<div
      class=${`avatar-stage ${kind}`}
      role="application"
      tabindex="0"
      aria-label=${t("avatar.crop")}
      aria-describedby="avatar-place"
      onPointerDown=${down}
      onPointerMove=${move}
      onPointerUp=${up}
      onPointerCancel=${up}
      onLostPointerCapture=${up}
      onWheel=${wheel}
      onKeyDown=${key}
    >
      <img
        src=${picture.src}
        alt=""
        draggable=${false}
        style=${{ width: percent(width / side), height: percent(height / side), left: percent(-x / side), top: percent(-y / side) }}
      />
    </div>
    <p hidden id="avatar-place">${described(cut)}</p>
    <p class="hidden-text" role="status">${told}</p>
    <label class="avatar-zoom">
      <span>${t("avatar.zoom")}</span>
      <input
        type="range"
        min="1"
        max=${most}
        step="0.01"
        disabled=${most === 1}
        value=${zoomOf(cut)}
        aria-valuetext=${share(zoomOf(cut))}
        onKeyDown=${slide}
        onInput=${(/** @type {Event} */ event) => change(zoomed(latest.current, Number(/** @type {HTMLInputElement} */ (event.target).value)))}
      />
    </label>`;
}

/** @param {number} part */
function percent(part) {
  return `${part * 100}%`;
}

/** @param {number} part in words */
function share(part) {
  return new Intl.NumberFormat(locale(), { style: "percent" }).format(part);
}

/**
 * What is seen, for those who can't see it.
 * @param {Cut} cut
 */
function described(cut) {
  const { x, y } = placeOf(cut);
  return t("avatar.place", { x: share(x / 100), y: share(y / 100), zoom: share(zoomOf(cut)) });
}

/**
 * @param {MouseEvent} event
 * @param {HTMLElement} square
 */
function inSquare({ clientX, clientY }, square) {
  const { left, top, width } = square.getBoundingClientRect();
  return { x: (clientX - left) / width, y: (clientY - top) / width };
}

/**
 * The picture goes along with one finger or two.
 * @param {Cut} cut
 * @param {{ x: number, y: number }[]} before
 * @param {{ x: number, y: number }[]} after
 */
export function followed(cut, before, after) {
  const [from, to] = [between(before), between(after)];
  const dragged = moved(cut, to.x - from.x, to.y - from.y);
  return from.apart > 0 ? zoomed(dragged, zoomOf(dragged) * (to.apart / from.apart), to) : dragged;
}

/** @param {{ x: number, y: number }[]} fingers one or two */
function between([one = { x: 0, y: 0 }, other = one]) {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, apart: Math.hypot(one.x - other.x, one.y - other.y) };
}

/**
 * @param {Cut} cut
 * @param {string} key
 */
export function byKey(cut, key) {
  const arrow = ARROWS[key];
  if (arrow) return moved(cut, ...arrow);
  if (key === "+" || key === "=") return zoomed(cut, zoomOf(cut) * KEY_ZOOM);
  return key === "-" ? zoomed(cut, zoomOf(cut) / KEY_ZOOM) : null;
}

/**
 * @param {Cut} cut
 * @param {string} key
 */
export function byRangeKey(cut, key) {
  const by = { ArrowUp: RANGE_STEP, ArrowRight: RANGE_STEP, ArrowDown: -RANGE_STEP, ArrowLeft: -RANGE_STEP }[key];
  return by ? zoomed(cut, zoomOf(cut) + by) : null;
}
