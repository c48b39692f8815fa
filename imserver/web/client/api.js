import { asImError } from "./errors.js";

/** @typedef {import("./wire.js").Attachment} Attachment */
/** @typedef {import("./wire.js").Conversation} Conversation */
/** @typedef {import("./wire.js").Profile} Profile */

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
   * @returns {Promise<Conversation>}
   */
  group(title, members) {
    return this.#call("POST", "/conversations", { body: { kind: "group", title, members } });
  }

  /**
   * @param {string} id
   * @param {string} title
   * @returns {Promise<Conversation>}
   */
  rename(id, title) {
    return this.#call("PATCH", `/conversations/${id}`, { body: { title } });
  }

  /**
   * @param {string} id
   * @param {string} user
   * @returns {Promise<Conversation>}
   */
  addMember(id, user) {
    return this.#call("POST", `/conversations/${id}/members`, { body: { user } });
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
   * @param {{ progress?: (share: number) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<Attachment>}
   */
  upload(conv, file, name, options) {
    return this.#authorised((token) => this.#http.upload("/media", { conv }, { ...options, token, file, name }));
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
