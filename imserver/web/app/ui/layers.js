/**
 * What lies over a place of the page, such as a menu, a sheet or a picture, and is closed by Back: the topmost first.
 *
 * Each open layer has an entry of its own in the browser's history, above that of the place, with the same address.
 * An entry knows which layers are open there. One whose layer is closed is left again, so that nobody notices it: at
 * once where it is the current one, otherwise when somebody comes by.
 */

/**
 * What is kept with an entry: its number, the address below it, how many of its layers were open when somebody came to
 * the place, and the ids of all its layers.
 * @typedef {{ at: number, from: string | null, base: number, layers: string[] }} Stamp
 */

/** `asked`: whether it is about to end. @typedef {{ id: string, close: () => void, asked: boolean }} Layer */

/** A layer that was asked to end and is there after this time has refused (ms). */
const REFUSAL = 300;

/** How long a way through the history may take before it counts as one that leads nowhere (ms). */
const PATIENCE = 1000;

export class Layers {
  #history;
  #address;
  #after;
  #visit;
  #onway;
  /** @type {Layer[]} */
  #open = [];
  #count = 0;
  #due = false;
  /** The numbers of the current entry and of the last one there is. */
  #at = 0;
  #last = 0;
  /** @type {string | null} */
  #place = null;
  #forward = false;
  /** Ends the way through the history that is being gone. @type {(() => void) | null} */
  #arrive = null;

  /**
   * @param {object} options
   * @param {Pick<History, "state" | "pushState" | "replaceState" | "go">} options.history
   * @param {() => string} options.address of the current place
   * @param {(ms: number, act: () => void) => void} options.after
   * @param {string} options.visit differs from one load of the page to the next
   * @param {(end: Promise<void>) => void} [options.onway] until then nobody may go anywhere
   */
  constructor({ history, address, after, visit, onway = () => {} }) {
    this.#history = history;
    this.#address = address;
    this.#after = after;
    this.#visit = visit;
    this.#onway = onway;
    this.#at = this.#last = this.#stamp().at;
    this.#settle();
  }

  /**
   * @param {() => void} close asked to end the layer, which may refuse
   * @returns {() => void} says that the layer has ended, for whatever reason
   */
  open(close) {
    const layer = { id: `${this.#visit}.${++this.#count}`, close, asked: false };
    this.#open.push(layer);
    this.#settleSoon();
    return () => {
      this.#open = this.#open.filter((one) => one !== layer);
      this.#settleSoon();
    };
  }

  /**
   * Close the topmost layer.
   * @returns {boolean} whether there is one
   */
  close() {
    const top = this.#open.at(-1);
    top?.close();
    return top !== undefined;
  }

  /** Leave the entries of what lies over the place, in whose place another one will be. */
  clear() {
    const here = this.#stamp();
    for (const layer of this.#open) if (here.layers.indexOf(layer.id) >= here.base) this.#expect(layer);
    this.#settle();
  }

  /** Another entry has become the current one. */
  moved() {
    const before = this.#at;
    const { at, layers } = this.#stamp();
    if (at !== before) this.#forward = at > before;
    this.#at = at;
    if (this.#arrive) return this.#arrive();
    for (const layer of [...this.#open].reverse()) {
      if (layers.includes(layer.id)) continue;
      this.#expect(layer);
      layer.close();
    }
    this.#settleSoon();
  }

  /**
   * It is about to end, unless it refuses.
   * @param {Layer} layer
   */
  #expect(layer) {
    layer.asked = true;
    this.#after(REFUSAL, () => {
      layer.asked = false;
      this.#settle();
    });
  }

  /** Once everybody has said what they have to say: one layer may follow another. */
  #settleSoon() {
    if (this.#due) return;
    this.#due = true;
    this.#after(0, () => {
      this.#due = false;
      this.#settle();
    });
  }

  /** Make the entries fit the layers. */
  #settle() {
    if (this.#arrive) return;
    const here = this.#stamp();
    const ids = this.#ids();
    const different = here.layers.findIndex((id, index) => id !== ids[index]);
    const kept = different === -1 ? here.layers.length : different;
    const left = here.layers.length - Math.max(kept, here.base);
    if (left > 0) return this.#go(this.#forward && here.at < this.#last ? 1 : -left);
    let layers = here.layers.slice(0, kept);
    const base = Math.min(here.base, kept);
    if (kept < here.layers.length) this.#replace({ ...here, base, layers });
    for (const id of ids.slice(kept)) {
      layers = [...layers, id];
      this.#at = this.#last = this.#at + 1;
      this.#history.pushState({ at: this.#at, from: here.from, base, layers }, "");
    }
  }

  /** @param {number} steps */
  #go(steps) {
    this.#onway(
      new Promise((resolve) => {
        const arrive = () => {
          this.#arrive = null;
          this.#settle();
          if (!this.#arrive) resolve();
        };
        this.#arrive = arrive;
        this.#after(PATIENCE, () => {
          if (this.#arrive !== arrive) return;
          const here = this.#stamp();
          this.#replace({ ...here, base: here.layers.length });
          arrive();
        });
      }),
    );
    this.#history.go(steps);
  }

  /**
   * What is kept with the current entry. One without has just come into being, by a link or the like.
   * @returns {Stamp}
   */
  #stamp() {
    const from = this.#place;
    this.#place = this.#address();
    const known = this.#history.state;
    if (isStamp(known)) return known;
    this.#at = this.#last = this.#at + 1;
    const layers = this.#ids();
    return this.#replace({ at: this.#at, from, base: layers.length, layers });
  }

  #ids() {
    return this.#open.filter(({ asked }) => !asked).map(({ id }) => id);
  }

  /** @param {Stamp} stamp */
  #replace(stamp) {
    this.#history.replaceState(stamp, "");
    return stamp;
  }
}

/**
 * How many steps lead back to `path`, where one came from there to the current entry; else none.
 * @param {unknown} state of the current entry
 * @param {string} path
 */
export function stepsBack(state, path) {
  if (!isStamp(state) || state.from !== path) return 0;
  return 1 + Math.max(0, state.layers.length - state.base);
}

/**
 * @param {any} state
 * @returns {state is Stamp}
 */
function isStamp(state) {
  return Array.isArray(state?.layers);
}
