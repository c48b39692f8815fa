import { asImError } from "./errors.js";
import { MAX_PAGE } from "./wire.js";

/** Most messages kept of one conversation; what lies further away is paged in again. */
export const WINDOW = 350;

/** Messages fetched at once while scrolling. */
export const PAGE = 50;

/** How long an event may lag behind a later one before the hole is filled from history (ms). */
const PATIENCE = 400;

/** @typedef {import("./wire.js").Message} Message */
/** @typedef {{ before?: number, after?: number, limit: number }} Cut */
/** @typedef {(message: Message) => Message} Change applied twice, it changes nothing more */
/** @typedef {(cut: Cut) => Promise<{ messages: Message[], more: boolean }>} FetchPage */

/**
 * What a screen shows of a conversation.
 * @typedef {object} TimelineView
 * @property {readonly Message[]} messages contiguous and ascending
 * @property {boolean} loaded whether there is anything to show yet
 * @property {boolean} atStart no older message exists
 * @property {boolean} following the newest message is among them, and new ones will be
 * @property {"older" | "newer" | "newest" | "around" | null} loading
 * @property {import("./errors.js").ImError | null} error why the last page didn't come
 */

/**
 * A window onto the dense sequence of one conversation. It holds a run of messages without holes; live
 * messages extend it while it follows the end, pages extend it on either side.
 */
export class Timeline {
  #fetchPage;
  #clock;
  #onchange;
  #show;
  /** @type {Message[]} */
  #messages = [];
  /** @type {Map<number, Message>} live messages beyond a hole, or that came while a page was on its way */
  #ahead = new Map();
  /** @type {Map<number, Change[]>} what came while a page was on its way, and may not stand in it yet */
  #revisions = new Map();
  /** Somebody reads above the end: what is shown stays, and new messages stop being added where they get too many. */
  held = false;
  #wanted = false;
  #loaded = false;
  #atStart = false;
  #following = false;
  /** @type {TimelineView["loading"]} */
  #loading = null;
  /** @type {TimelineView["error"]} */
  #error = null;
  #generation = 0;
  #lastSeq = 0;
  /** @type {(() => void) | null} */
  #cancelFill = null;

  /**
   * @param {object} options
   * @param {FetchPage} options.fetchPage
   * @param {import("./clock.js").Clock} options.clock
   * @param {() => void} options.onchange
   * @param {Change} [options.show] how a message looks by what waits to be sent
   */
  constructor({ fetchPage, clock, onchange, show = (message) => message }) {
    this.#fetchPage = fetchPage;
    this.#clock = clock;
    this.#onchange = onchange;
    this.#show = show;
  }

  /** @returns {TimelineView} */
  view() {
    return {
      messages: this.#messages.map(this.#show),
      loaded: this.#loaded,
      atStart: this.#atStart,
      following: this.#following,
      loading: this.#loading,
      error: this.#error,
    };
  }

  /** Show the newest messages, unless it already does. */
  async newest() {
    this.#wanted = true;
    if (this.#following || this.#loading === "newest") return;
    this.#generation += 1;
    this.#loading = null;
    await this.#load("newest", { limit: PAGE }, (page) => this.#begin(page));
  }

  async older() {
    const first = this.#messages[0];
    if (!first || this.#atStart) return;
    await this.#load("older", { before: first.seq, limit: PAGE }, ({ messages, more }) => {
      this.#messages = [...messages.filter(({ seq }) => seq < first.seq), ...this.#messages];
      this.#atStart = !more;
      if (this.#messages.length > WINDOW) {
        this.#messages = this.#messages.slice(0, WINDOW);
        this.#unfollow();
      }
    });
  }

