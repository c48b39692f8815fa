import { Emitter } from "./emitter.js";
import { asImError, endsSession, ImError } from "./errors.js";
import { uuid } from "./uuid.js";

/** An access token this close to its end is replaced before use (ms). */
const MARGIN = 60_000;

/** What has to come with the cookie. Without it, the cookie can only end its session. */
const KEY = "imnode.cookie-key";

/**
 * An account as its owner sees it.
 * @typedef {import("./wire.js").Profile & { role: import("./wire.js").Role }} Account
 */

/**
 * What login, redeemed links and refreshed tokens answer.
 * @typedef {object} Grant
 * @property {string} access_token
 * @property {number} access_expires_at ms since 1970 UTC by the server's clock
 * @property {string | null} refresh_token null where it is in a cookie
 * @property {string} session
 * @property {Account} user
 * @property {Reuse | null} [reused]
 */

/**
 * A session that ended because its refresh token was used twice, and when (ms since 1970 UTC).
 * @typedef {{ device: string, at: number }} Reuse
 */

/**
 * What a one-time link is for.
 * @typedef {{ kind: "setup" | "invite" | "password", login: string | null, role: string, expires_at: number, server: string }} Link
 */

/**
 * `owned`: it has been set up; `peopled`: somebody has an account.
 * @typedef {{ name: string, owned: boolean, peopled: boolean }} ServerFacts
 */

/**
 * The signed-in session: the access token in memory, the refresh token in an HttpOnly cookie (or in memory,
 * where there are no cookies). Emits `lost` when the server has ended the session, `reused` when it did so with another.
 * @extends {Emitter<{ granted: Account, lost: ImError, reused: Reuse }>}
 */
export class Credentials extends Emitter {
  #http;
  #clock;
  #locks;
  #cookie;
  #device;
  #kept;
  /** @type {{ token: string, expires: number, refresh: string | null } | null} */
  #grant = null;
  /** @type {Promise<void> | null} */
  #refreshing = null;

  /**
   * @param {object} options
   * @param {import("./http.js").Http} options.http
   * @param {import("./clock.js").Clock} options.clock
   * @param {LockManager} [options.locks] keeps two tabs from refreshing at once, where the browser has it
   * @param {boolean} [options.cookie] keep the refresh token in a cookie
   * @param {string} [options.device] how this session is called in lists of sessions
   * @param {Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">} [options.kept] for the cookie's key
   */
  constructor({ http, clock, locks, cookie = true, device, kept }) {
    super();
    this.#http = http;
    this.#clock = clock;
    this.#locks = locks;
    this.#cookie = cookie;
    this.#device = device;
    this.#kept = kept;
    /** @type {Account | null} */
    this.account = null;
  }

  /** @returns {Promise<ServerFacts>} what the server tells everybody of itself */
  async server() {
    return (await this.#http.call("GET", "/server")).body;
  }

  /**
   * @param {string} login
   * @param {string} password
   */
  async login(login, password) {
    await this.#obtain("/login", { login, password });
  }

  /**
   * @param {string} code
   * @returns {Promise<Link>}
   */
  async link(code) {
    return (await this.#http.call("GET", `/links/${encodeURIComponent(code)}`)).body;
  }

  /**
   * Use a one-time link: make the account (or set its password) and be signed in.
   * @param {string} code
   * @param {{ login?: string, name?: string, password: string, server?: string }} choice
   */
  async redeem(code, choice) {
    await this.#obtain(`/links/${encodeURIComponent(code)}`, choice);
  }

  /** Take up the session that an earlier visit left in the cookie. Throws where there is none any more. */
  async resume() {
    await this.#refresh();
  }

  /**
   * An access token that is good for a while.
   * @param {{ renew?: boolean }} [options] `renew` after the server has refused the present one
   * @returns {Promise<string>}
   */
  async token({ renew = false } = {}) {
    if (renew || !this.#grant || this.#grant.expires - MARGIN <= this.#clock.now()) await this.#refresh();
    if (!this.#grant) throw new ImError("not_authenticated", "Nobody is signed in.");
    return this.#grant.token;
  }

  /** Forget who is signed in, and end the session on the server. Where this throws, `revoke` does it later. */
  async logout() {
    const grant = this.#grant;
    this.forget();
    this.#kept?.removeItem(KEY);
    try {
      await this.#http.call("POST", "/logout", { token: grant?.token, keepalive: true });
    } catch (thrown) {
      if (asImError(thrown).retry) throw thrown;
      await this.revoke(undefined, grant?.refresh);
    }
  }

  /**
   * End the session by its refresh token.
   * @param {() => boolean} [stillWanted] asked when no other tab is at it
   * @param {string | null} [refresh] unless it is in the cookie
   */
  async revoke(stillWanted = () => true, refresh) {
    const options = { body: refresh ? { refresh_token: refresh } : {}, keepalive: true };
    await this.#alone(async () => {
      if (stillWanted()) await this.#http.call("DELETE", "/token", options);
    });
  }

  forget() {
    this.#grant = null;
    this.account = null;
  }

  /**
   * @param {string} path
   * @param {object} body
   */
  async #obtain(path, body) {
    const given = { ...body, device: this.#device, cookie: this.#cookie, cookie_key: this.#key() };
    await this.#alone(async () => this.#accept(await this.#http.call("POST", path, { body: given })));
  }

  #key() {
    if (!this.#kept?.getItem(KEY)) this.#kept?.setItem(KEY, uuid());
    return this.#kept?.getItem(KEY) ?? undefined;
  }

  /** @param {import("./http.js").Answer} answer */
  #accept({ body, serverTime }) {
    /** @type {Grant} */
    const grant = body;
    const now = this.#clock.now();
    this.#grant = {
      token: grant.access_token,
      expires: now + grant.access_expires_at - (serverTime ?? now),
      refresh: grant.refresh_token,
    };
    this.account = grant.user;
    this.emit("granted", grant.user);
    if (grant.reused) this.emit("reused", grant.reused);
  }

  #refresh() {
    this.#refreshing ??= this.#alone(() => this.#renew()).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /**
   * What the cookie is part of, one after the other in all tabs.
   * @param {() => Promise<void>} work
   * @returns {Promise<void>}
   */
  async #alone(work) {
    await (this.#locks ? this.#locks.request("imnode-token", work) : work());
  }

  async #renew() {
    const refresh = this.#grant?.refresh;
    try {
      const answer = await this.#http.call("POST", "/token", {
        body: refresh ? { refresh_token: refresh } : { cookie_key: this.#key() },
      });
      this.#checkSamePerson(answer.body);
      this.#accept(answer);
    } catch (thrown) {
      if (thrown instanceof ImError && endsSession(thrown)) {
        this.forget();
        this.emit("lost", thrown);
      }
      throw thrown;
    }
  }

  /**
   * Another tab may have signed in as somebody else, and the cookie is theirs now.
   * @param {Grant} grant
   */
  #checkSamePerson({ user }) {
    if (this.account && this.account.id !== user.id) {
      throw new ImError("session_ended", `This browser was signed in as ${user.login} meanwhile.`);
    }
  }
}
