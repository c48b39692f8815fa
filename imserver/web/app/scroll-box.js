import { Component, createRef } from "../vendor/preact/preact.js";
import { html } from "./html.js";

/** This close to the end counts as being at the end (px). */
const NEAR_END = 80;

/** How far ahead of an edge the next page is asked for (px). */
const AHEAD = 800;

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
 * @property {() => void} onNearStart
 * @property {() => void} onNearEnd only while not following
 * @property {(atEnd: boolean) => void} onAtEnd
 * @property {Target | null} target what to bring into sight, once it is there
 * @property {() => void} onReached it is
 * @property {() => void} onMoved something else may be in sight
 * @property {Record<string, (event: any) => void>} events what else happens in the box
 * @property {import("./html.js").Children} [children] rows to hold on to carry `data-row`
 */

/**
 * A box that stays at its end while the reader is there, and that keeps the rows one looks at in place when
 * others come or go above them.
 * @extends {Component<ScrollBoxProps>}
 */
export class ScrollBox extends Component {
  #box = /** @type {import("../vendor/preact/preact.js").RefObject<HTMLElement>} */ (createRef());
  #atEnd = true;
  /** Where the box stood when it was last looked at (px): less than that since means that the reader has moved. */
  #lastTop = 0;
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
    for (const row of [...box.querySelectorAll("[data-seq]")].reverse()) {
      const place = row.getBoundingClientRect();
      if (place.top + Math.min(place.height, GLIMPSE) <= bottom) return place.bottom > top ? seqOf(row) : 0;
    }
    return 0;
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
   * @param {{ key: string, bottom: number }[] | null} rows
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

  /** Rows within sight, by where their lower edges are: those don't move when a row gains or loses a heading. */
  #visibleRows() {
    const box = this.#element();
    const { top, bottom } = box.getBoundingClientRect();
    const rows = [];
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("[data-row]"))) {
      const place = row.getBoundingClientRect();
      if (place.bottom <= top) continue;
      if (place.top >= bottom) break;
      rows.push({ key: /** @type {string} */ (row.dataset.row), bottom: place.bottom });
    }
    return rows;
  }

  /** @param {{ key: string, bottom: number }[]} before */
  #restore(before) {
    const box = this.#element();
    for (const { key, bottom } of before) {
      const row = box.querySelector(`[data-row="${CSS.escape(key)}"]`);
      if (!row) continue;
      box.scrollTop += row.getBoundingClientRect().bottom - bottom;
      return;
    }
  }

  #readPosition = () => {
    const box = this.#element();
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
    const box = this.#element();
    if (box.scrollTop < AHEAD) this.props.onNearStart();
    const below = box.scrollHeight - box.scrollTop - box.clientHeight;
    if (!this.props.following && below < AHEAD) this.props.onNearEnd();
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

/** @param {Element} row */
function seqOf(row) {
  return Number(/** @type {HTMLElement} */ (row).dataset.seq);
}
