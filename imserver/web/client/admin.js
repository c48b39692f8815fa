/** @typedef {import("./wire.js").Role} Role */
/** @typedef {import("./credentials.js").Account & { disabled: boolean, created_at: number }} User */
/** @typedef {{ id: string, device: string, created_at: number, last_seen_at: number, online: boolean }} DeviceSession */
/** @typedef {User & { sessions: DeviceSession[], conversations: number }} UserDetails */
/** @typedef {{ url: string, code: string, expires_at: number }} IssuedLink */
/** @typedef {{ line: number, login: string, name?: string | null, role?: string | null, password?: string | null, groups?: string[] }} RosterRow */
/**
 * Why a line is left out: what is wrong in which column, or the line that has the same login.
 * @typedef {object} RosterError
 * @property {number} line
 * @property {string} login
 * @property {string} [column]
 * @property {string} [value]
 * @property {number} [earlier]
 * @property {string} [holder] the name of who has the login
 * @property {string} code
 * @property {string} message
 * @property {string} hint
 */
/** @typedef {{ problem: string, line: number, value: string, meant: string }} RosterProblem */
/**
 * A file as the server understood it. `problem` is set where it makes no sense as a whole.
 * @typedef {object} Roster
 * @property {RosterRow[]} rows
 * @property {RosterRow[]} there those of the errors whose account is there as the row says
 * @property {RosterError[]} errors
 * @property {string[]} foreign groups that people come into, and that you don't look after
 * @property {Record<string, string>} columns what the headings were taken for
 * @property {string[]} ignored headings
 * @property {string} encoding
 * @property {string[]} sample how it begins
 * @property {RosterProblem | null} problem
 */
/** @typedef {{ login: string, id: string, link: IssuedLink | null }} Imported */
/**
 * @typedef {object} Invite
 * @property {string} id
 * @property {string} code_hint
 * @property {Role} role
 * @property {number} uses_left
 * @property {number} expires_at
 * @property {string} created_by a login, or the name of an API token
 * @property {"person" | "token" | "local"} means
 * @property {number} created_at
 */
/** @typedef {{ id: string, title: string, avatar?: string, member_count: number, last_seq: number, created_at: number }} Group */
/** @typedef {import("./wire.js").Profile & { role: Role }} GroupMember */
/** @typedef {{ total: number, available: number }} Memory */
/**
 * How it was at one moment. Rates and shares (percent of all processors) since the moment before, sizes in bytes.
 * @typedef {object} Sample
 * @property {number} at
 * @property {number} connections
 * @property {number} online
 * @property {number} messages a second
 * @property {number | null} cpu
 * @property {number} server_cpu
 * @property {Memory | null} memory
 * @property {number} server_memory
 * @property {number} disk_free
 * @property {number | null} temperature degrees Celsius
 */
/** @typedef {"voltage" | "clock" | "throttled" | "heat"} Flag */
/**
 * @typedef {object} Health
 * @property {number} every_s
 * @property {Sample[]} samples
 * @property {string | null} model
 * @property {number} cpus
 * @property {number} disk_total
 * @property {{ now: Flag[], since_start: Flag[] } | null} throttling
 */
/**
 * @typedef {object} Status
 * @property {string} version
 * @property {number} uptime_s
 * @property {{ total: number, disabled: number, online: number }} users
 * @property {number} connections
 * @property {number} conversations
 * @property {number} messages
 * @property {{ engine: string, path: string, size_bytes: number, free_bytes: number, trouble: string }} store
 * @property {string} sealing
 * @property {string} public_url
 * @property {{ process: string, name: string, state: "running" | "failing", error: string }[]} tasks
 * @property {{ begins: number, ends: number, state: "valid" | "soon" | "urgent" | "ended" | "early" } | null} certificate
 * @property {{ off: number, left: number | null }} clock ms that the machine's clock is ahead, and until it is believed
 */
/**
 * @typedef {object} Knob
 * @property {string} name
 * @property {string} group
 * @property {string} title
 * @property {string} unit
 * @property {string | null} desired
 * @property {string | null} live
 * @property {string} origin
 * @property {string} state
 * @property {string} remark
 * @property {string} why
 */
/**
 * @typedef {object} Tuning
 * @property {"tuned" | "untuned" | "unreadable"} status
 * @property {{ at: number, profile: string, model: string, title: string, knobs: Knob[] } | null} record
 */
/**
 * @typedef {object} AuditEntry
 * @property {number} id
 * @property {number} at
 * @property {"person" | "token" | "local"} means
 * @property {string} actor
 * @property {string} actor_name
 * @property {string} action
 * @property {string} target
 * @property {string} target_name
 * @property {Record<string, string | number | boolean>} details
 * @property {string} address
 */
/** @typedef {{ q?: string, after?: string, limit?: number }} Query */

/** The calls of an administrator. Every method throws `ImError`. */
export class AdminApi {
  #api;

  /** @param {import("./api.js").Api} api */
  constructor(api) {
    this.#api = api;
  }

  /** @returns {Promise<Status>} */
  status() {
    return this.#call("GET", "/status");
  }

