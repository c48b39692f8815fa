import { systemClock } from "../../client/clock.js";
import { batch, signal } from "../../vendor/signals/signals.js";
import { Attachments } from "./attachments.js";
import { Avatars } from "./avatars.js";
import { Drafts } from "./drafts.js";
import { beforeFrame } from "../ui/frame.js";
import { ComposerModes } from "./composer-mode.js";
import { t, tError } from "../ui/language.js";
import { People } from "./people.js";
import { serverName } from "./server.js";
import { toast } from "../ui/toast.js";

/** @typedef {import("../../client/timeline.js").TimelineView} TimelineView */
/** @typedef {import("../../client/outbox.js").Pending} Pending */
/** @typedef {import("../../client/wire.js").Message} Message */
/** @typedef {import("../../vendor/signals/signals.js").Signal<TimelineView>} TimelineSignal */

/** A signed-in session as signals, for the screen to follow. */
export class Chat {
  #storage;
  #api;
  /** @type {Map<string, TimelineSignal>} */
  #timelines = new Map();
  /** @type {Set<string>} */
  #changed = new Set();

  /**
   * @param {import("../../client/session.js").Session} session
   * @param {import("../../client/storage.js").Storage} storage
   * @param {import("../../client/api.js").Api} api
   */
  constructor(session, storage, api) {
    this.session = session;
    this.me = session.me;
    this.#storage = storage;
    this.#api = api;
    this.drafts = new Drafts(storage, systemClock);
    this.attachments = new Attachments(this.drafts);
    this.composerModes = new ComposerModes(this.drafts);
    this.people = new People(session, systemClock);
    this.state = signal(session.state);
    this.avatars = new Avatars({ storage, fetch: (id) => api.avatar(id), isLive: () => this.state.peek() === "live" });
    /** Whether the browser says that there is no network, and the server hasn't shown the contrary. */
    this.doubted = signal(!navigator.onLine);
    /** Whether the list of conversations has come at all. */
    this.ready = signal(false);
    this.conversations = signal(this.#sorted());
    this.pending = signal(session.outbox.messages());
    /** How often something was written here: the server may acknowledge it before the screen shows it waiting. */
    this.written = signal(0);
    /** The newest message from somebody else, for those who can't see the screen. */
    this.arrived = signal(/** @type {import("../../client/session.js").Arrival | null} */ (null));
    /** Ids of people whom one has blocked. */
    this.blocked = signal(/** @type {ReadonlySet<string>} */ (new Set()));
    session.on("state", (state) => {
      if (state === "live") this.#refresh(); // what was missed, before it is said that all is there
      this.state.value = state;
      if (state !== "live") return;
      this.ready.value = true;
      this.doubted.value = false;
      this.avatars.again();
      this.#loadBlocks();
    });
    session.on("arrived", (arrival) => {
      this.arrived.value = arrival;
    });
    session.on("server", (name) => {
      serverName.value = name;
    });
    session.on("refused", ({ error }) => toast(t("message.not-changed") + tError(error)));
    session.on("block", ({ user, on }) => {
      const others = [...this.blocked.value].filter((id) => id !== user);
      this.#block(on ? [...others, user] : others);
    });
    for (const kind of /** @type {const} */ (["conversations", "outbox"])) {
      session.on(kind, () => this.#follow(kind));
    }
    session.on("timeline", (conv) => this.#follow(`timeline ${conv}`));
  }

  async start() {
    await this.drafts.load();
    await this.session.start();
    this.#refresh();
    if (this.conversations.value.length > 0) this.ready.value = true;
  }

  /** The browser says that the network is gone, which isn't always so. */
  doubt() {
    this.doubted.value = true;
    this.session.doubt().then(
      () => {
        this.doubted.value = false;
      },
      () => {},
    );
  }

  /** Leave, and keep what waits for the next time. */
  stop() {
    this.attachments.stop();
    this.avatars.stop();
    this.drafts.flush();
    this.session.stop();
  }

  /** Write down at once what is still on its way: the page is about to go. */
  flush() {
    this.drafts.flush();
    this.session.flush();
  }

  /** Leave, and forget what this browser kept. */
  async forget() {
    this.attachments.stop();
    this.avatars.stop();
    this.session.stop();
    await this.#storage.destroy();
  }

  /**
   * @param {string} conv
   * @param {string} typed
   * @param {import("../../client/outbox.js").Extra} [extra]
   */
  send(conv, typed, extra) {
    this.session.send(conv, typed, extra);
    this.written.value += 1;
  }

  /** @param {string} conv */
  timeline(conv) {
    let view = this.#timelines.get(conv);
    if (!view) {
      view = signal(this.session.timeline(conv).view());
      this.#timelines.set(conv, view);
    }
    return view;
  }

  /** @param {string} id */
  conversation(id) {
    return this.conversations.value.find((one) => one.id === id);
  }

  /**
   * Messages of a conversation that the server hasn't acknowledged, oldest first.
   * @param {string} conv
   * @returns {Pending[]}
   */
  pendingIn(conv) {
    return this.pending.value.filter(({ conv: other }) => other === conv);
  }

  /** @param {string} conv */
  unread(conv) {
    this.conversations.value;
    return this.session.unread(conv);
  }

  /** @param {string} id */
  person(id) {
    this.conversations.value;
    return this.session.conversations.person(id);
  }

  async #loadBlocks() {
    const { users } = await this.#api.blocks().catch(() => ({ users: [...this.blocked.value] }));
    this.#block(users);
  }

  /** @param {string[]} users */
  #block(users) {
    this.blocked.value = this.session.conversations.blocked = new Set(users);
  }

  /** The conversations as they look with one's own changes that wait. */
  #sorted() {
    const { session } = this;
    return session.conversations.sorted().map((one) => {
      const last = one.last && session.shown(one.id, one.last);
      return last === one.last ? one : { ...one, last };
    });
  }

  /** @param {string} what */
  #follow(what) {
    if (this.#changed.size === 0) beforeFrame(() => this.#refresh());
    this.#changed.add(what);
  }

  #refresh() {
    const { session } = this;
    const changed = this.#changed;
    this.#changed = new Set();
    batch(() => {
      const waiting = changed.has("outbox");
      if (waiting || changed.has("conversations")) this.conversations.value = this.#sorted();
      if (waiting) this.pending.value = session.outbox.messages();
      for (const [conv, view] of this.#timelines) {
        if (waiting || changed.has(`timeline ${conv}`)) view.value = session.timeline(conv).view();
      }
    });
  }
}
