import { useEffect, useMemo, useRef, useState } from "../../vendor/preact/hooks.js";
import { attention } from "../state/attention.js";
import { useChat } from "../state/context.js";
import { clockTime, dayName } from "../ui/dates.js";
import { FIRST_ROWS, MAX_ROWS, useExcerpt } from "./excerpt.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { aim, jump, jumpAnnouncement } from "../state/jump.js";
import { language, t, tCount, tError } from "../ui/language.js";
import { isLine, keep, layOut } from "./row-layout.js";
import { lazy } from "../ui/lazy.js";
import { MessageRow } from "./message-row.js";
import { summary } from "./message-text.js";
import { useNow } from "../state/now.js";
import { EmojiPicker, preparePicker } from "./picker.js";
import { Popup } from "../ui/popup.js";
import { deliveryState, receiptsOf } from "../state/receipts.js";
import { useRowKeys } from "./row-keys.js";
import { ScrollBox } from "../ui/scroll-box.js";
import { useElements, useStretches } from "./stretch.js";
import { loadStyles } from "../ui/styles.js";
import { attempt } from "../ui/toast.js";

/** @typedef {import("../../client/wire.js").Conversation} Conversation */
/** @typedef {import("../../client/timeline.js").TimelineView} TimelineView */
/** @typedef {import("./row-layout.js").Row} Row */
/** @typedef {import("./message-row.js").MessageRowProps} MessageRowProps */
/** @typedef {{ row: Row, anchor: DOMRect | null, what: "menu" | "emoji" }} Opened */

const EmptyConversation = lazy(() =>
  Promise.all([import("./empty-conversation.js"), loadStyles("css/beginning.css")]).then(
    ([module]) => module.EmptyConversation,
  ),
);
const MessageMenu = lazy(() =>
  Promise.all([import("./message-menu.js"), loadStyles("css/menu.css")]).then(([module]) => module.MessageMenu),
);

/** @type {readonly never[]} */
const NONE = Object.freeze([]);

/**
 * The messages of a conversation: newest at the end, older ones as one scrolls up.
 * @param {{ conversation: Conversation, name: string, canWrite: boolean }} props
 */
