import { Emitter } from "./emitter.js";
import { ImError } from "./errors.js";
import { apply } from "./events.js";
import { Reconnection } from "./reconnection.js";
import { Replica } from "./replica.js";
import { cleanText } from "./text.js";
import { MAX_WATCHED } from "./wire.js";

/** @typedef {import("./reconnection.js").State} State */
/** @typedef {import("./wire.js").Message} Message */

/** @typedef {{ conv: string, message: Message }} Arrival */

/**
 * `timeline` names the conversation; `arrived` is a new message from somebody else; `typing` and `presence` tell of
 * people; `profile` is how somebody is called and looks from now on; `block` whom one blocks; `server` what that is called; `ended` comes when the server won't have this session
 * any more. After `outbox` timelines may look different. `revised` is a stored message that was changed. `refused`: the
 * server won't make a change of a message, which is shown as it was.
 * @typedef {{
 *   state: State,
 *   conversations: void,
 *   outbox: void,
 *   timeline: string,
 *   arrived: Arrival,
 *   typing: { conv: string, user: string },
 *   presence: { online: string[], offline: string[] },
 *   profile: import("./wire.js").Profile,
 *   block: { user: string, on: boolean },
 *   server: string,
 *   revised: { conv: string, seq: number },
 *   refused: { conv: string, change: import("./outbox.js").Change, error: ImError },
 *   ended: ImError,
 * }} SessionEvents
 */

/**
 * One person's presence on the server, through any number of connections: resumes where the last one left off,
 * applies the stream of events to the replica, and sends what is in the outbox.
 * @extends {Emitter<SessionEvents>}
 */
