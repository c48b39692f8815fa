import { Conversations } from "./conversations.js";
import { Emitter } from "./emitter.js";
import { ImError } from "./errors.js";
import { Outbox } from "./outbox.js";
import { Reads } from "./reads.js";
import { Reconnection } from "./reconnection.js";
import { cleanText } from "./text.js";
import { Timeline } from "./timeline.js";

/** @typedef {import("./reconnection.js").State} State */

/** @typedef {{ conv: string, message: import("./wire.js").Message }} Arrival */

/**
 * `timeline` names the conversation; `arrived` is a new message from somebody else; `ended` comes when the
 * server won't have this session any more.
 * @typedef {{
 *   state: State,
 *   conversations: void,
 *   outbox: void,
 *   reads: void,
 *   timeline: string,
 *   arrived: Arrival,
 *   ended: ImError,
 * }} SessionEvents
 */

/**
 * One person's presence on the server, through any number of connections: resumes where the last one left off,
 * keeps conversations and timelines up to date, and sends what is in the outbox.
 * @extends {Emitter<SessionEvents>}
 */
export class Session extends Emitter {
  #clock;
  #createId;
  #reconnection;
  /** @type {string | null} */
  #sync = null;
  /** @type {Map<string, Timeline>} */
  #timelines = new Map();

