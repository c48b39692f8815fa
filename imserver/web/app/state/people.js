import { signal } from "../../vendor/signals/signals.js";

/** How long "is typing" holds without being said again (ms). */
const TYPING = 5000;

/** How long people count as here while this device, or they, reconnect: the server tells of nobody sooner (ms). */
const RETURN = 5000;

/** Who is here, and who is writing where. */
export class People {
  #clock;
  /** @type {Map<string, () => void>} by conversation and person, what ends it */
  #ends = new Map();

  /**
   * @param {import("../../client/session.js").Session} session
   * @param {import("../../client/clock.js").Clock} clock
   */
  constructor(session, clock) {
    this.#clock = clock;
    /** Ids of those who are here, among the people of the watched conversations. */
    this.online = signal(/** @type {ReadonlySet<string>} */ (new Set()));
    /** Ids of those who write, by conversation. */
    this.typing = signal(/** @type {Readonly<Record<string, readonly string[]>>} */ ({}));
    let settled = () => {};
    let isSettled = true;
    /** @type {Set<string>} */
    let away = new Set();
    const leave = () => {
      this.online.value = new Set([...this.online.value].filter((id) => !away.has(id)));
    };
    session.on("presence", ({ online, offline }) => {
      this.online.value = new Set([...this.online.value, ...online]);
      away = new Set([...(isSettled ? [] : away), ...offline].filter((id) => !online.includes(id)));
      if (isSettled) leave();
    });
    session.on("typing", ({ conv, user }) => this.#type(conv, user));
    session.on("arrived", ({ conv, message }) => this.#end(conv, message.sender));
    session.on("state", (state) => {
      settled();
      isSettled = false;
      settled = clock.after(RETURN, () => {
        isSettled = true;
        if (state !== "live") this.online.value = new Set();
        leave();
      });
    });
  }

  /**
   * @param {string} conv
   * @param {string} user
   */
  #type(conv, user) {
    const key = `${conv} ${user}`;
    this.#ends.get(key)?.();
    this.#ends.set(
      key,
      this.#clock.after(TYPING, () => this.#end(conv, user)),
    );
    this.#set(conv, user, true);
  }

  /**
   * @param {string} conv
   * @param {string} user
   */
  #end(conv, user) {
    const key = `${conv} ${user}`;
    this.#ends.get(key)?.();
    if (this.#ends.delete(key)) this.#set(conv, user, false);
  }

  /**
   * @param {string} conv
   * @param {string} user
   * @param {boolean} on
   */
  #set(conv, user, on) {
    const others = (this.typing.value[conv] ?? []).filter((id) => id !== user);
    this.typing.value = { ...this.typing.value, [conv]: on ? [...others, user] : others };
  }
}
