/** Waits that double up to a limit, each with half of it left to chance, so that clients don't return as a herd. */
export class Backoff {
  #random;
  #first;
  #limit;
  #attempts = 0;

  /** @param {{ random: () => number, first?: number, limit?: number }} options `first` and `limit` in ms */
  constructor({ random, first = 500, limit = 30_000 }) {
    this.#random = random;
    this.#first = first;
    this.#limit = limit;
  }

  /** @returns {number} ms to wait before the next attempt */
  next() {
    const ceiling = Math.min(this.#limit, this.#first * 2 ** this.#attempts);
    this.#attempts += 1;
    return ceiling / 2 + (ceiling / 2) * this.#random();
  }

  reset() {
    this.#attempts = 0;
  }
}
