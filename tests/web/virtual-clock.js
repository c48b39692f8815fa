/**
 * Time that passes only when a test says so; `random` is a seeded generator.
 * @implements {import("../../imserver/web/client/clock.js").Clock}
 */
export class VirtualClock {
  #now = 1_700_000_000_000;
  #timers = new Set();
  #seed;

  constructor(seed = 1) {
    this.#seed = seed;
    this.now = () => this.#now;
    this.random = () => {
      this.#seed = (this.#seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return this.#seed / 2 ** 31;
    };
    this.after = (ms, act) => {
      const timer = { due: this.#now + ms, act };
      this.#timers.add(timer);
      return () => this.#timers.delete(timer);
    };
  }

  /** Let `ms` pass, with everything that falls due on the way. */
  async advance(ms) {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = [...this.#timers].filter(({ due }) => due <= end).sort((one, other) => one.due - other.due)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.act();
      await settle();
    }
    this.#now = end;
  }
}

/** Let every promise that can settle do so. */
export async function settle() {
  for (let round = 0; round < 5; round += 1) await new Promise((resolve) => setImmediate(resolve));
}
