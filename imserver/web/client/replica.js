import { Cache } from "./cache.js";
import { Conversations } from "./conversations.js";
import { ImError, offline } from "./errors.js";
import { Marks } from "./marks.js";
import { bare, changed } from "./message.js";
import { Outbox } from "./outbox.js";
import { Timeline } from "./timeline.js";
import { isSaid, MAX_PAGE, RECEIPTS_UP_TO } from "./wire.js";

/** @typedef {import("./wire.js").Message} Message */
/** @typedef {import("./session.js").SessionEvents} SessionEvents */

/**
 * This browser's copy of the server's data: conversations and timelines up to the sync token, with the changes that wait
 * in the outbox. It is kept in storage, and answers from there while there is no connection.
 */
export class Replica {
  #clock;
  #request;
  #cache;
  /** @type {Map<string, Timeline>} */
  #timelines = new Map();

  /** @type {string | null} */
  sync = null;

  /** whether the whole list of conversations is coming */
  listing = false;

  /**
   * @param {object} options
   * @param {string} options.me the id of the person signed in
   * @param {import("./storage.js").Storage} options.storage
   * @param {import("./clock.js").Clock} options.clock
   * @param {<E extends keyof SessionEvents>(event: E, detail: SessionEvents[E]) => void} options.emit
   * @param {(name: string, fields: object) => Promise<any>} options.request
   */
  constructor({ me, storage, clock, emit, request }) {
    this.me = me;
    this.#clock = clock;
    this.emit = emit;
    this.#request = request;
    this.#cache = new Cache({ storage, clock });
    this.marks = new Marks({ storage, clock });
    this.conversations = new Conversations(clock, me);
    this.outbox = new Outbox({
      storage,
      clock,
      onchange: () => this.emit("outbox", undefined),
      onsent: (entry, stored) => {
        const { conv, change, ts } = entry;
        if (change) this.revise(conv, change.seq, (message) => changed(message, change, me, ts));
        else this.store(conv, { ...entry, ...stored, sender: me });
      },
      onrefused: ({ conv, change }, error) => {
        // A recall whose acknowledgement was lost finds nothing.
        if (!change || (change.t === "recall" && error.code === "unknown_message")) return;
        this.emit("refused", { conv, change, error });
      },
    });
  }