  /**
   * @param {object} options
   * @param {string} options.url of the WebSocket
   * @param {string} options.me the id of the person signed in
   * @param {import("./reconnection.js").TokenSource} options.credentials
   * @param {import("./storage.js").Storage} options.storage
   * @param {import("./connection.js").SocketClass} options.WebSocket
   * @param {import("./clock.js").Clock} options.clock
   * @param {() => string} options.createId makes UUIDs
   */
  constructor({ url, me, credentials, storage, WebSocket, clock, createId }) {
    super();
    this.me = me;
    this.#clock = clock;
    this.#createId = createId;
    this.conversations = new Conversations(clock);
    this.reads = new Reads(storage);
    this.outbox = new Outbox({
      storage,
      clock,
      onchange: () => this.emit("outbox", undefined),
      onsent: ({ conv, client_id, text }, { seq, ts }) => this.#store(conv, { seq, ts, client_id, text, sender: me }),
    });
    this.#reconnection = new Reconnection({
      url,
      WebSocket,
      clock,
      credentials,
      syncToken: () => this.#sync,
      onframe: (frame) => this.#receive(frame),
      onstate: (state) => this.#follow(state),
      onend: (error) => this.emit("ended", error),
    });
  }

  get state() {
    return this.#reconnection.state;
  }

  /** Load what an earlier visit left, then connect, and stay connected until `stop`. */
  async start() {
    await Promise.all([this.outbox.load(), this.reads.load()]);
    this.#reconnection.start();
  }

  stop() {
    this.#reconnection.stop();
  }

  /** Something suggests that the network is back, or was away: look at once. */
  wake() {
    this.#reconnection.wake();
  }

  /**
   * @param {string} conv
   * @returns {Timeline}
   */
  timeline(conv) {
    let timeline = this.#timelines.get(conv);
    if (!timeline) {
      timeline = new Timeline({
        clock: this.#clock,
        fetchPage: (cut) => this.#reconnection.request("history", { conv, ...cut }),
        onchange: () => this.emit("timeline", conv),
      });
      this.#timelines.set(conv, timeline);
    }
    return timeline;
  }

  /**
   * Put a message into the outbox, from where it is sent as soon as possible, once.
   * @param {string} conv
   * @param {string} typed
   */
  async send(conv, typed) {
    const text = cleanText(typed);
    if (text) await this.outbox.add(this.#createId(), conv, text);
  }

  /**
   * @param {string} conv
   * @param {number} seq the newest message that was seen
   */
  markRead(conv, seq) {
    if (this.reads.advance(conv, seq)) this.emit("reads", undefined);
  }

  /** @param {string} conv */
  unread(conv) {
    return Math.max(0, (this.conversations.get(conv)?.last_seq ?? 0) - this.reads.position(conv));
  }

  /**
   * A conversation that an HTTP call answered, ahead of its event.
   * @param {import("./wire.js").Conversation} conversation
   */
  learn(conversation) {
    this.conversations.put(conversation);
    this.emit("conversations", undefined);
  }

  /** @param {State} state */
  #follow(state) {
    if (state !== "live") this.outbox.detach();
    this.emit("state", state);
  }

  /** @param {import("./wire.js").ServerFrame} frame */
  #receive(frame) {
    switch (frame.t) {
      case "ready":
        return this.#begin(frame);
      case "live":
        return this.#goLive(frame);
      case "message":
        return this.#store(frame.conv, frame, frame.sync);
      case "edited":
        this.#revise(frame.conv, frame.seq, { text: frame.text, edited_at: frame.ts });
        break;
      case "recalled":
        this.#revise(frame.conv, frame.seq, { text: "", gone: "recalled" });
        break;
      case "conversation":
        this.conversations.put(frame.conversation);
        break;
      case "member":
        this.conversations.changeMember(frame);
        if (frame.change === "role" && frame.user.id === this.me) this.conversations.setRole(frame.conv, frame.role);
        break;
      case "group":
        this.conversations.rename(frame.conv, frame.title);
        break;
      case "removed":
        this.conversations.remove(frame.conv);
        this.#timelines.get(frame.conv)?.clear();
        this.#timelines.delete(frame.conv);
        break;
      case "profile":
        this.conversations.changeProfile(frame.user);
        break;
    }
    if (!("sync" in frame)) return;
    this.#sync = frame.sync;
    this.emit("conversations", undefined);
  }

  /** @param {import("./wire.js").ReadyFrame} frame */
  #begin({ user, mode, sync, conversations }) {
    if (user !== this.me) {
      this.#reconnection.end(new ImError("session_ended", "The server knows this session as somebody else's."));
      return;
    }
    if (conversations) {
      this.conversations.replace(conversations);
      this.reads.begin(conversations);
      if (mode === "reset") this.reads.limit(conversations);
    }
    if (mode !== "resumed") {
      for (const timeline of this.#timelines.values()) timeline.clear();
    }
    if (mode !== "resumed") this.#sync = sync;
    this.#reconnection.accepted();
    this.emit("conversations", undefined);
  }

  /** @param {import("./wire.js").LiveFrame} frame */
  #goLive({ sync }) {
    this.#sync = sync;
    this.#reconnection.caughtUp();
    for (const [id, timeline] of this.#timelines) timeline.resync(this.conversations.get(id)?.last_seq ?? 0);
    this.outbox.attach(({ conv, client_id, text }) => this.#reconnection.request("send", { conv, client_id, text }));
  }

  /**
   * @param {string} conv
   * @param {number} seq
   * @param {Partial<import("./wire.js").Message>} change
   */
  #revise(conv, seq, change) {
    this.conversations.reviseMessage(conv, seq, change);
    this.#timelines.get(conv)?.revise(seq, change);
  }

  /**
   * A message is in the store: by event, or by the acknowledgement of one's own.
   * @param {string} conv
   * @param {import("./wire.js").Message} stored
   * @param {string} [sync]
   */
  #store(conv, { seq, sender, client_id, ts, text, edited_at, gone }, sync) {
    const message = { seq, sender, client_id, ts, text, ...(edited_at && { edited_at }), ...(gone && { gone }) };
    const isNew = seq > (this.conversations.get(conv)?.last_seq ?? 0);
    this.conversations.noteMessage(conv, message);
    this.#timelines.get(conv)?.receive(message);
    if (sender === this.me) {
      this.outbox.confirm(client_id);
      this.markRead(conv, seq);
    } else if (isNew) this.emit("arrived", { conv, message });
    if (sync) this.#sync = sync;
    this.emit("conversations", undefined);
  }
}
