import { EVERYONE } from "./wire.js";

/** @typedef {import("./wire.js").Conversation} Conversation */
/** @typedef {import("./wire.js").Message} Message */
/** @typedef {import("./wire.js").Member} Member */
/** @typedef {import("./wire.js").Profile} Profile */

/** The conversations one is in, and the people in them, as the change stream tells them. */
export class Conversations {
  #clock;
  #me;
  /** @type {Map<string, Conversation>} */
  #all = new Map();
  /** @type {Map<string, number>} when this page learned of a conversation, ms */
  #learned = new Map();
  /** @type {Map<string, Profile>} */
  #people = new Map();
  /** @type {ReadonlySet<string>} people whom one has blocked: their mentions don't count */
  blocked = new Set();

  /**
   * @param {import("./clock.js").Clock} clock
   * @param {string} me
   */
  constructor(clock, me) {
    this.#clock = clock;
    this.#me = me;
  }

  /** @param {string} id */
  get(id) {
    return this.#all.get(id);
  }

  /** @param {string} id */
  person(id) {
    return this.#people.get(id);
  }

  /** @returns {Conversation[]} pinned ones, then the newest activity first */
  sorted() {
    return [...this.#all.values()].sort(
      (one, other) =>
        Number(other.preferences?.pinned ?? false) - Number(one.preferences?.pinned ?? false) ||
        this.#activity(other) - this.#activity(one) ||
        (one.id < other.id ? 1 : -1),
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
   * One that is new, or changed; or one of the list, which has no room for all.
   * @param {Conversation} conversation
   * @param {boolean} [listed]
   */
  put(conversation, listed) {
    const known = this.#all.get(conversation.id);
    if (!known && !listed) this.#learned.set(conversation.id, this.#clock.now());
    const ahead = known && known.last_seq > conversation.last_seq;
    const position = ahead ? { last_seq: known.last_seq, last: known.last, unread: known.unread } : {};
    const read = Math.max(conversation.read ?? 0, known?.read ?? 0);
    this.#keep({ ...conversation, ...position, read });
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
    this.#change(id, (known) => {
      if (message.seq <= known.last_seq) return {};
      const isNew = message.seq > (known.read ?? 0);
      return {
        last_seq: message.seq,
        last: message,
        unread: (known.unread ?? 0) + (isNew && this.#counts(message) ? 1 : 0),
        mentioned: (known.mentioned ?? 0) + (isNew && this.#mentions(message) ? 1 : 0),
      };
    });
  }

  /**
   * @param {string} id
   * @param {number} seq
   * @param {(message: Message) => Message} change
   */
  reviseMessage(id, seq, change) {
    this.#change(id, ({ last }) => (last?.seq === seq ? { last: change(last) } : {}));
  }

  /**
   * Messages up to this number are no more.
   * @param {string} id
   * @param {number} through
   */
  expire(id, through) {
    this.#change(id, ({ last, first_seq = 1 }) => ({
      first_seq: Math.max(first_seq, through + 1),
      last: last && last.seq > through ? last : undefined,
    }));
  }

  /**
   * How far somebody has read and been delivered to; positions only grow.
   * @param {string} id
   * @param {string} user
   * @param {{ read?: number, delivered?: number }} position
   * @param {readonly Message[]} [passed] what one has read with that, as far as it is known
   */
  moveReceipt(id, user, { read = 0, delivered = 0 }, passed = []) {
    this.#change(id, (known) => {
      const members = known.members.map((member) =>
        member.id === user
          ? {
              ...member,
              read: Math.max(read, member.read ?? 0),
              delivered: Math.max(read, delivered, member.delivered ?? 0),
            }
          : member,
      );
      if (user !== this.#me || read <= (known.read ?? 0)) return { members };
      const rest = Math.max(0, known.last_seq - read);
      return {
        members,
        read,
        unread: left(known.unread ?? 0, passed.filter((message) => this.#counts(message)).length, rest),
        mentioned: left(known.mentioned ?? 0, passed.filter((message) => this.#mentions(message)).length, rest),
      };
    });
  }

  /**
   * What is unread, counted anew from all messages that come after those that were read.
   * @param {string} id
   * @param {readonly Message[]} rest
   */
  recount(id, rest) {
    this.#change(id, () => ({
      unread: rest.filter((message) => this.#counts(message)).length,
      mentioned: rest.filter((message) => this.#mentions(message)).length,
    }));
  }

  /**
   * @param {string} id
   * @param {Partial<Conversation>} fields
   */
  set(id, fields) {
    this.#change(id, () => fields);
  }

  /**
   * @param {string} id
   * @param {number} seq
   * @param {boolean} on
   */
  pin(id, seq, on) {
    this.#change(id, ({ pins = [] }) => {
      const others = pins.filter((pinned) => pinned !== seq);
      return { pins: on ? [...others, seq].sort((one, other) => one - other) : others };
    });
  }

  /** @param {import("./wire.js").MemberFrame} frame */
  changeMember({ conv, user, change, role }) {
    this.#people.set(user.id, user);
    this.#change(conv, (known) => {
      const present = known.members.find((member) => member.id === user.id);
      const others = known.members.filter((member) => member.id !== user.id);
      const count = known.member_count ?? known.members.length;
      if (change === "left") return { members: others, member_count: count - 1 };
      /** @type {Member} */
      const member = { read: known.last_seq, delivered: known.last_seq, ...present, ...whole(user), role };
      if (change === "silenced" || change === "unsilenced") member.silenced = change === "silenced";
      const members = present ? known.members.map((one) => (one.id === user.id ? member : one)) : [...others, member];
      return {
        members,
        member_count: change === "joined" && !present ? count + 1 : count,
        ...(user.id === this.#me && { role }),
      };
    });
  }

  /** @param {Profile} user */
  changeProfile(user) {
    this.#people.set(user.id, user);
    for (const { id, members } of this.#all.values()) {
      if (!members.some((member) => member.id === user.id)) continue;
      this.#change(id, () => ({
        members: members.map((member) => (member.id === user.id ? { ...member, ...whole(user) } : member)),
      }));
    }
  }

  /** @param {Conversation} conversation */
  #keep(conversation) {
    this.#all.set(conversation.id, conversation);
    for (const { id, login, name, avatar } of conversation.members) this.#people.set(id, { id, login, name, avatar });
  }

  /**
   * @param {string} id
   * @param {(known: Conversation) => Partial<Conversation>} change
   */
  #change(id, change) {
    const known = this.#all.get(id);
    if (known) this.#all.set(id, { ...known, ...change(known) });
  }

  /**
   * Whether a message is unread until one has read that far.
   * @param {Message} message
   */
  #counts({ sender, gone, action }) {
    return sender !== this.#me && !gone && !action;
  }

  /** @param {Message} message */
  #mentions(message) {
    if (!this.#counts(message) || this.blocked.has(message.sender)) return false;
    return message.mentions?.some((who) => who === this.#me || who === EVERYONE) ?? false;
  }

  /** @param {Conversation} conversation */
  #activity({ id, last }) {
    return Math.max(last?.ts ?? 0, this.#learned.get(id) ?? 0);
  }
}

/**
 * With what is left out where there is none, so that it takes the place of what was.
 * @param {Profile} user
 * @returns {Profile}
 */
function whole(user) {
  return { avatar: undefined, ...user };
}

/**
 * What is left of a count of messages when some of them were read, of at most so many.
 * @param {number} count
 * @param {number} read
 * @param {number} most
 */
function left(count, read, most) {
  return Math.min(Math.max(0, count - read), most);
}
