import { asImError, endsSession } from "../../client/errors.js";
import { Backoff } from "../../client/backoff.js";
import { systemClock } from "../../client/clock.js";
import { signal } from "../../vendor/signals/signals.js";
import { Chat } from "./chat.js";
import { serverName } from "./server.js";

/** Remembers across visits who is signed in, so that there is something to see before the server answers. */
const SIGNED_IN = "imnode.signed-in";

/** Remembers across visits that somebody signed out of a session which may not be over on the server. */
export const LEAVING = "imnode.leaving";

/** Where the browser keeps small pictures. */
export const MEDIA = "imnode-media";

/** How long a first visit waits for what the server tells of itself (ms). */
const PATIENCE = 2000;

/** Until when the person was told of sessions that ended because their key was used twice. */
const TOLD = "imnode.reuse-told";

/**
 * - `starting`: an earlier session is being taken up
 * - `signed-out`, `signed-in`
 * @typedef {"starting" | "signed-out" | "signed-in"} Phase
 */

/** Who uses this page, from signing in to signing out. */
export class Account {
  #client;
  #marks;
  #endPause = () => {};
  #leaving = false;

  /**
   * @param {ReturnType<typeof import("../../client/browser.js").createClient>} client
   * @param {Storage} marks
   */
  constructor(client, marks) {
    this.#client = client;
    this.#marks = marks;
    this.api = client.api;
    this.phase = signal(/** @type {Phase} */ ("starting"));
    this.chat = signal(/** @type {Chat | null} */ (null));
    this.user = signal(client.credentials.account);
    /** Why the person was signed out, if it wasn't their own wish. */
    this.notice = signal(/** @type {import("../../client/errors.js").ImError | null} */ (null));
    /** Whether somebody signed out in this browser whose session may not be over on the server. */
    this.left = signal(false);
    /** Set while the server waits for its owner. */
    this.unowned = signal(/** @type {import("../../client/credentials.js").ServerFacts | null} */ (null));
    /** A session of this person's that ended because its key was used twice, until they have taken note. */
    this.reused = signal(/** @type {import("../../client/credentials.js").Reuse | null} */ (null));
    client.credentials.on("reused", (reuse) => {
      if (reuse.at > Number(marks.getItem(TOLD))) this.reused.value = reuse;
    });
    client.credentials.on("granted", (user) => {
      this.user.value = user;
      if (this.chat.value) this.#marks.setItem(SIGNED_IN, JSON.stringify(user));
    });
    client.credentials.on("lost", (error) => this.#leave(error));
  }

  /** Take up the session of an earlier visit, however long the server is away. */
  async start() {
    this.#finish("retryUntilDone");
    if (this.left.value) this.#marks.removeItem(SIGNED_IN);
    const user = this.#remembered();
    if (user) {
      this.#client.credentials.account = user;
      this.user.value = user;
      await this.#enter();
      return;
    }
    if (!this.#marks.getItem(SIGNED_IN)) {
      const looking = this.look();
      if (!serverName.value) await Promise.race([looking, this.#pause(PATIENCE)]);
      this.phase.value = "signed-out";
      return;
    }
    const backoff = new Backoff({ random: systemClock.random });
    while (this.phase.value === "starting") {
      try {
        await this.#client.credentials.resume();
        await this.#enter();
      } catch (thrown) {
        const error = asImError(thrown);
        if (endsSession(error)) return this.#leave(error);
        await this.#pause(backoff.next());
      }
    }
  }

  /**
   * @param {string} login
   * @param {string} password
   */
  async login(login, password) {
    await this.#finish("finish");
    await this.#client.credentials.login(login, password);
    await this.#enter();
  }

  /** Learn what the server tells everybody of itself. */
  async look() {
    try {
      const facts = await this.#client.credentials.server();
      serverName.value = facts.name;
      this.unowned.value = facts.owned ? null : facts;
    } catch {} // signing in tells what is wrong
  }

  /** @param {string} code */
  link(code) {
    return this.#client.credentials.link(code);
  }

  /**
   * @param {string} code
   * @param {Parameters<import("../../client/credentials.js").Credentials["redeem"]>[1]} choice
   */
  async redeem(code, choice) {
    await this.#finish("finish");
    await this.#client.credentials.redeem(code, choice);
    await this.#enter();
  }

  /** Sign out by one's own wish: this browser forgets what it kept, and the server learns it as soon as it can. */
  async logout() {
    const chat = this.chat.value;
    this.#leaving = true;
    this.#marks.setItem(LEAVING, "1");
    this.#marks.removeItem(SIGNED_IN);
    const told = this.#client.credentials.logout();
    told.then(null, () => {}); // until the other module looks at it
    this.#finish("finish", () => told).catch(() => this.#finish("retryUntilDone"));
    await chat?.forget().catch(() => {});
    this.#leave(null);
  }

  /** Another tab signed out. */
  follow() {
    if (this.#marks.getItem(LEAVING)) this.#leave(null);
    this.#finish("retryUntilDone");
  }

  /** The person knows of the session that ended. */
  takeNote() {
    this.#marks.setItem(TOLD, String(this.reused.value?.at));
    this.reused.value = null;
  }

  /** The network may be back, or the person: look at once whether the server is there. */
  wake() {
    this.#endPause();
    this.chat.value?.session.wake();
    if (this.unowned.value) this.look();
  }

  /** One's own account has another name or picture. @param {import("../../client/credentials.js").Account} user */
  update(user) {
    this.user.value = user;
    this.#marks.setItem(SIGNED_IN, JSON.stringify(user));
  }

  /** @returns {import("../../client/credentials.js").Account | null} */
  #remembered() {
    try {
      const user = JSON.parse(this.#marks.getItem(SIGNED_IN) ?? "null");
      return typeof user?.id === "string" ? user : null;
    } catch {
      return null;
    }
  }

  /**
   * End the session that somebody left, where there is one.
   * @param {"finish" | "retryUntilDone"} how
   * @param {() => Promise<void>} [end]
   */
  async #finish(how, end) {
    this.left.value = this.#marks.getItem(LEAVING) !== null;
    if (this.left.value) await (await import("./leaving.js"))[how](this.#client.credentials, this.#marks, end);
  }

  /** @param {number} ms at most; `wake` ends it */
  #pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
  }

  async #enter() {
    const user = this.user.value;
    if (!user) return;
    this.#marks.setItem(SIGNED_IN, JSON.stringify(user));
    this.notice.value = null;
    const texts = import("../texts/refusals.js").catch(() => {});
    const { session, storage } = await this.#client.openSession(user.id);
    await texts;
    session.on("ended", (error) => this.#leave(error));
    session.on("profile", (profile) => {
      const known = this.user.value;
      if (known?.id === profile.id) this.update({ ...known, avatar: undefined, ...profile });
    });
    const chat = new Chat(session, storage, this.api);
    await chat.start();
    if (this.user.value?.id !== user.id) return chat.stop();
    this.chat.value?.stop();
    this.chat.value = chat;
    this.unowned.value = null;
    this.phase.value = "signed-in";
  }

  /** @param {import("../../client/errors.js").ImError | null} reason */
  #leave(reason) {
    if (reason && this.#leaving) return;
    this.#leaving = false;
    this.#marks.removeItem(SIGNED_IN);
    this.#client.credentials.forget();
    this.chat.value?.stop();
    if (reason) {
      this.chat.value?.session.forget();
      this.chat.value?.avatars.forget();
    }
    this.chat.value = null;
    this.user.value = null;
    this.reused.value = null;
    globalThis.caches?.delete(MEDIA);
    this.notice.value = reason;
    this.phase.value = "signed-out";
  }
}
