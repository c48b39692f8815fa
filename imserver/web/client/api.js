import { asImError } from "./errors.js";

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
   * @param {string} method
   * @param {string} path
   * @param {import("./http.js").CallOptions} [options]
   */
  async #call(method, path, options) {
    const token = await this.#credentials.token();
    try {
      return (await this.#http.call(method, path, { ...options, token })).body;
    } catch (thrown) {
      if (asImError(thrown).code !== "token_expired") throw thrown;
      const renewed = await this.#credentials.token({ renew: true });
      return (await this.#http.call(method, path, { ...options, token: renewed })).body;
    }
  }
}