export function MessageList({ conversation, name, canWrite }) {
  const chat = useChat();
  const { session, me } = chat;
  const { id } = conversation;
  const timeline = session.timeline(id);
  const view = chat.timeline(id).value;
  const pending = chat.pending.value;
  const now = useNow();
  const box = useRef(/** @type {ScrollBox | null} */ (null));
  const [atEnd, setAtEnd] = useState(true);
  const [active, setActive] = useState(/** @type {string | null} */ (null));
  const [opened, setOpened] = useState(/** @type {Opened | null} */ (null));
  const [target, setTarget] = useState(/** @type {import("../ui/scroll-box.js").Target | null} */ (null));
  const wanted = jump.value?.conv === id ? jump.value : null;
  const { readUpTo, renew } = useReadUpTo(conversation, atEnd);
  const known = useRef(/** @type {readonly Row[]} */ (NONE));
  const rows = useMemo(
    () => keep(known.current, layOut(view.messages, view.following ? chat.pendingIn(id) : NONE, { me, readUpTo })),
    [view, pending, me, readUpTo],
  );
  known.current = rows;
  const members = useMembers(conversation);
  const reach = receiptsOf(conversation, me);
  const opening = useOpening({ id, readUpTo, view, rows, wanted });
  const goal = target ?? opening.target;
  const follows = useRef(true);
  const near = useRef(/** @type {"start" | "end" | null} */ (null));
  const drawn = useExcerpt(rows, {
    near: near.current,
    atEnd: goal === null && atEnd && follows.current && view.following,
    wanted: goal === null ? -1 : rows.findIndex(({ seq }) => seq === goal.seq),
  });
  const staysAtEnd = goal === null && follows.current && atEnd;
  const following = view.following && (drawn.to === rows.length || staysAtEnd);
  follows.current = goal === null && (view.following ? following : staysAtEnd);
  const isGoingToEnd = staysAtEnd && view.error === null;
  const inSight = atEnd && following;
  const inGroup = conversation.kind === "group";
  const { pins } = conversation;
  const shared = useMemo(
    () => ({}),
    [id, inGroup, pins, reach.read, reach.delivered, wanted, members, canWrite, now, language.value],
  );
  const elements = useElements(shared);
  const stretches = useStretches();
  const [you, unknown] = [t("list.you"), t("person.unknown")];
  const nameOf = (/** @type {Row} */ { sender }) => (sender === me ? you : (chat.person(sender)?.name ?? unknown));
  const arrive = () => {
    if (goal === null || !hasRoom(rows, drawn, goal.seq)) return;
    if (!target) return opening.end();
    const row = rows.find(({ seq }) => seq === target.seq);
    if (row && wanted)
      jumpAnnouncement.value = `${t("message.label", { name: nameOf(row), time: clockTime(row.ts) })}: ${summary(row.message ?? row, chat)}`;
    setTarget(null);
  };
  const toEnd = () => {
    setTarget(null);
    opening.end();
    follows.current = true;
    timeline.newest();
    box.current?.toEnd();
  };
  /** To what is unread first, where the reader is more than a screen before that. */
  const onward = () => {
    const { read = 0 } = session.conversations.get(id) ?? {};
    if (chat.unread(id) === 0 || chat.state.value !== "live" || (box.current?.lastInSight() ?? 0) + FIRST_ROWS >= read)
      return toEnd();
    setTarget(null);
    if (jump.value?.conv === id) jump.value = null;
    renew();
    opening.begin();
  };
  const toMessage = (/** @type {number} */ seq) => {
    setTarget({ seq, at: "middle" });
    aim(id, seq, jump.value?.conv === id ? jump.value.find : undefined);
    timeline.around(seq);
  };
  const actions = useMemo(
    () => ({
      menu: (/** @type {Row} */ row, /** @type {DOMRect | null} */ anchor) => setOpened({ row, anchor, what: "menu" }),
      emoji: (/** @type {Row} */ row, /** @type {DOMRect | null} */ anchor) =>
        setOpened({ row, anchor, what: "emoji" }),
      reply: (/** @type {Row} */ row) => row.message && chat.composerModes.reply(id, row.message.seq),
      jump: toMessage,
    }),
    [id],
  );
  const keys = useRowKeys({ rows, conversation, canWrite, actions });
  useEffect(() => {
    if (!wanted && readUpTo === Infinity) timeline.newest();
    return () => {
      if (jump.value?.conv === id) jump.value = null;
    };
  }, [timeline]);
  useEffect(() => {
    if (!wanted) return;
    setTarget({ seq: wanted.seq, at: "middle" });
    timeline.around(wanted.seq);
  }, [wanted?.seq, wanted?.turn]);
  useEffect(() => {
    if (view.loaded) preparePicker();
  }, [view.loaded]);
  useEffect(() => {
    timeline.held = !inSight;
    return () => {
      timeline.held = false;
    };
  }, [timeline, inSight]);
  const markRead = useMarkRead(id, () => {
    const { read = 0, last_seq = 0 } = session.conversations.get(id) ?? {};
    if (read >= last_seq || opening.isOn || chat.state.value === "catching-up") return 0;
    return inSight ? (view.messages.at(-1)?.seq ?? 0) : (box.current?.lastInSight() ?? 0);
  });
  useChange(chat.written.value, toEnd);
  return html`<div class="message-list">
    <${ScrollBox}
      handle=${box}
      following=${following || isGoingToEnd}
      label=${t("messages.label", { name })}
      onNear=${(/** @type {boolean} */ start, /** @type {boolean} */ end) => {
        near.current = start ? "start" : end ? "end" : null;
        if (near.current) drawn.follow(near.current);
        if (view.error) return;
        if (start && drawn.from === 0) timeline.older();
        if (end && drawn.to === rows.length) timeline.newer();
      }}
      onAtEnd=${setAtEnd}
      target=${goal}
      onReached=${arrive}
      onMoved=${markRead}
      events=${{ ...keys, ...activation(setActive) }}
    >
      <${Beginning} view=${drawn.from > 0 ? { ...view, atStart: false } : view} conversation=${conversation} empty=${rows.every(isLine)} canWrite=${canWrite} onRetry=${() => retry(timeline, view)} />
      ${stretches(rows.slice(drawn.from, drawn.to), (row) => {
        const name = nameOf(row);
        const avatar = chat.person(row.sender)?.avatar;
        const isActive = row.key === active;
        return elements(row, `${isActive} ${avatar} ${name}`, () => [
          ...(row.newDay ? [part(Heading, { key: `day ${row.key}`, kind: "day", text: dayName(row.ts, now) })] : NONE),
          ...(row.firstUnread
            ? [part(Heading, { key: "unread", kind: "unread-line", text: t("messages.new") })]
            : NONE),
          part(/** @type {(props: MessageRowProps & { key: string }) => any} */ (MessageRow), {
            key: row.key,
            id: row.key,
            conv: id,
            message: row.message,
            sender: row.sender,
            name,
            avatar,
            mine: row.sender === me,
            inGroup,
            text: row.text,
            files: row.files,
            edited: row.edited,
            gone: row.gone,
            ts: row.ts,
            reply: row.reply,
            pending: row.pending,
            reach: row.seq === null ? "sent" : deliveryState(row.seq, reach),
            opens: row.opens,
            closes: row.closes,
            pinned: row.seq !== null && (pins?.includes(row.seq) ?? false),
            active: isActive,
            found: row.seq !== null && row.seq === wanted?.seq ? wanted.turn : 0,
            members: (row.message ?? row.pending)?.mentions?.length ? members : NONE,
            find: wanted?.find,
            canReply: canWrite,
            actions,
          }),
        ]);
      })}
    <//>
    ${view.loaded && !inSight && html`<${JumpButton} unread=${chat.unread(id)} onJump=${onward} />`}
    ${
      opened &&
      html`<${Popup}
      label=${t(opened.what === "menu" ? "message.actions" : "emoji.label")}
      anchor=${opened.anchor}
      kind=${opened.what}
      onClose=${() => setOpened(null)}
    >
      ${
        opened.what === "menu"
          ? html`<${MessageMenu}
            conversation=${conversation}
            row=${rows.find(({ key }) => key === opened.row.key) ?? opened.row}
            canReply=${canWrite}
            onReply=${() => actions.reply(opened.row)}
            onClose=${() => setOpened(null)}
          />`
          : html`<${EmojiPicker}
            onPick=${(/** @type {string} */ emoji) => {
              if (opened.row.message) attempt(session.react(id, opened.row.message.seq, emoji, true));
              setOpened(null);
            }}
          />`
      }
    <//>`
    }
  </div>`;
}

/**
 * @template {{ key: string }} P
 * @param {(props: P) => any} type
 * @param {P} props
 * @returns {[type: any, props: { key: string }]}
 */
function part(type, props) {
  return [type, props];
}

/** @param {{ key: string, kind: "day" | "unread-line", text: string }} props */
function Heading({ kind, text }) {
  return html`<h2 class=${kind}><span>${text}</span></h2>`;
}

/**
 * Whether as much is drawn around a message as it takes to stand in the middle, or as may be.
 * @param {readonly Row[]} rows
 * @param {import("./excerpt.js").Excerpt} drawn
 * @param {number | null} seq
 */
function hasRoom(rows, { from, to }, seq) {
  const index = rows.findIndex((row) => row.seq === seq);
  const isWide = (from === 0 || index - from >= 2 * FIRST_ROWS) && (to === rows.length || to - index >= 2 * FIRST_ROWS);
  return isWide || to - from >= MAX_ROWS;
}

/**
 * The row under the mouse, or that has the focus of the keyboard.
 * @param {(key: string | null) => void} activate
 */
function activation(activate) {
  return {
    onPointerOver: (/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && activate(rowOf(event)),
    onPointerLeave: () => activate(null),
    onFocusIn: (/** @type {Event} */ event) =>
      /** @type {Element} */ (event.target).matches(":focus-visible") && activate(rowOf(event)),
    onFocusOut: (/** @type {FocusEvent} */ { relatedTarget }) =>
      /** @type {Element | null} */ (relatedTarget)?.closest("[data-row]") ?? activate(null),
  };
}

/**
 * The row in which something happened, by its key.
 * @param {Event} event
 */
function rowOf(event) {
  const row = /** @type {Element} */ (event.target).closest("[data-row]");
  return /** @type {HTMLElement | null} */ (row)?.dataset.row ?? null;
}

/**
 * @param {import("../../client/timeline.js").Timeline} timeline
 * @param {TimelineView} view
 */
function retry(timeline, view) {
  if (view.loaded) timeline.older();
  else timeline.newest();
}

/**
 * What is above the first message.
 * @param {{ view: TimelineView, conversation: Conversation, empty: boolean, canWrite: boolean, onRetry: () => void }} props
 */
function Beginning({ view, conversation, empty, canWrite, onRetry }) {
  if (view.error && view.error.code !== "offline") {
    return html`<div class="beginning" role="alert">
      <p>${tError(view.error)}</p>
      <button type="button" class="link-button" onClick=${onRetry}>${t("messages.retry")}</button>
    </div>`;
  }
  if (view.error)
    return html`<p class="beginning">${t(view.messages.length > 0 ? "messages.offline" : "messages.offline-all")}</p>`;
  if (!view.loaded || !view.atStart) {
    return html`<div class="beginning loading" role="status">
      <span class="spinner"></span>
      <span class="hidden-text">${t("messages.loading")}</span>
    </div>`;
  }
  if (empty) return html`<${EmptyConversation} conversation=${conversation} canWrite=${canWrite} />`;
  return html`<p class="beginning">${t(conversation.kind === "group" ? "messages.beginning-group" : "messages.beginning")}</p>`;
}

/** @param {{ unread: number, onJump: () => void }} props */
function JumpButton({ unread, onJump }) {
  const label = unread > 0 ? tCount("messages.jump", unread) : t("messages.to-end");
  return html`<button type="button" class="jump" aria-label=${label} title=${label} onClick=${onJump}>
    <${Icon} name="down" />
    ${unread > 0 && html`<span class="badge" aria-hidden="true">${unread > 99 ? "99+" : unread}</span>`}
  </button>`;
}

/**
 * The last message that was read before this visit to the conversation; Infinity where all were. What was missed while the
 * connection was away is unread too, for whoever stayed at the end.
 * @param {Conversation} conversation
 * @param {boolean} atEnd
 * @returns {{ readUpTo: number, renew: () => void }} `renew`: it is what has been read by then
 */
function useReadUpTo({ id, read = 0, first_seq = 1, unread = 0 }, atEnd) {
  const live = useChat().state.value === "live";
  const { current: visit } = useRef({ id: "", wasLive: false, isKnown: false, readUpTo: Infinity });
  const [, redraw] = useState(0);
  const isNew = visit.id !== id;
  if (isNew || (live && !visit.wasLive && (atEnd || !visit.isKnown))) {
    visit.readUpTo = unread > 0 ? Math.max(read, first_seq - 1) : Infinity;
  }
  Object.assign(visit, { id, wasLive: live, isKnown: live || (visit.isKnown && !isNew) });
  const renew = () => {
    visit.readUpTo = Math.max(read, first_seq - 1);
    redraw((times) => times + 1);
  };
  return { readUpTo: visit.readUpTo, renew };
}

/**
 * A conversation opens at the first unread message, unless one is led to another: that one is fetched and brought to the top.
 * @param {object} options
 * @param {string} options.id
 * @param {number} options.readUpTo
 * @param {TimelineView} options.view
 * @param {readonly Row[]} options.rows
 * @param {import("../state/jump.js").Jump | null} options.wanted
 */
function useOpening({ id, readUpTo, view, rows, wanted }) {
  const chat = useChat();
  const timeline = chat.session.timeline(id);
  const live = chat.state.value === "live";
  const [opened, setOpened] = useState("");
  const place = `${id} ${readUpTo}`;
  const isOn = readUpTo < Infinity && !wanted && opened !== place;
  const first = isOn ? rows.find(({ firstUnread }) => firstUnread) : undefined;
  const start = view.atStart ? 0 : (view.messages[0]?.seq ?? Infinity);
  const last = view.following ? Infinity : (view.messages.at(-1)?.seq ?? 0);
  const isThere = view.loaded && start <= readUpTo + 1 && last > readUpTo;
  const begin = () => setOpened("");
  const end = () => setOpened(place);
  useEffect(() => {
    if (isOn) timeline.around(readUpTo + 1);
  }, [place, live, isOn]);
  useEffect(() => {
    if (isOn && isThere && !first) end();
  }, [isOn && isThere && !first]);
  const isOutOfReach = isOn && !view.loaded && view.error !== null;
  useEffect(() => {
    if (isOutOfReach) timeline.newest();
  }, [isOutOfReach]);
  /** @type {import("../ui/scroll-box.js").Target | null} */
  const target = first?.seq ? { seq: first.seq, at: "top" } : null;
  return { isOn, target, begin, end };
}

/**
 * Who is in it, the same list as long as nobody comes, goes or is renamed.
 * @param {Conversation} conversation
 */
function useMembers({ members }) {
  return useMemo(() => members, [members.map(({ id, name }) => `${id} ${name}`).join()]);
}

/**
 * What somebody who looks has in sight is read, and all before it.
 * @param {string} id
 * @param {() => number} lastInSight
 * @returns {() => void} to be called when something else may be in sight
 */
function useMarkRead(id, lastInSight) {
  const { session } = useChat();
  const looking = attention.value;
  const mark = () => {
    if (looking) session.markRead(id, lastInSight());
  };
  useEffect(mark, [id, looking]);
  return mark;
}

/**
 * @param {number} value
 * @param {() => void} react
 */
function useChange(value, react) {
  const known = useRef(value);
  useEffect(() => {
    if (known.current === value) return;
    known.current = value;
    react();
  }, [value]);
}
