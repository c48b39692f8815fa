import { Component, createRef } from "../../vendor/preact/preact.js";
import { html } from "./html.js";

/** This close to the end counts as being at the end (px). */
const NEAR_END = 80;

/** How far ahead of an edge the next page is asked for (px). */
const AHEAD = 1200;

/** How much of a row one sees before it counts as seen (px). */
const GLIMPSE = 48;

/** What is left above a row that is brought to the top, of the height of the box. */
const HEADROOM = 0.2;

/** @typedef {{ seq: number, at: "middle" | "top" }} Target a message, by its number */

/**
 * @typedef {object} ScrollBoxProps
 * @property {{ current: ScrollBox | null }} handle gets hold of the box
 * @property {boolean} following the content's end is the end of all
 * @property {string} label
 * @property {(start: boolean, end: boolean) => void} onNear which edges are near; the end isn't while following
 * @property {(atEnd: boolean) => void} onAtEnd
 * @property {Target | null} target what to bring into sight, once it is there
 * @property {() => void} onReached it is
 * @property {() => void} onMoved something else may be in sight
 * @property {Record<string, (event: any) => void>} events what else happens in the box
 * @property {import("./html.js").Children} [children] rows to hold on to carry `data-row`
 */

/** @typedef {{ row: HTMLElement, bottom: number }} Place */

/**
 * A box that stays at its end while the reader is there, and that keeps the rows one looks at in place when
 * others come or go above them.
 * @extends {Component<ScrollBoxProps>}
 */
export class ScrollBox extends Component {
  #box = /** @type {import("../../vendor/preact/preact.js").RefObject<HTMLElement>} */ (createRef());
  #atEnd = true;
  /** Where the box stood when it was last looked at (px): less than that since means that the reader has moved. */
  #lastTop = 0;
  /** The part of a pixel by which a row missed its place: browsers round, and many small steps would add up. */
  #rest = 0;
  /** How large box and content were then: as long as they are, the end stays where it is. */
  #lastSize = "";
  /** @type {ResizeObserver | null} */
  #observer = null;

  /** Go to the end and stay there. */
  toEnd() {
    const box = this.#element();
    box.scrollTo({ top: box.scrollHeight, behavior: "instant" });
    this.#setAtEnd(true);
  }

