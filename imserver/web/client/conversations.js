/** @typedef {import("./wire.js").Conversation} Conversation */
/** @typedef {import("./wire.js").Message} Message */
/** @typedef {import("./wire.js").Profile} Profile */

/** The conversations one is in, and the people in them, as the change stream tells them. */
export class Conversations {
  #clock;
  /** @type {Map<string, Conversation>} */
  #all = new Map();
  /** @type {Map<string, number>} when this page learned of a conversation, ms */
  #learned = new Map();
  /** @type {Map<string, Profile>} */
  #people = new Map();

  /** @param {import("./clock.js").Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** @param {string} id */
  get(id) {
    return this.#all.get(id);
  }

  /** @param {string} id */
  person(id) {
    return this.#people.get(id);
  }

  /** @returns {Conversation[]} newest activity first */
  sorted() {
    return [...this.#all.values()].sort(
      (one, other) => this.#activity(other) - this.#activity(one) || (one.id < other.id ? 1 : -1),
    );
  }

  /**
   * The whole list anew.
   * @param {Conversation[]} conversations
   */
  replace(conversations) {
    this.#all.clear();
    for (const conversation of conversations) this.#keep(conversation);
  }

  /**
   * One that is new, or changed.
   * @param {Conversation} conversation
   */
  put(conversation) {
    const known = this.#all.get(conversation.id);
    if (!known) this.#learned.set(conversation.id, this.#clock.now());
    const newer = known && known.last_seq > conversation.last_seq ? known : conversation;
    this.#keep({ ...conversation, last_seq: newer.last_seq, last: newer.last });
  }

  /** @param {string} id */
  remove(id) {
    this.#all.delete(id);
  }

  /**
   * @param {string} id
   * @param {Message} message
   */
  noteMessage(id, message) {
    this.#change(id, (known) => (message.seq > known.last_seq ? { last_seq: message.seq, last: message } : {}));
  }

  /**
   * @param {string} id
   * @param {number} seq
   * @param {Partial<Message>} change
   */
  reviseMessage(id, seq, change) {
    this.#change(id, ({ last }) => (last?.seq === seq ? { last: { ...last, ...change } } : {}));
  }

  /**
   * @param {string} id
   * @param {string} title
   */
  rename(id, title) {
    this.#change(id, () => ({ title }));
  }

  /** @param {import("./wire.js").MemberFrame} frame */
  changeMember({ conv, user, change, role }) {
    this.#people.set(user.id, user);
    this.#change(conv, (known) => {
      const others = known.members.filter((member) => member.id !== user.id);
      const step = { joined: 1, left: -1, role: 0 }[change];
      const count = (known.member_count ?? known.members.length) + step;
      return { members: change === "left" ? others : [...others, { ...user, role }], member_count: count };
    });
  }

  /**
   * A person's own role in a conversation changed.
   * @param {string} id
   * @param {import("./wire.js").Role} role
   */
  setRole(id, role) {
    this.#change(id, () => ({ role }));
  }

  /** @param {Profile} user */
  changeProfile(user) {
    this.#people.set(user.id, user);
    for (const { id, members } of this.#all.values()) {
      if (!members.some((member) => member.id === user.id)) continue;
      this.#change(id, () => ({
        members: members.map((member) => (member.id === user.id ? { ...member, ...user } : member)),
      }));
    }
  }

  /** @param {Conversation} conversation */
  #keep(conversation) {
    this.#all.set(conversation.id, conversation);
    for (const { id, login, name } of conversation.members) this.#people.set(id, { id, login, name });
  }

  /**
   * @param {string} id
   * @param {(known: Conversation) => Partial<Conversation>} change
   */
  #change(id, change) {
    const known = this.#all.get(id);
    if (known) this.#all.set(id, { ...known, ...change(known) });
  }

  /** @param {Conversation} conversation */
  #activity({ id, last }) {
    return Math.max(last?.ts ?? 0, this.#learned.get(id) ?? 0);
  }
}
