import { ImError, offline } from "./errors.js";
import { SUBPROTOCOL } from "./wire.js";

/** Silence after which the other side is asked whether it is still there (ms). */
const IDLE = 25_000;

/** How long any answer may take before the connection counts as dead (ms). */
const ANSWER = 15_000;

/** @typedef {new (url: string, protocol: string) => WebSocket} SocketClass */

/**
 * Why a connection ended. `code` is the WebSocket's close code, 1006 where there was none.
 * @typedef {{ code: number, reason: string }} Closing
 */

/**
 * One WebSocket from opening to end: requests find their answers, everything else goes to `onframe`.
 * A connection is used once; after `onclose` it stays closed.
 */
export class Connection {
  #socket;
  #clock;
  #onframe;
  #onclose;
  #nextId = 1;
  #closed = false;
  /** @type {Map<number, { resolve: (frame: any) => void, reject: (error: ImError) => void, cancel: () => void }>} */
  #waiting = new Map();
  /** @type {() => void} */
  #cancelWatch;

  /**
   * @param {object} options
   * @param {string} options.url
   * @param {SocketClass} options.WebSocket
   * @param {import("./clock.js").Clock} options.clock
   * @param {() => void} options.onopen
   * @param {(frame: import("./wire.js").ServerFrame) => void} options.onframe frames that answer no request
   * @param {(closing: Closing) => void} options.onclose called once
   */
  constructor({ url, WebSocket, clock, onopen, onframe, onclose }) {
    this.#clock = clock;
    this.#onframe = onframe;
    this.#onclose = onclose;
    this.#socket = new WebSocket(url, SUBPROTOCOL);
    this.#socket.onopen = () => onopen();
    this.#socket.onmessage = (event) => this.#receive(event.data);
    this.#socket.onclose = (event) => this.#end({ code: event.code, reason: event.reason });
    this.#cancelWatch = clock.after(ANSWER, () => this.#end({ code: 1006, reason: "no answer" }));
  }

  /**
   * Send a frame that nothing answers by id, or whose answer is an event.
   * @param {object} frame
   */
  post(frame) {
    if (!this.#closed) this.#socket.send(JSON.stringify(frame));
  }

  /**
   * @param {string} type
   * @param {object} [fields]
   * @param {number} [patience] ms after which the connection counts as dead
   * @returns {Promise<any>} the answering frame; rejects with the server's error, or `offline`
   */
  request(type, fields = {}, patience = ANSWER) {
    if (this.#closed) return Promise.reject(offline());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(patience, () => this.#end({ code: 1006, reason: "no answer" }));
      this.#waiting.set(id, { resolve, reject, cancel });
      this.post({ t: type, id, ...fields });
    });
  }

  /**
   * Ask the other side for a sign of life; the connection ends where none comes.
   * @param {number} [patience] ms
   */
  probe(patience) {
    this.request("ping", {}, patience).catch(() => {});
  }

  close() {
    this.#end({ code: 1000, reason: "" });
  }

  /** @param {unknown} data */
  #receive(data) {
    this.#watch();
    const frame = JSON.parse(String(data));
    const request = typeof frame.id === "number" ? this.#waiting.get(frame.id) : undefined;
    if (!request) {
      this.#onframe(frame);
      return;
    }
    this.#waiting.delete(frame.id);
    request.cancel();
    if (frame.t === "error") request.reject(new ImError(frame.code, frame.message, frame));
    else request.resolve(frame);
  }

  #watch() {
    this.#cancelWatch();
    this.#cancelWatch = this.#clock.after(IDLE, () => this.probe());
  }

  /**
   * The browser may take minutes to notice a dead network, so the end is declared here and not waited for.
   * @param {Closing} closing
   */
  #end(closing) {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelWatch();
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    for (const { reject, cancel } of this.#waiting.values()) {
      cancel();
      reject(offline());
    }
    this.#waiting.clear();
    this.#onclose(closing);
  }
}