  async newer() {
    if (this.#following || !this.#loaded) return;
    await this.#load("newer", { after: this.#last(), limit: PAGE }, ({ messages, more }) => {
      this.#append(messages);
      if (more) this.#ahead.clear();
      else this.#follow();
      this.#trimStart(WINDOW);
    });
  }

  /**
   * A message was stored: a live event, or the acknowledgement of one's own.
   * @param {Message} message
   */
  receive(message) {
    this.#lastSeq = Math.max(this.#lastSeq, message.seq);
    if (this.#loading && this.#loading !== "older") this.#ahead.set(message.seq, message);
    if (!this.#following || message.seq <= this.#last()) return;
    this.#ahead.set(message.seq, message);
    this.#drain();
    if (this.held && this.#messages.length > WINDOW + PAGE) this.#unfollow();
    else this.#trimStart(WINDOW + PAGE);
    this.#onchange();
  }

  /**
   * A stored message has changed.
   * @param {number} seq
   * @param {Change} change
   */
  revise(seq, change) {
    if (this.#loading) this.#revisions.set(seq, [...(this.#revisions.get(seq) ?? []), change]);
    const ahead = this.#ahead.get(seq);
    if (ahead) this.#ahead.set(seq, change(ahead));
    if (!this.find(seq)) return;
    this.#messages = this.#messages.map((message) => (message.seq === seq ? change(message) : message));
    this.#onchange();
  }

  /**
   * @param {number} seq
   * @returns {Message | undefined} where it is in the window
   */
  find(seq) {
    const first = this.#messages[0]?.seq ?? 0;
    const found = this.#messages[seq - first];
    return found && this.#show(found);
  }

  /**
   * @param {number} after
   * @param {number} through
   * @returns {Message[]} those after the one and up to the other, as far as they are in the window
   */
  between(after, through) {
    const first = this.#messages[0]?.seq ?? 0;
    return this.#messages.slice(Math.max(0, after + 1 - first), Math.max(0, through + 1 - first));
  }

  /**
   * Show the messages around `seq`, unless it is among those shown.
   * @param {number} seq
   */
  async around(seq) {
    this.#wanted = true;
    if (this.find(seq)) return;
    this.#generation += 1;
    this.#loading = null;
    await this.#loadAfter(Math.max(0, seq - 1 - PAGE / 2));
    const isShort = this.#error ? this.#error.code === "offline" : this.#last() < seq && !this.#following;
    if (isShort && !this.find(seq)) await this.#loadAfter(seq - 1);
  }

  /**
   * A page of long messages is short: it may end before what is looked for. Without a connection what was kept may begin there.
   * @param {number} after
   */
  async #loadAfter(after) {
    await this.#load("around", { after, limit: PAGE }, ({ messages, more }) => {
      this.#messages = messages;
      this.#atStart = after === 0;
      this.#loaded = true;
      this.#following = false;
      if (more || !messages.length) this.#ahead.clear();
      else this.#follow();
    });
  }

  /**
   * Messages up to this number are no more.
   * @param {number} through
   */
  expire(through) {
    if ((this.#messages[0]?.seq ?? Infinity) > through) return;
    this.#messages = this.#messages.filter(({ seq }) => seq > through);
    this.#atStart = true;
    this.#onchange();
  }

  /**
   * The stream is live again and the conversation goes up to `lastSeq`: load what is wanted or missing.
   * @param {number} lastSeq
   */
  resync(lastSeq) {
    this.#lastSeq = Math.max(this.#lastSeq, lastSeq);
    if (this.#wanted && !this.#loaded) this.newest();
    else if (this.#hasHole()) this.#fill();
    else if (this.#error) this.#clearError();
  }

  /** Forget everything: the server's store is another one now. */
  clear() {
    this.#generation += 1;
    this.#cancelFill?.();
    this.#cancelFill = null;
    this.#messages = [];
    this.#ahead.clear();
    this.#loaded = this.#atStart = this.#following = false;
    this.#loading = null;
    this.#error = null;
    this.#lastSeq = 0;
    this.#onchange();
  }

  #last() {
    return this.#messages.at(-1)?.seq ?? 0;
  }

  /** @param {{ messages: Message[], more: boolean }} page the newest */
  #begin({ messages, more }) {
    this.#messages = messages;
    this.#atStart = !more;
    this.#loaded = true;
    this.#lastSeq = Math.max(this.#lastSeq, this.#last());
    this.#follow();
  }

  #follow() {
    this.#following = true;
    this.#drain();
  }

  #unfollow() {
    this.#following = false;
    this.#ahead.clear();
  }

  /** @param {Message[]} messages */
  #append(messages) {
    const last = this.#last();
    this.#messages = [...this.#messages, ...messages.filter(({ seq }) => seq > last)];
  }

  /** @param {number} most */
  #trimStart(most) {
    if (this.#messages.length <= most) return;
    this.#messages = this.#messages.slice(-WINDOW);
    this.#atStart = false;
  }

  /** Move live messages to the end as far as they join without a hole; ask for the hole a little later. */
  #drain() {
    const run = [];
    let last = this.#last();
    for (const seq of [...this.#ahead.keys()].sort((one, other) => one - other)) {
      const message = /** @type {Message} */ (this.#ahead.get(seq));
      if (seq === last + 1) {
        run.push(message);
        last = seq;
      }
      if (seq <= last) this.#ahead.delete(seq);
    }
    if (run.length > 0) this.#messages = [...this.#messages, ...run];
    if (this.#ahead.size > 0) this.#fillLater();
  }

  #hasHole() {
    return this.#following && this.#last() < this.#lastSeq;
  }

  #fillLater() {
    this.#cancelFill ??= this.#clock.after(PATIENCE, () => {
      this.#cancelFill = null;
      if (this.#hasHole()) this.#fill();
    });
  }

  /** Fetch what is missing at the end; start afresh where that is more than a page. */
  async #fill() {
    await this.#load("newer", { after: this.#last(), limit: MAX_PAGE }, (page) => {
      if (page.more) {
        this.#unfollow();
        return;
      }
      this.#append(page.messages);
      this.#drain();
      this.#trimStart(WINDOW + PAGE);
    });
    if (!this.#following && this.#wanted && !this.#error) await this.newest();
  }

  /**
   * @param {"older" | "newer" | "newest" | "around"} which
   * @param {Cut} cut
   * @param {(page: { messages: Message[], more: boolean }) => void} apply
   */
  async #load(which, cut, apply) {
    if (this.#loading) return;
    const generation = this.#generation;
    this.#loading = which;
    this.#error = null;
    this.#revisions.clear();
    this.#onchange();
    try {
      const page = await this.#fetchPage(cut);
      if (generation !== this.#generation) return;
      this.#loading = null;
      apply({ ...page, messages: page.messages.map((message) => this.#revised(message)) });
      if (this.#hasHole()) this.#fillLater();
    } catch (thrown) {
      if (generation !== this.#generation) return;
      this.#loading = null;
      this.#error = asImError(thrown);
    }
    this.#onchange();
  }

  /** @param {Message} message */
  #revised(message) {
    return (this.#revisions.get(message.seq) ?? []).reduce((revised, change) => change(revised), message);
  }

  #clearError() {
    this.#error = null;
    this.#onchange();
  }
}