  /** Load what an earlier visit left. */
  async load() {
    const [snapshot, marks] = await Promise.all([this.#cache.load(), this.marks.load(), this.outbox.load()]);
    if (!snapshot) return;
    this.sync = snapshot.sync;
    this.conversations.replace(snapshot.conversations);
    for (const { conv, ...position } of marks) this.conversations.moveReceipt(conv, this.me, position);
    this.emit("conversations", undefined);
  }

  /** Write down at once what was seen. */
  flush() {
    this.#cache.flush();
  }

  /** Forget the server's data; what waits to be sent stays. */
  async forget() {
    await this.#cache.clear();
  }

  /** What is here may be followed by nothing of what comes: start over, from a sync token. @param {string} sync */
  restart(sync) {
    this.#cache.clear();
    for (const timeline of this.#timelines.values()) timeline.clear();
    this.sync = sync;
  }

  /** The list, or something in it, is another one. */
  changed() {
    this.#cache.save(() =>
      this.sync === null ? null : { sync: this.sync, conversations: this.conversations.sorted() },
    );
    this.emit("conversations", undefined);
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
        fetchPage: (cut) => this.#page(conv, cut),
        onchange: () => this.emit("timeline", conv),
        show: (message) => this.shown(conv, message),
      });
      this.#timelines.set(conv, timeline);
    }
    return timeline;
  }

  /** Fill the holes of all timelines: the stream has caught up. */
  resync() {
    for (const [id, timeline] of this.#timelines) timeline.resync(this.conversations.get(id)?.last_seq ?? 0);
  }

  /**
   * A message with those changes of one's own that wait.
   * @param {string} conv
   * @param {Message} message
   * @returns {Message}
   */
  shown(conv, message) {
    return this.outbox
      .changes(conv, message.seq)
      .reduce((before, { ts, change }) => ({ ...changed(before, change, this.me, ts), waiting: true }), message);
  }

  /**
   * A message of the window on the screen.
   * @param {string} conv
   * @param {number} seq
   */
  find(conv, seq) {
    return this.#timelines.get(conv)?.find(seq);
  }

  /**
   * @param {string} conv
   * @param {number} seq
   * @returns {Promise<Message | undefined>}
   */
  async message(conv, seq) {
    const shown = this.find(conv, seq);
    if (shown) return shown;
    const page = await this.#page(conv, { after: seq - 1, limit: 1 });
    const found = page.messages.find((message) => message.seq === seq);
    return found && this.shown(conv, found);
  }

  /**
   * @param {string} conv
   * @param {(message: Message) => boolean} fits
   */
  async kept(conv, fits) {
    const { first_seq = 1 } = this.conversations.get(conv) ?? {};
    const all = (await this.#cache.all(conv)).filter(({ seq, gone }) => seq >= first_seq && !gone);
    return all
      .map((message) => this.shown(conv, message))
      .filter((message) => isSaid(message) && fits(message))
      .reverse();
  }

  /**
   * @param {string} conv
   * @param {number} seq
   */
  markRead(conv, seq) {
    if (seq <= (this.conversations.get(conv)?.read ?? 0)) return;
    this.moveRead(conv, seq);
    this.marks.note(conv, { read: seq });
    this.changed();
  }

  /**
   * @param {string} conv
   * @param {number} read
   */
  moveRead(conv, read) {
    const { read: from = 0, first_seq = 1, last_seq = 0 } = this.conversations.get(conv) ?? {};
    const start = Math.max(from, first_seq - 1);
    const passed = this.#timelines.get(conv)?.between(start, read) ?? [];
    this.conversations.moveReceipt(conv, this.me, { read }, passed);
    if (passed.length < read - start && read < last_seq) this.#recount(conv, read);
  }

  /**
   * Nobody tells which of the messages that were read had counted, where this page hasn't got them: what is left is counted,
   * unless it is more than a page.
   * @param {string} conv
   * @param {number} read
   */
  async #recount(conv, read) {
    const page = await this.#page(conv, { after: read, limit: MAX_PAGE }).catch(() => null);
    const now = this.conversations.get(conv);
    if (!page || page.more || now?.read !== read || page.messages.at(-1)?.seq !== now.last_seq) return;
    this.conversations.recount(conv, page.messages);
    this.changed();
  }

  /**
   * Tell the others that what they wrote has come, where they are told at all.
   * @param {import("./wire.js").Conversation} conversation
   */
  deliver({ id, unread, last_seq, members, member_count = members.length }) {
    if (unread && member_count <= RECEIPTS_UP_TO) this.marks.note(id, { delivered: last_seq });
  }

  /**
   * @param {string} conv
   * @param {number} seq
   * @param {import("./timeline.js").Change} change
   */
  revise(conv, seq, change) {
    this.conversations.reviseMessage(conv, seq, change);
    this.#timelines.get(conv)?.revise(seq, change);
    this.#cache.revise(conv, seq, change);
    this.emit("revised", { conv, seq });
  }

  /**
   * A message is in the store: by event, or by the acknowledgement of one's own.
   * @param {string} conv
   * @param {Message} stored
   * @param {string} [sync]
   */
  store(conv, stored, sync) {
    const message = bare(stored);
    const { seq, sender, client_id } = message;
    const isNew = seq > (this.conversations.get(conv)?.last_seq ?? 0);
    this.conversations.noteMessage(conv, message);
    this.#cache.keep(conv, [message]);
    this.#timelines.get(conv)?.receive(message);
    if (sender === this.me) {
      this.outbox.confirm(client_id, seq);
      if (!message.action && !this.conversations.get(conv)?.unread) this.markRead(conv, seq);
    } else if (isNew) {
      const conversation = this.conversations.get(conv);
      if (conversation) this.deliver(conversation);
      this.emit("arrived", { conv, message });
    }
    if (sync) this.sync = sync;
    this.changed();
  }

  /**
   * @param {string} conv
   * @param {number} through
   */
  expire(conv, through) {
    this.conversations.expire(conv, through);
    this.#timelines.get(conv)?.expire(through);
  }

  /** @param {string} conv */
  remove(conv) {
    this.conversations.remove(conv);
    this.#timelines.get(conv)?.clear();
    this.#timelines.delete(conv);
    this.#cache.forget(conv);
  }

  /**
   * @param {string} conv
   * @param {import("./timeline.js").Cut} cut
   * @returns {Promise<{ messages: Message[], more: boolean }>}
   */
  async #page(conv, cut) {
    try {
      const page = await this.#request("history", { conv, ...cut });
      this.#cache.keep(conv, page.messages);
      for (const message of page.messages) {
        if (message.sender === this.me && this.outbox.has(message.client_id)) this.store(conv, message);
      }
      return page;
    } catch (thrown) {
      if (!(thrown instanceof ImError) || thrown.code !== "offline") throw thrown;
      const { first_seq = 1, last_seq = 0 } = this.conversations.get(conv) ?? {};
      const page = await this.#cache.page(conv, cut, { first: first_seq, last: last_seq });
      if (page) return page;
      throw offline();
    }
  }
}