export class Session extends Emitter {
  #createId;
  #reconnection;
  #replica;
  /** @type {string[]} */
  #watched = [];

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
    this.#createId = createId;
    this.#replica = new Replica({
      me,
      storage,
      clock,
      emit: (name, value) => this.emit(name, value),
      request: (type, fields) => this.#reconnection.request(type, fields),
    });
    this.conversations = this.#replica.conversations;
    this.outbox = this.#replica.outbox;
    this.#reconnection = new Reconnection({
      url,
      WebSocket,
      clock,
      credentials,
      syncToken: () => this.#replica.sync,
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
    await this.#replica.load();
    this.#reconnection.start();
  }

  stop() {
    this.#reconnection.stop();
    this.#replica.flush();
  }

  /** The server's data don't belong into this browser any more; what waits to be sent stays. */
  async forget() {
    await this.#replica.forget();
  }

  /** Something suggests that the network is back, or was away: look at once. */
  wake() {
    this.#reconnection.wake();
  }

  /** The network is said to be gone: rejects where the server doesn't answer at once. */
  doubt() {
    return this.#reconnection.doubt();
  }

  /** Write down at once what was seen: the page is about to go. */
  flush() {
    this.#replica.flush();
  }

  /**
   * @param {string} conv
   * @returns {import("./timeline.js").Timeline}
   */
  timeline(conv) {
    return this.#replica.timeline(conv);
  }

  /**
   * Put a message into the outbox, from where it is sent as soon as possible, once. It has a text, or files that are
   * uploaded already.
   * @param {string} conv
   * @param {string} typed
   * @param {import("./outbox.js").Extra} [extra]
   */
  async send(conv, typed, extra = {}) {
    const text = cleanText(typed);
    if (text || extra.attachments?.length) await this.outbox.add(this.#createId(), conv, text, extra);
  }

  /**
   * Edits, recalls and reactions wait in the outbox like messages, and are shown at once.
   * @param {string} conv
   * @param {number | string} which the number of a message, or the `client_id` of one on its way
   * @param {string} typed
   * @param {{ mentions?: string[], spans?: import("./wire.js").Span[] }} [called]
   */
  edit(conv, which, typed, { mentions = [], spans = [] } = {}) {
    return this.#alter(conv, which, { t: "edit", text: cleanText(typed), mentions, spans });
  }

  /**
   * @param {string} conv
   * @param {number | string} which the number of a message, or the `client_id` of one on its way
   */
  recall(conv, which) {
    return this.#alter(conv, which, { t: "recall" });
  }

  /**
   * @param {string} conv
   * @param {number} seq
   * @param {string} emoji
   * @param {boolean} on
   */
  react(conv, seq, emoji, on) {
    return this.#alter(conv, seq, { t: "react", emoji, on });
  }

  /**
   * A message with those changes of one's own that wait.
   * @param {string} conv
   * @param {Message} message
   * @returns {Message}
   */
  shown(conv, message) {
    return this.#replica.shown(conv, message);
  }

  /**
   * @param {string} conv
   * @param {number} seq
   * @param {boolean} on
   */
  pin(conv, seq, on) {
    return this.#reconnection.request("pin", { conv, seq, on });
  }

  /**
   * One message, from the window on the screen, the copy in this browser, or the server.
   * @param {string} conv
   * @param {number} seq
   * @returns {Promise<Message | undefined>}
   */
  message(conv, seq) {
    return this.#replica.message(conv, seq);
  }

  /**
   * The messages of a conversation that this browser keeps, the newest first, as far as they fit.
   * @param {string} conv
   * @param {(message: Message) => boolean} fits
   */
  kept(conv, fits) {
    return this.#replica.kept(conv, fits);
  }

  /**
   * Tell that one is typing; call it not more than every few seconds.
   * @param {string} conv
   */
  typing(conv) {
    this.#reconnection.post("typing", { conv });
  }

  /**
   * Be told who of these conversations' people is here, instead of those before.
   * @param {string[]} convs at most `MAX_WATCHED`
   */
  watch(convs) {
    const watched = convs.slice(0, MAX_WATCHED);
    if (watched.join() === this.#watched.join()) return;
    this.#watched = watched;
    if (this.state === "live") this.#rewatch();
  }

  /**
   * @param {string} conv
   * @param {number} seq the newest message that was seen
   */
  markRead(conv, seq) {
    this.#replica.markRead(conv, seq);
  }

  /** @param {string} conv */
  unread(conv) {
    return this.conversations.get(conv)?.unread ?? 0;
  }

  /**
   * A conversation that an HTTP call answered, ahead of its event.
   * @param {import("./wire.js").Conversation} conversation
   */
  learn(conversation) {
    this.conversations.put(conversation);
    this.#replica.changed();
  }

  /**
   * @param {string} conv
   * @param {number | string} which
   * @param {import("./outbox.js").Alteration} alteration
   */
  async #alter(conv, which, alteration) {
    const seq = typeof which === "number" ? which : await this.outbox.amend(which, alteration);
    const known = seq && this.#replica.find(conv, seq);
    if (known) this.outbox.confirm(known.client_id, seq);
    if (seq) await this.outbox.add(this.#createId(), conv, "", { change: { ...alteration, seq } });
  }

  /** @param {State} state */
  #follow(state) {
    if (state !== "live") {
      this.outbox.detach();
      this.#replica.marks.detach();
    }
    this.emit("state", state);
  }

  #rewatch() {
    this.#reconnection.request("watch", { convs: this.#watched }).catch(() => {});
  }

  /** @param {import("./wire.js").ServerFrame} frame */
  #receive(frame) {
    if (frame.t === "ready") this.#begin(frame);
    else if (frame.t === "live") this.#goLive(frame);
    else apply(this.#replica, frame);
  }

  /** @param {import("./wire.js").ReadyFrame} frame */
  #begin({ user, mode, sync, conversations, server = "" }) {
    if (user !== this.me) {
      this.#reconnection.end(new ImError("session_ended", "The server knows this session as somebody else's."));
      return;
    }
    if (mode === "reset") {
      this.#replica.marks.clear();
      this.outbox.refuseChanges(new ImError("not_found", "The server's messages are others now."));
    }
    this.#replica.listing = mode !== "resumed";
    if (this.#replica.listing) this.#replica.restart(sync);
    if (conversations) this.conversations.replace(conversations);
    for (const conversation of conversations ?? []) this.#replica.deliver(conversation);
    this.emit("server", server);
    this.#reconnection.accepted();
    this.#replica.changed();
  }

  /** @param {import("./wire.js").LiveFrame} frame */
  #goLive({ sync }) {
    this.#replica.sync = sync;
    this.#replica.listing = false;
    this.#reconnection.caughtUp();
    this.#replica.resync();
    this.outbox.attach(({ conv, client_id, text, reply_to, mentions, spans, attachments, change }) => {
      if (change) {
        const { t, ...fields } = change;
        return this.#reconnection.request(t, { conv, ...fields });
      }
      const files = attachments?.map(({ id }) => id);
      return this.#reconnection.request("send", {
        conv,
        client_id,
        text,
        reply_to,
        mentions,
        spans,
        attachments: files,
      });
    });
    this.#replica.marks.attach(({ conv, read, delivered }) =>
      this.#reconnection.request("mark", { conv, ...(read && { read }), ...(delivered && { delivered }) }),
    );
    if (this.#watched.length > 0) this.#rewatch();
    this.#replica.changed();
  }
}
