import { asImError } from "./errors.js";

/** @typedef {import("./wire.js").Attachment} Attachment */
/** @typedef {import("./wire.js").Conversation} Conversation */
/** @typedef {import("./wire.js").Profile} Profile */

/**
 * A browser or program in which one is signed in. Times are ms since 1970 UTC.
 * @typedef {{ id: string, device: string, created_at: number, last_seen_at: number, online: boolean, current: boolean }} Device
 */

/** @typedef {import("./credentials.js").Reuse & { session: string }} Reused */

/** The calls of a signed-in person. Every method throws `ImError`. */
export class Api {
  #http;
  #credentials;

  /**
   * @param {import("./http.js").Http} http
   * @param {import("./credentials.js").Credentials} credentials
   */
  constructor(http, credentials) {
    this.#http = http;
    this.#credentials = credentials;
  }

  /**
   * Everybody on the server whose name or login fits, by pages.
   * @param {{ q?: string, after?: string, limit?: number }} query
   * @returns {Promise<{ users: Profile[], more: boolean }>}
   */
  users(query) {
    return this.#call("GET", "/users", { query });
  }

  /**
   * The direct conversation with `user`, made where there was none.
   * @param {string} user
   * @returns {Promise<Conversation>}
   */
  direct(user) {
    return this.#call("POST", "/conversations", { body: { kind: "direct", user } });
  }

  /**
   * @param {string} title
   * @param {string[]} members ids of the others
   * @param {string} key asked again with the same one, it is the same group
   * @returns {Promise<Conversation>}
   */
  group(title, members, key) {
    return this.#call("POST", "/conversations", { body: { kind: "group", title, members, client_id: key } });
  }

  /**
   * @param {string} id
   * @param {{ title?: string, settings?: import("./wire.js").GroupSettings }} change what is left out stays
   * @returns {Promise<Conversation>}
   */
  changeGroup(id, change) {
    return this.#call("PATCH", `/conversations/${id}`, { body: change });
  }

  /**
   * @param {string} id
   * @param {import("./wire.js").Preferences} preferences all of them
   */
  setPreferences(id, preferences) {
    return this.#call("PUT", `/conversations/${id}/preferences`, { body: preferences });
  }

  /**
   * Add somebody, or give somebody another role.
   * @param {string} id
   * @param {string} user
   * @param {import("./wire.js").Role} [role]
   * @returns {Promise<Conversation>}
   */
  addMember(id, user, role) {
    return this.#call("POST", `/conversations/${id}/members`, { body: { user, role } });
  }

  /**
   * @param {string} id
   * @param {string} user
   * @param {boolean} on
   */
  silence(id, user, on) {
    return this.#call(on ? "PUT" : "DELETE", `/conversations/${id}/silenced/${user}`);
  }

  /**
   * Remove somebody for good, or lift that.
   * @param {string} id
   * @param {string} user
   * @param {boolean} on
   */
  ban(id, user, on) {
    return this.#call(on ? "PUT" : "DELETE", `/conversations/${id}/bans/${user}`);
  }

  /**
   * @param {string} id
   * @returns {Promise<{ users: Profile[] }>}
   */
  bans(id) {
    return this.#call("GET", `/conversations/${id}/bans`);
  }

  /** @returns {Promise<{ users: string[] }>} ids of people whom one has blocked */
  blocks() {
    return this.#call("GET", "/blocks");
  }

  /**
   * @param {string} user
   * @param {boolean} on
   */
  block(user, on) {
    return this.#call(on ? "PUT" : "DELETE", `/blocks/${user}`);
  }