  /**
   * @param {Target | null} target
   * @returns {boolean} whether it is there
   */
  #toTarget(target) {
    if (target === null) return false;
    const { seq, at } = target;
    const box = this.#element();
    const row = box.querySelector(`[data-seq="${seq}"]`);
    if (!row) return false;
    const place = row.getBoundingClientRect();
    const { top, height } = box.getBoundingClientRect();
    const above = at === "top" ? height * HEADROOM : (height - place.height) / 2;
    box.scrollTop += place.top - top - Math.max(0, above);
    this.#readPosition();
    return true;
  }

  /** @returns {number} of the last stored message of which enough is in sight, 0 for none */
  lastInSight() {
    const box = this.#element();
    const { top, bottom } = box.getBoundingClientRect();
    const seen = standing(box.firstElementChild, top, bottom).filter(
      ({ element, place }) => element.dataset.seq && place.top + Math.min(place.height, GLIMPSE) <= bottom,
    );
    return Number(seen.at(-1)?.element.dataset.seq ?? 0);
  }

  /** @override */
  componentDidMount() {
    const box = this.#element();
    this.props.handle.current = this;
    if (this.#toTarget(this.props.target)) this.props.onReached();
    else this.toEnd();
    this.#observer = new ResizeObserver(() => this.#hold());
    this.#observer.observe(box);
    if (box.firstElementChild) this.#observer.observe(box.firstElementChild);
    this.#askForPages();
  }

  /** @override */
  componentWillUnmount() {
    this.#observer?.disconnect();
    this.props.handle.current = null;
  }

  /** @override */
  getSnapshotBeforeUpdate() {
    this.#notice();
    return this.#atEnd && this.props.following ? null : this.#visibleRows();
  }

  /**
   * @param {ScrollBoxProps} _props
   * @param {object} _state
   * @param {Place[] | null} rows
   * @override
   */
  componentDidUpdate(_props, _state, rows) {
    if (this.#toTarget(this.props.target)) this.props.onReached();
    else if (rows === null) this.#hold();
    else this.#restore(rows);
    this.#readPosition();
  }

  #element() {
    return /** @type {HTMLElement} */ (this.#box.current);
  }

  #hold() {
    this.#notice();
    const box = this.#element();
    const size = `${box.scrollHeight} ${box.clientHeight}`;
    if (!this.#atEnd || !this.props.following || size === this.#lastSize) return;
    box.scrollTop = box.scrollHeight;
    this.#lastTop = box.scrollTop;
    this.#lastSize = size;
  }

  /** The reader may have moved without the event for it having come yet. */
  #notice() {
    const { scrollTop, scrollHeight, clientHeight } = this.#element();
    if (scrollTop < this.#lastTop - 1 && scrollHeight - scrollTop - clientHeight >= NEAR_END) this.#setAtEnd(false);
  }

  /**
   * Rows within sight, by where their lower edges are: those don't move when a row gains or loses a heading.
   * @returns {Place[]}
   */
  #visibleRows() {
    const box = this.#element();
    const { top, bottom } = box.getBoundingClientRect();
    return standing(box.firstElementChild, top, bottom)
      .filter(({ element }) => element.dataset.row !== undefined)
      .map(({ element, place }) => ({ row: element, bottom: place.bottom }));
  }

  /** @param {Place[]} places */
  #restore(places) {
    const found = places.find(({ row }) => row.isConnected);
    if (!found) return;
    const box = this.#element();
    const before = box.scrollTop;
    const wanted = found.row.getBoundingClientRect().bottom - found.bottom + this.#rest;
    if (Math.abs(wanted) >= 1) box.scrollTop = before + wanted;
    const rest = wanted - (box.scrollTop - before);
    this.#rest = Math.abs(rest) < 1 ? rest : 0;
  }

  #readPosition = () => {
    const box = this.#box.current;
    if (!box) return; // A scroll that was announced before the box went.
    this.#lastTop = box.scrollTop;
    this.#setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END);
    this.#askForPages();
    this.props.onMoved();
  };

  /** @param {boolean} atEnd */
  #setAtEnd(atEnd) {
    if (atEnd === this.#atEnd) return;
    this.#atEnd = atEnd;
    this.props.onAtEnd(atEnd);
  }

  #askForPages() {
    const { scrollTop, scrollHeight, clientHeight } = this.#element();
    const below = scrollHeight - scrollTop - clientHeight;
    this.props.onNear(scrollTop < AHEAD, !this.props.following && below < AHEAD);
  }

  /** @param {ScrollBoxProps} props */
  render({ label, events, children }) {
    return html`<div
      class="scroll-box"
      ref=${this.#box}
      onScroll=${this.#readPosition}
      ...${events}
      role="log"
      aria-live="off"
      aria-label=${label}
      tabindex="0"
    >
      <div class="scroll-content">${children}</div>
    </div>`;
  }
}

/**
 * What stands between two lines, in order; instead of a stretch, what is in it.
 * @param {Element | null} parent
 * @param {number} top
 * @param {number} bottom
 * @returns {{ element: HTMLElement, place: DOMRect }[]}
 */
function standing(parent, top, bottom) {
  const all = parent?.children ?? [];
  /** @type {ReturnType<typeof standing>} */
  const found = [];
  for (let index = firstBelow(all, top); index < all.length; index += 1) {
    const element = /** @type {HTMLElement} */ (all[index]);
    const place = element.getBoundingClientRect();
    if (place.top >= bottom) break;
    if (element.classList.contains("stretch")) found.push(...standing(element, top, bottom));
    else found.push({ element, place });
  }
  return found;
}

/**
 * The first of elements that stand one below the other whose lower edge is below a line.
 * @param {ArrayLike<Element>} elements
 * @param {number} line
 */
function firstBelow(elements, line) {
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {Element} */ (elements[middle]).getBoundingClientRect().bottom <= line) low = middle + 1;
    else high = middle;
  }
  return low;
}
