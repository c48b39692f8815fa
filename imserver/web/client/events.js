import { edited, react, recalled } from "./message.js";

/** @typedef {import("./wire.js").ServerFrame} ServerFrame */
/** @typedef {import("./replica.js").Replica} Replica */

/**
 * What each event of the stream does to the copy of the server's data.
 * @type {{ [T in ServerFrame["t"]]?: (replica: Replica, frame: Extract<ServerFrame, { t: T }>) => void }}
 */
const REDUCERS = {
  typing: (replica, frame) => replica.emit("typing", frame),
  presence: (replica, frame) => replica.emit("presence", frame),
  server: (replica, { name }) => replica.emit("server", name),
  block: (replica, frame) => replica.emit("block", frame),
  edited(replica, frame) {
    replica.revise(frame.conv, frame.seq, (message) => edited(message, frame, frame.ts));
    replica.outbox.settle(frame.conv, frame.seq, ({ t, text }, tried) => tried && t === "edit" && text === frame.text);
  },
  recalled(replica, { conv, seq }) {
    replica.revise(conv, seq, recalled);
    replica.outbox.settle(conv, seq, () => true);
    replica.conversations.pin(conv, seq, false);
  },
  reaction(replica, frame) {
    const { conv, seq, user, emoji, on } = frame;
    replica.revise(conv, seq, (message) => react(message, frame));
    if (user !== replica.me) return;
    replica.outbox.settle(conv, seq, (change, tried) => tried && change.emoji === emoji && change.on === on);
  },
  pinned: (replica, { conv, seq, on }) => replica.conversations.pin(conv, seq, on),
  expired: (replica, { conv, through }) => replica.expire(conv, through),
  receipt(replica, frame) {
    if (frame.user === replica.me && frame.read) replica.moveRead(frame.conv, frame.read);
    replica.conversations.moveReceipt(frame.conv, frame.user, frame);
  },
  preferences: (replica, { conv, preferences }) => replica.conversations.set(conv, { preferences }),
  conversation(replica, { conversation }) {
    replica.conversations.put(conversation, replica.listing);
    replica.deliver(conversation);
  },
  member: (replica, frame) => replica.conversations.changeMember(frame),
  group: (replica, { conv, title, avatar, settings = {} }) =>
    replica.conversations.set(conv, { title, avatar, settings }),
  removed: (replica, { conv }) => replica.remove(conv),
  profile(replica, { user }) {
    replica.conversations.changeProfile(user);
    replica.emit("profile", user);
  },
};

/**
 * @param {Replica} replica
 * @param {ServerFrame} frame
 */
export function apply(replica, frame) {
  if (frame.t === "message") return replica.store(frame.conv, frame, frame.sync);
  const reduce = /** @type {((replica: Replica, frame: ServerFrame) => void) | undefined} */ (REDUCERS[frame.t]);
  reduce?.(replica, frame);
  if (!("sync" in frame)) return;
  replica.sync = frame.sync;
  replica.changed();
}