  /**
   * @param {string} name
   * @returns {Promise<import("./credentials.js").ServerFacts>}
   */
  renameServer(name) {
    return this.#call("PATCH", "/server", { body: { name } });
  }

  /**
   * @param {number} since only samples after this time (ms)
   * @returns {Promise<Health>}
   */
  health(since) {
    return this.#call("GET", "/health", { query: { since } });
  }

  /** @returns {Promise<Tuning>} */
  tuning() {
    return this.#call("GET", "/tuning");
  }

  /**
   * @param {{ q?: string, before?: number, limit?: number }} query
   * @returns {Promise<{ entries: AuditEntry[], more: boolean }>}
   */
  audit(query) {
    return this.#call("GET", "/audit", { query });
  }

  /**
   * @param {Query} query
   * @returns {Promise<{ users: User[], more: boolean }>}
   */
  users(query) {
    return this.#call("GET", "/users", { query });
  }

  /**
   * @param {string} id
   * @returns {Promise<UserDetails>}
   */
  user(id) {
    return this.#call("GET", `/users/${encodeURIComponent(id)}`);
  }

  /**
   * @param {{ login: string, name?: string, role: Role }} wanted
   * @returns {Promise<{ user: User, link: IssuedLink | null }>}
   */
  addUser(wanted) {
    return this.#call("POST", "/users", { body: wanted });
  }

  /**
   * @param {string} id
   * @param {{ name?: string, role?: Role, disabled?: boolean }} change
   * @returns {Promise<User>}
   */
  changeUser(id, change) {
    return this.#call("PATCH", `/users/${id}`, { body: change });
  }

  /** @param {string} id */
  removeUserAvatar(id) {
    return this.#call("DELETE", `/users/${id}/avatar`);
  }

  /** @param {string} id */
  removeGroupAvatar(id) {
    return this.#call("DELETE", `/groups/${id}/avatar`);
  }

  /** @param {string} id */
  removeUser(id) {
    return this.#call("DELETE", `/users/${id}`);
  }

  /**
   * A link with which the person chooses a new password.
   * @param {string} id
   * @returns {Promise<IssuedLink>}
   */
  passwordLink(id) {
    return this.#call("POST", `/users/${id}/link`);
  }

  /**
   * What a CSV file holds, and what is wrong with it; makes nothing.
   * @param {string} content in Base64
   * @param {string} [encoding] the most plausible one by default
   * @returns {Promise<Roster>}
   */
  readRoster(content, encoding) {
    return this.#call("POST", "/users/roster", { body: { content, encoding } });
  }

  /**
   * Make the accounts that can be made.
   * @param {RosterRow[]} rows
   * @param {boolean} resume an earlier import of them broke off: complete the accounts that are there as the rows say
   * @returns {Promise<{ created: Imported[], completed: Imported[], errors: RosterError[] }>}
   */
  importUsers(rows, resume) {
    return this.#call("POST", "/users/import", { body: { rows, partial: true, resume } });
  }

  /**
   * New links for those who haven't chosen a password yet.
   * @param {string[]} logins at most 200
   * @returns {Promise<{ links: Imported[] }>}
   */
  renewLinks(logins) {
    return this.#call("POST", "/users/links", { body: { logins } });
  }

  /** @returns {Promise<{ invites: Invite[] }>} */
  invites() {
    return this.#call("GET", "/invites");
  }

  /**
   * @param {{ role: Role, uses: number, days: number }} wanted
   * @returns {Promise<IssuedLink>}
   */
  invite(wanted) {
    return this.#call("POST", "/invites", { body: wanted });
  }

  /** @param {string} id */
  revokeInvite(id) {
    return this.#call("DELETE", `/invites/${id}`);
  }

  /**
   * @param {Query} query
   * @returns {Promise<{ groups: Group[], more: boolean }>}
   */
  groups(query) {
    return this.#call("GET", "/groups", { query });
  }

  /**
   * @param {string} id
   * @param {Query} query
   * @returns {Promise<Group & { members: GroupMember[], more: boolean }>}
   */
  group(id, query) {
    return this.#call("GET", `/groups/${encodeURIComponent(id)}`, { query });
  }

  /**
   * The first of `members` owns it.
   * @param {string} title
   * @param {string[]} members
   * @param {string} key asked again with the same one, it is the same group
   * @returns {Promise<{ id: string }>}
   */
  addGroup(title, members, key) {
    return this.#call("POST", "/groups", { body: { title, members, client_id: key } });
  }

  /**
   * Add people, or change their role.
   * @param {string} id
   * @param {string[]} users
   * @param {Role} [role]
   * @returns {Promise<Group>}
   */
  addMembers(id, users, role) {
    return this.#call("POST", `/groups/${id}/members`, { body: { users, role } });
  }

  /**
   * @param {string} id
   * @param {string} user
   */
  removeMember(id, user) {
    return this.#call("DELETE", `/groups/${id}/members/${user}`);
  }

  /**
   * A group and all that was said in it.
   * @param {string} id
   */
  removeGroup(id) {
    return this.#call("DELETE", `/conversations/${id}`);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {import("./http.js").CallOptions} [options]
   */
  #call(method, path, options) {
    return this.#api.request(method, `/admin${path}`, options);
  }
}