  /**
   * Messages by their words, the newest first; none for a query without a word.
   * @param {{ q: string, conv?: string, before?: number, limit?: number }} query
   * @returns {Promise<{ results: { conv: string, message: import("./wire.js").Message }[], before: number | null }>}
   */
  search(query) {
    return this.#call("GET", "/search", { query }).catch((error) => {
      if (error.code === "bad_request") return { results: [], before: null };
      throw error;
    });
  }

  /**
   * The first message from a time on; null where there is none.
   * @param {string} id
   * @param {number} since ms since 1970 UTC
   * @returns {Promise<import("./wire.js").Message | null>}
   */
  async firstSince(id, since) {
    const page = await this.#call("GET", `/conversations/${id}/messages`, { query: { since, limit: 1 } });
    return page.messages[0] ?? null;
  }

  /**
   * @param {string} name what others see
   * @returns {Promise<import("./credentials.js").Account>}
   */
  setName(name) {
    return this.#call("PATCH", "/me", { body: { name } });
  }

  /**
   * @param {string} old
   * @param {string} password
   */
  changePassword(old, password) {
    return this.#call("POST", "/me/password", { body: { old, new: password } });
  }

  /** @returns {Promise<{ sessions: Device[], reused: Reused[] }>} where one is signed in */
  devices() {
    return this.#call("GET", "/me/sessions");
  }

  /** @param {string} session */
  endDevice(session) {
    return this.#call("DELETE", `/me/sessions/${session}`);
  }

  /**
   * Remove somebody from a group, or leave it oneself.
   * @param {string} id
   * @param {string} user
   */
  removeMember(id, user) {
    return this.#call("DELETE", `/conversations/${id}/members/${user}`);
  }

  /**
   * Any other call of this person, such as those of `AdminApi`.
   * @param {string} method
   * @param {string} path below /api/v1
   * @param {import("./http.js").CallOptions} [options]
   * @returns {Promise<any>}
   */
  request(method, path, options) {
    return this.#call(method, path, options);
  }

  /**
   * Upload a file for a message to a conversation: name its id in the `attachments` of the send frame within a day.
   * @param {string} conv
   * @param {Blob} file
   * @param {string} name
   * @param {import("./http.js").Following} [options]
   * @returns {Promise<Attachment>}
   */
  upload(conv, file, name, options) {
    return this.#authorised((token) => this.#http.upload("/media", { conv }, { ...options, token, file, name }));
  }

  /**
   * The small picture of a file that has one.
   * @param {string} media
   */
  thumbnail(media) {
    return this.#authorised((token) => this.#http.blob(`/media/${media}/thumbnail`, token));
  }

  /**
   * Have another picture, of which the server takes the middle.
   * @param {Blob} picture
   * @param {import("./http.js").Following} [options]
   * @returns {Promise<import("./credentials.js").Account>}
   */
  setAvatar(picture, options) {
    return this.#authorised((token) =>
      this.#http.upload("/me/avatar", {}, { ...options, token, file: picture, method: "PUT" }),
    );
  }

  removeAvatar() {
    return this.#call("DELETE", "/me/avatar");
  }

  /**
   * Give a group another picture.
   * @param {string} id
   * @param {Blob} picture
   * @param {import("./http.js").Following} [options]
   * @returns {Promise<Conversation>}
   */
  setGroupAvatar(id, picture, options) {
    const path = `/conversations/${id}/avatar`;
    return this.#authorised((token) =>
      this.#http.upload(path, {}, { ...options, token, file: picture, method: "PUT" }),
    );
  }

  /** @param {string} id */
  removeGroupAvatar(id) {
    return this.#call("DELETE", `/conversations/${id}/avatar`);
  }

  /**
   * The picture of a person or a group.
   * @param {string} avatar
   */
  avatar(avatar) {
    return this.#authorised((token) => this.#http.blob(`/avatars/${avatar}`, token));
  }

  /** @returns {Promise<{ used: number, quota: number, max_file: number }>} bytes of one's files; no quota is 0 */
  room() {
    return this.#call("GET", "/media");
  }

  /**
   * An address of a file that the browser can open by itself, for a quarter of an hour.
   * @param {string} media
   * @returns {Promise<{ url: string, expires_at: number }>}
   */
  mediaLink(media) {
    return this.#call("GET", `/media/${media}/link`);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {import("./http.js").CallOptions} [options]
   */
  async #call(method, path, options) {
    return (await this.#authorised((token) => this.#http.call(method, path, { ...options, token }))).body;
  }

  /**
   * Do something with an access token, and once more with a new one where it has expired meanwhile.
   * @template T
   * @param {(token: string) => Promise<T>} work
   */
  async #authorised(work) {
    const token = await this.#credentials.token();
    try {
      return await work(token);
    } catch (thrown) {
      if (asImError(thrown).code !== "token_expired") throw thrown;
      return work(await this.#credentials.token({ renew: true }));
    }
  }
}
