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
      const stream = (/** @type {import("node:net").Socket} */ sink, from = 0, passed = (_ = 0) => {}) =>
        /** @type {Stream} */ ({ sink, waiting: [], travelling: [], from, passed });
      const upwards = stream(far, greeted);
      const downwards = stream(near, 0, (bytes) => (this.down += bytes));
      near.on("data", (data) => {
        this.#note(data);
        this.#ways.up.carry(upwards, data);
      });
      far.on("data", (data) => this.#ways.down.carry(downwards, data));
      near.on("close", () => this.#ways.up.carry(upwards, END));
      far.on("close", () => this.#ways.down.carry(downwards, END));
      for (const end of [near, far]) end.on("error", () => end.destroy());
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

/**
 * What goes to one end.
 * @typedef {object} Stream
 * @property {import("node:net").Socket} sink
 * @property {Buffer[]} waiting segments in the order in which they came
 * @property {Buffer[]} travelling those that are on the way: timers of the same moment fire in any order
 * @property {number} from nothing travels before that time
 * @property {(bytes: number) => void} passed
 */

/** Comes after the last segment. */
const END = Buffer.alloc(0);

/** One direction: all streams share its rate, segment by segment. */
class Way {
  #rate;
  #delay;
  #free = 0;
  /** @type {Set<Stream>} */
  #waiting = new Set();
  #running = false;

  /** @param {number} rate (bit/s) @param {number} delay (ms) */
  constructor(rate, delay) {
    this.#rate = rate;
    this.#delay = delay;
  }

  /** @param {Stream} stream @param {Buffer} data or `END` */
  carry(stream, data) {
    for (let at = 0; at < data.length; at += SEGMENT) stream.waiting.push(data.subarray(at, at + SEGMENT));
    if (data === END) stream.waiting.push(END);
    this.#waiting.add(stream);
    if (!this.#running) this.#run();
  }

  async #run() {
    this.#running = true;
    while (this.#waiting.size) {
      for (const stream of this.#waiting) {
        this.#send(stream, /** @type {Buffer} */ (stream.waiting.shift()));
        if (!stream.waiting.length) this.#waiting.delete(stream);
      }
      const ahead = this.#free - performance.now();
      if (ahead > 2) await new Promise((resolve) => setTimeout(resolve, ahead));
    }
    this.#running = false;
  }

  /** @param {Stream} stream @param {Buffer} segment */
  #send(stream, segment) {
    this.#free = Math.max(this.#free, performance.now()) + (segment.length * 8000) / this.#rate;
    stream.travelling.push(segment);
    setTimeout(() => arrive(stream), Math.max(this.#free, stream.from) + this.#delay - performance.now());
  }
}

/** @param {Stream} stream */
function arrive({ sink, travelling, passed }) {
  const segment = /** @type {Buffer} */ (travelling.shift());
  passed(segment.length);
  if (segment === END) sink.destroySoon();
  else if (!sink.destroyed) sink.write(segment);
}
