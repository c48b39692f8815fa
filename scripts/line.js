import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Bytes that travel at once, with which their headers of IP and TCP fit into a frame. */
const SEGMENT = 1448;

/** A request's first line. */
const REQUEST = /^[A-Z]+ (\S+) HTTP\/1\.1\r\n/gm;

/** A slow line to a server on this machine, by TCP. It counts what passes: bytes of both directions, and requests. */
export class Line {
  down = 0;
  up = 0;
  /** @type {string[]} by their paths */
  requests = [];
  #server;
  #ways;

  /**
   * @param {object} options
   * @param {number} options.port of the server
   * @param {number} options.rtt of a round trip (ms)
   * @param {number} options.down (bit/s)
   * @param {number} options.up (bit/s)
   */
  constructor({ port, rtt, down, up }) {
    this.#ways = { down: new Way(down, rtt / 2), up: new Way(up, rtt / 2) };
    this.#server = createServer((near) => {
      const far = connect(port, "127.0.0.1");
      const greeted = performance.now() + rtt; // the kernel has shaken hands at once
      near.on("data", (data) => {
        this.#note(data);
        this.#ways.up.carry(far, data, greeted);
      });
      far.on("data", (data) => this.#ways.down.carry(near, data, 0, (passed) => (this.down += passed)));
      for (const [end, other] of [
        [near, far],
        [far, near],
      ]) {
        end.on("close", () => other.destroySoon());
        end.on("error", () => other.destroy());
      }
    });
  }

  async listen() {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return /** @type {import("node:net").AddressInfo} */ (this.#server.address()).port;
  }

  /** Until nothing passed for a while (ms). @param {number} quiet */
  async isQuiet(quiet) {
    let seen = -1;
    while (seen !== this.down + this.up) {
      seen = this.down + this.up;
      await new Promise((resolve) => setTimeout(resolve, quiet));
    }
  }

  reset() {
    this.down = this.up = 0;
    this.requests = [];
  }

  close() {
    this.#server.close();
  }

  /** @param {Buffer} data */
  #note(data) {
    this.up += data.length;
    for (const [, path] of data.toString("latin1").matchAll(REQUEST)) this.requests.push(path);
  }
}

/** One direction: all connections share its rate, segment by segment. */
class Way {
  #rate;
  #delay;
  #free = 0;
  /** @type {Map<import("node:net").Socket, { data: Buffer, from: number, passed: (bytes: number) => void }[]>} */
  #waiting = new Map();
  #running = false;

  /** @param {number} rate (bit/s) @param {number} delay (ms) */
  constructor(rate, delay) {
    this.#rate = rate;
    this.#delay = delay;
  }

  /**
   * @param {import("node:net").Socket} sink
   * @param {Buffer} data
   * @param {number} from not before that time
   * @param {(bytes: number) => void} [passed]
   */
  carry(sink, data, from, passed = () => {}) {
    const segments = this.#waiting.get(sink) ?? [];
    this.#waiting.set(sink, segments);
    for (let at = 0; at < data.length; at += SEGMENT) segments.push({ data: data.subarray(at, at + SEGMENT), from, passed });
    if (!this.#running) this.#run();
  }

  async #run() {
    this.#running = true;
    while (this.#waiting.size) {
      for (const [sink, segments] of [...this.#waiting]) {
        const { data, from, passed } = /** @type {any} */ (segments.shift());
        if (!segments.length) this.#waiting.delete(sink);
        this.#free = Math.max(this.#free, performance.now()) + (data.length * 8000) / this.#rate;
        const arrives = Math.max(this.#free, from) + this.#delay - performance.now();
        setTimeout(() => {
          passed(data.length);
          if (!sink.destroyed) sink.write(data);
        }, arrives);
      }
      const ahead = this.#free - performance.now();
      if (ahead > 2) await new Promise((resolve) => setTimeout(resolve, ahead));
    }
    this.#running = false;
  }
}
