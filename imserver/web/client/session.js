import { Cache } from "./cache.js";
import { Conversations } from "./conversations.js";
import { Emitter } from "./emitter.js";
import { ImError, offline } from "./errors.js";
import { Marks } from "./marks.js";
import { Outbox } from "./outbox.js";
import { Reconnection } from "./reconnection.js";
import { cleanText } from "./text.js";
import { Timeline } from "./timeline.js";
import { isSaid, MAX_PAGE, MAX_WATCHED, RECEIPTS_UP_TO } from "./wire.js";

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
 * keeps conversations and timelines up to date, and sends what is in the outbox. What was seen is kept in storage,
 * and shown from there while there is no connection.
 * @extends {Emitter<SessionEvents>}
 */
export class Session extends Emitter {
  #clock;
  #createId;
  #reconnection;
  #cache;
  #marks;
  /** @type {string | null} */
  #sync = null;
  /** @type {Map<string, Timeline>} */
  #timelines = new Map();
  /** @type {string[]} */
  #watched = [];

  /** whether the whole list of conversations is coming */
  #listing = false;

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
    this.#cache = new Cache({ storage, clock });
    this.#marks = new Marks({ storage, clock });
    this.conversations = new Conversations(clock, me);
    this.outbox = new Outbox({
      storage,
      clock,
      onchange: () => this.emit("outbox", undefined),
      onsent: (entry, stored) => {
        const { conv, change, ts } = entry;
        if (change) this.#revise(conv, change.seq, (message) => changed(message, change, me, ts));
        else this.#store(conv, { ...entry, ...stored, sender: me });
      },
      onrefused: ({ conv, change }, error) => {
        // A recall whose acknowledgement was lost finds nothing.
        if (!change || (change.t === "recall" && error.code === "unknown_message")) return;
        this.emit("refused", { conv, change, error });
      },
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
    const [snapshot, marks] = await Promise.all([this.#cache.load(), this.#marks.load(), this.outbox.load()]);
    if (snapshot) {
      this.#sync = snapshot.sync;
      this.conversations.replace(snapshot.conversations);
      for (const { conv, ...position } of marks) this.conversations.moveReceipt(conv, this.me, position);
      this.emit("conversations", undefined);
    }
    this.#reconnection.start();
  }

  stop() {
    this.#reconnection.stop();
    this.#cache.flush();
  }

  /** The server's data don't belong into this browser any more; what waits to be sent stays. */
  async forget() {
    await this.#cache.clear();
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
    this.#cache.flush();
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
    return this.outbox
      .changes(conv, message.seq)
      .reduce((before, { ts, change }) => ({ ...changed(before, change, this.me, ts), waiting: true }), message);
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
  async message(conv, seq) {
    const shown = this.#timelines.get(conv)?.find(seq);
    if (shown) return shown;
    const page = await this.#page(conv, { after: seq - 1, limit: 1 });
    const found = page.messages.find((message) => message.seq === seq);
    return found && this.shown(conv, found);
  }

  /**
   * The messages of a conversation that this browser keeps, the newest first, as far as they fit.
   * @param {string} conv
   * @param {(message: Message) => boolean} fits
   */
  async kept(conv, fits) {
    const { first_seq = 1 } = this.conversations.get(conv) ?? {};
    const all = (await this.#cache.all(conv)).filter(({ seq, gone }) => seq >= first_seq && !gone);
    return all.map((message) => this.shown(conv, message)).filter((message) => isSaid(message) && fits(message)).reverse();
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
    if (seq <= (this.conversations.get(conv)?.read ?? 0)) return;
    this.#moveRead(conv, seq);
    this.#marks.note(conv, { read: seq });
    this.#changed();
  }

  /**
   * @param {string} conv
   * @param {number} read
   */
  #moveRead(conv, read) {
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
    this.#changed();
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
    this.#changed();
  }

  /**
   * @param {string} conv
   * @param {number | string} which
   * @param {import("./outbox.js").Wish} wish
   */
  async #alter(conv, which, wish) {
    const seq = typeof which === "number" ? which : await this.outbox.amend(which, wish);
    const known = seq && this.#timelines.get(conv)?.find(seq);
    if (known) this.outbox.confirm(known.client_id, seq);
    if (seq) await this.outbox.add(this.#createId(), conv, "", { change: { ...wish, seq } });
  }

  /** @param {State} state */
  #follow(state) {
    if (state !== "live") {
      this.outbox.detach();
      this.#marks.detach();
    }
    this.emit("state", state);
  }

  /** The list, or something in it, is another one. */
  #changed() {
    this.#cache.save(() => this.#sync === null ? null : { sync: this.#sync, conversations: this.conversations.sorted() });
    this.emit("conversations", undefined);
  }

  #rewatch() {
    this.#reconnection.request("watch", { convs: this.#watched }).catch(() => {});
  }

  /**
   * @param {string} conv
   * @param {import("./timeline.js").Cut} cut
   * @returns {Promise<{ messages: Message[], more: boolean }>}
   */
  async #page(conv, cut) {
    try {
      const page = await this.#reconnection.request("history", { conv, ...cut });
      this.#cache.keep(conv, page.messages);
      for (const message of page.messages) {
        if (message.sender === this.me && this.outbox.has(message.client_id)) this.#store(conv, message);
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

  /** @param {import("./wire.js").ServerFrame} frame */
  #receive(frame) {
    switch (frame.t) {
      case "ready":
        return this.#begin(frame);
      case "live":
        return this.#goLive(frame);
      case "typing":
      case "presence":
        return this.emit(frame.t, frame);
      case "server":
        return this.emit("server", frame.name);
      case "message":
        return this.#store(frame.conv, frame, frame.sync);
      case "edited":
        this.#revise(frame.conv, frame.seq, (message) => edited(message, frame, frame.ts));
        this.outbox.settle(frame.conv, frame.seq, ({ t, text }, tried) => tried && t === "edit" && text === frame.text);
        break;
      case "recalled":
        this.#revise(frame.conv, frame.seq, recalled);
        this.outbox.settle(frame.conv, frame.seq, () => true);
        this.conversations.pin(frame.conv, frame.seq, false);
        break;
      case "reaction":
        this.#revise(frame.conv, frame.seq, (message) => react(message, frame));
        if (frame.user === this.me) {
          const { conv, seq, emoji, on } = frame;
          this.outbox.settle(conv, seq, (change, tried) => tried && change.emoji === emoji && change.on === on);
        }
        break;
      case "pinned":
        this.conversations.pin(frame.conv, frame.seq, frame.on);
        break;
      case "expired":
        this.conversations.expire(frame.conv, frame.through);
        this.#timelines.get(frame.conv)?.expire(frame.through);
        break;
      case "receipt":
        if (frame.user === this.me && frame.read) this.#moveRead(frame.conv, frame.read);
        this.conversations.moveReceipt(frame.conv, frame.user, frame);
        break;
      case "preferences":
        this.conversations.set(frame.conv, { preferences: frame.preferences });
        break;
      case "block":
        this.emit("block", frame);
        break;
      case "conversation":
        this.conversations.put(frame.conversation, this.#listing);
        this.#deliver(frame.conversation);
        break;
      case "member":
        this.conversations.changeMember(frame);
        break;
      case "group":
        this.conversations.set(frame.conv, { title: frame.title, avatar: frame.avatar, settings: frame.settings ?? {} });
        break;
      case "removed":
        this.conversations.remove(frame.conv);
        this.#timelines.get(frame.conv)?.clear();
        this.#timelines.delete(frame.conv);
        this.#cache.forget(frame.conv);
        break;
      case "profile":
        this.conversations.changeProfile(frame.user);
        this.emit("profile", frame.user);
        break;
    }
    if (!("sync" in frame)) return;
    this.#sync = frame.sync;
    this.#changed();
  }

  /** @param {import("./wire.js").ReadyFrame} frame */
  #begin({ user, mode, sync, conversations, server = "" }) {
    if (user !== this.me) {
      this.#reconnection.end(new ImError("session_ended", "The server knows this session as somebody else's."));
      return;
    }
    if (mode === "reset") {
      this.#marks.clear();
      this.outbox.refuseChanges(new ImError("not_found", "The server's messages are others now."));
    }
    this.#listing = mode !== "resumed";
    if (this.#listing) {
      this.#cache.clear();
      for (const timeline of this.#timelines.values()) timeline.clear();
      this.#sync = sync;
    }
    if (conversations) this.conversations.replace(conversations);
    for (const conversation of conversations ?? []) this.#deliver(conversation);
    this.emit("server", server);
    this.#reconnection.accepted();
    this.#changed();
  }

  /** @param {import("./wire.js").LiveFrame} frame */
  #goLive({ sync }) {
    this.#sync = sync;
    this.#listing = false;
    this.#reconnection.caughtUp();
    for (const [id, timeline] of this.#timelines) timeline.resync(this.conversations.get(id)?.last_seq ?? 0);
    this.outbox.attach(({ conv, client_id, text, reply_to, mentions, spans, attachments, change }) => {
      if (change) {
        const { t, ...fields } = change;
        return this.#reconnection.request(t, { conv, ...fields });
      }
      const files = attachments?.map(({ id }) => id);
      return this.#reconnection.request("send", { conv, client_id, text, reply_to, mentions, spans, attachments: files });
    });
    this.#marks.attach(({ conv, read, delivered }) =>
      this.#reconnection.request("mark", { conv, ...(read && { read }), ...(delivered && { delivered }) }),
    );
    if (this.#watched.length > 0) this.#rewatch();
    this.#changed();
  }

  /**
   * Tell the others that what they wrote has come, where they are told at all.
   * @param {import("./wire.js").Conversation} conversation
   */
  #deliver({ id, unread, last_seq, members, member_count = members.length }) {
    if (unread && member_count <= RECEIPTS_UP_TO) this.#marks.note(id, { delivered: last_seq });
  }

  /**
   * @param {string} conv
   * @param {number} seq
   * @param {import("./timeline.js").Change} change
   */
  #revise(conv, seq, change) {
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
  #store(conv, stored, sync) {
    const message = bare(stored);
    const { seq, sender, client_id } = message;
    const isNew = seq > (this.conversations.get(conv)?.last_seq ?? 0);
    this.conversations.noteMessage(conv, message);
    this.#cache.keep(conv, [message]);
    this.#timelines.get(conv)?.receive(message);
    if (sender === this.me) {
      this.outbox.confirm(client_id, seq);
      if (!message.action && this.unread(conv) === 0) this.markRead(conv, seq);
    } else if (isNew) {
      const conversation = this.conversations.get(conv);
      if (conversation) this.#deliver(conversation);
      this.emit("arrived", { conv, message });
    }
    if (sync) this.#sync = sync;
    this.#changed();
  }
}

/**
 * A message without what a frame has around it, nor what says nothing.
 * @param {Message} message
 * @returns {Message}
 */
function bare({ seq, sender, client_id, ts, text, reply_to, thread, mentions, spans, edited_at, reactions, unnamed, gone, attachments, note, action }) {
  return {
    ...{ seq, sender, client_id, ts, text },
    ...(reply_to && { reply_to }),
    ...(thread && { thread }),
    ...(mentions?.length && { mentions }),
    ...(spans?.length && { spans }),
    ...(edited_at && { edited_at }),
    ...(reactions && { reactions }),
    ...(unnamed && { unnamed }),
    ...(gone && { gone }),
    ...(attachments?.length && { attachments }),
    ...(note && { note }),
    ...(action && { action }),
  };
}

/**
 * @param {Message} message
 * @param {import("./outbox.js").Wish | undefined} change
 * @param {string} user
 * @param {number} ts
 * @returns {Message}
 */
function changed(message, { t, text = "", mentions, spans, emoji = "", on = true } = { t: "recall" }, user, ts) {
  if (t === "edit") return edited(message, { text, mentions, spans }, ts);
  return t === "recall" ? recalled(message) : react(message, { user, emoji, on });
}

/**
 * @param {Message} message
 * @param {{ text: string, mentions?: string[], spans?: import("./wire.js").Span[] }} edit
 * @param {number} ts
 * @returns {Message}
 */
function edited({ spans: _, ...message }, { text, mentions = [], spans }, ts) {
  return { ...message, text, mentions, ...(spans?.length && { spans }), edited_at: ts };
}

/**
 * @param {Message} message
 * @returns {Message}
 */
function recalled({ seq, sender, client_id, ts }) {
  return { seq, sender, client_id, ts, text: "", gone: "recalled" };
}

/**
 * @param {Message} message
 * @param {{ user: string, emoji: string, on: boolean }} reaction
 * @returns {Message}
 */
function react(message, { user, emoji, on }) {
  const { [emoji]: hidden = 0 } = message.unnamed ?? {};
  if (!on && hidden && !message.reactions?.[emoji]?.includes(user)) {
    return { ...message, unnamed: { ...message.unnamed, [emoji]: hidden - 1 } };
  }
  const others = (message.reactions?.[emoji] ?? []).filter((who) => who !== user);
  const { [emoji]: _, ...rest } = message.reactions ?? {};
  const who = on ? [...others, user] : others;
  if (on && message.reactions && emoji in message.reactions) {
    return { ...message, reactions: { ...message.reactions, [emoji]: who } };
  }
  return { ...message, reactions: who.length > 0 ? { ...rest, [emoji]: who } : rest };
}
