import { useId, useLayoutEffect, useMemo, useRef, useState } from "../../vendor/preact/hooks.js";
import { EVERYONE } from "../../client/wire.js";
import { addressees, called } from "./addressees.js";
import { Avatar } from "../people/avatar.js";
import { choose, cut, follow, ChoiceHistory, paste } from "./choices.js";
import { loadFold } from "../ui/comparison.js";
import { completions, mentionable, mentionBeginning } from "./completion.js";
import { useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";
import { placesIn } from "./mentions.js";

/** @typedef {import("./mentions.js").Mentionable} Mentionable */
/** @typedef {import("./mentions.js").Naming} Naming */
/** @typedef {import("./choices.js").Written} Written */

/**
 * What is being written: the draft of a conversation, or another text for one of its messages.
 * @typedef {{ chat: import("../state/chat.js").Chat, conversation: import("../../client/wire.js").Conversation, mode: import("../state/composer-mode.js").ComposerMode }} Writing
 */

/** Most that are offered. */
const OFFERED = 6;

/** @type {WeakMap<import("../state/composer-mode.js").ComposerMode, Written>} choices in texts of messages that are being edited */
const edits = new WeakMap();

/** What was copied last, with the choices in it. */
let clipping = /** @type {Written | null} */ (null);

/**
 * The choices of what is being written, and the text in which they were made.
 * @param {Writing} writing
 * @returns {Written}
 */
function kept({ chat, conversation, mode }) {
  if (mode.kind !== "edit") return chat.drafts.chosen(conversation.id);
  return edits.get(mode) ?? { text: mode.text, choices: placesIn(mode, conversation.members) };
}

/**
 * @param {Writing} writing
 * @param {Written} written
 */
function keep({ chat, conversation, mode }, written) {
  if (mode.kind === "edit") edits.set(mode, written);
  else chat.drafts.choose(conversation.id, written);
}

/**
 * Whom one can mention; who edits a message that mentions everybody may leave it so.
 * @param {Writing} writing
 */
function peopleOf({ chat, conversation, mode }) {
  const keepsAll = mode.kind === "edit" && mode.mentions?.includes(EVERYONE);
  const settings = keepsAll
    ? { ...conversation.settings, mention_all: /** @type {const} */ ("everybody") }
    : conversation.settings;
  return mentionable({ ...conversation, settings }, chat.me);
}

/**
 * Whom a text that is sent mentions, and where. `isOther`: of an edit, that others were chosen for the same text.
 * @param {Writing} writing
 * @param {string} typed
 */
export function mentionedBy(writing, typed) {
  const { conversation, mode } = writing;
  const written = follow(kept(writing), typed);
  const before = mode.kind === "edit" ? placesIn(mode, conversation.members) : [];
  const isOther = JSON.stringify(written.choices) !== JSON.stringify(before);
  return { isOther, called: called(written, peopleOf(writing)) };
}

/**
 * Completion of a mention that is being typed. It listens to the field itself, and comes before the composer.
 * @param {Pick<Writing, "conversation" | "mode"> & {
 *   typed: string,
 *   input: { current: HTMLTextAreaElement | null },
 *   replace: (start: number, end: number, text: string) => void,
 * }} props
 */
export function Mentions({ conversation, mode, typed, input, replace }) {
  const chat = useChat();
  const writing = { chat, conversation, mode };
  const list = useId();
  const past = useRef(new ChoiceHistory());
  const [caret, setCaret] = useState(() => input.current?.selectionEnd ?? 0);
  const [chosen, setChosen] = useState(0);
  const [refused, setRefused] = useState(-1);
  const [asked, setAsked] = useState(/** @type {Naming | null} */ (null));
  const people = useMemo(() => peopleOf(writing), [conversation, mode]);
  const written = follow(kept(writing), typed);
  const { doubts } = addressees(written, people);
  const beginning = caret <= typed.length ? mentionBeginning(typed.slice(0, caret)) : null;
  if (beginning !== null) loadFold();
  const start = asked?.start ?? (beginning === null ? -1 : caret - beginning.length - 1);
  const end = asked?.end ?? caret;
  const offered = asked
    ? people.filter(({ id }) => asked.ids.includes(id))
    : beginning === null || start === refused || written.choices.some((choice) => choice.start === start)
      ? []
      : completions(people, beginning, OFFERED);
  const at = Math.min(chosen, offered.length - 1);
  const isOpen = offered.length > 0;
  const look = () => {
    const place = input.current?.selectionEnd ?? 0;
    if (place === caret) return;
    setCaret(place);
    setChosen(0);
    setAsked(null);
  };
  /** @param {Written} after */
  const note = (after) => {
    keep(writing, after);
    past.current.note(after);
  };
  /** @param {Mentionable} person */
  const pick = ({ id, name }) => {
    past.current.note(written);
    const blank = asked || /^\s/.test(typed.slice(end)) ? "" : " ";
    const text = `@${name}${blank}`;
    setAsked(null);
    replace(start, end, text);
    const after = follow(written, typed.slice(0, start) + text + typed.slice(end), start + text.length);
    note({ ...after, choices: choose(after.choices, { start, end: start + 1 + name.length, id }) });
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const current = offered[at];
    if (!current || event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown") setChosen((at + 1) % offered.length);
    else if (event.key === "ArrowUp") setChosen((at + offered.length - 1) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") pick(current);
    else if (event.key === "Escape") {
      setRefused(start);
      setAsked(null);
    } else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  /** @param {InputEvent} event */
  const onInput = ({ inputType = "" }) => {
    const { value, selectionEnd } = /** @type {HTMLTextAreaElement} */ (input.current);
    const before = kept(writing);
    past.current.note(before);
    const known = inputType.startsWith("history") ? past.current.of(value) : undefined;
    const after = known ? { text: value, choices: known } : follow(before, value, selectionEnd);
    note(clipping && /^insertFrom(Paste|Drop)$/.test(inputType) ? paste(after, clipping, selectionEnd) : after);
    look();
  };
  const onCopy = () => {
    const { value, selectionStart, selectionEnd } = /** @type {HTMLTextAreaElement} */ (input.current);
    clipping = cut(follow(kept(writing), value), selectionStart, selectionEnd);
  };
  const acts = { keydown: onKey, input: onInput, copy: onCopy, cut: onCopy, keyup: look, click: look };
  useListeners(input, acts);
  useLayoutEffect(() => {
    const field = input.current;
    if (!field || !isOpen) return;
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list);
    field.setAttribute("aria-activedescendant", `${list}-${at}`);
    return () => {
      for (const name of ["autocomplete", "controls", "activedescendant"]) field.removeAttribute(`aria-${name}`);
    };
  }, [isOpen, at]);
  const [doubt] = doubts;
  const left = written.choices.filter(({ id }) => id !== EVERYONE && !people.some((one) => one.id === id));
  const names = [...new Set(left.map(({ start, end }) => typed.slice(start, end)))];
  return html`${isOpen && html`<${List} id=${list} offered=${offered} at=${at} onPick=${pick} />`}
    ${
      doubt &&
      !isOpen &&
      html`<p class="mention-doubt" role="status">
        <span dir="auto">${t("mention.ambiguous", { name: typed.slice(doubt.start, doubt.end) })}</span>${" "}
        <button
          type="button"
          class="link-button"
          onClick=${() => {
            input.current?.focus();
            setAsked(doubt);
            setChosen(0);
          }}
        >
          ${t("mention.ask")}
        </button>
      </p>`
    }
    ${
      names.length > 0 &&
      !isOpen &&
      html`<p class="mention-doubt" role="status">
        ${names.map((name) => html`<span key=${name} dir="auto">${t("mention.left", { name })}</span>`)}
      </p>`
    }`;
}

/**
 * Listens to the field before all others do.
 * @param {{ current: HTMLTextAreaElement | null }} input
 * @param {Record<string, (event: any) => void>} acts
 */
function useListeners(input, acts) {
  const latest = useRef(acts);
  latest.current = acts;
  useLayoutEffect(() => {
    const field = input.current;
    const listen = (/** @type {Event} */ event) => latest.current[event.type]?.(event);
    for (const kind of Object.keys(acts)) field?.addEventListener(kind, listen, true);
    return () => {
      for (const kind of Object.keys(acts)) field?.removeEventListener(kind, listen, true);
    };
  }, []);
}

/** @param {{ id: string, offered: readonly Mentionable[], at: number, onPick: (person: Mentionable) => void }} props */
function List({ id: list, offered, at, onPick }) {
  return html`<ul id=${list} class="mention-list" role="listbox" aria-label=${t("mention.label")}>
    ${offered.map(
      (person, index) => html`<li
        key=${person.id}
        id=${`${list}-${index}`}
        role="option"
        aria-selected=${index === at}
        onMouseDown=${(/** @type {MouseEvent} */ event) => {
          event.preventDefault();
          onPick(person);
        }}
      >
        ${
          person.id === EVERYONE
            ? html`<span class="avatar plain small" aria-hidden="true"><${Icon} name="group" /></span>`
            : html`<${Avatar} id=${person.id} name=${person.name} avatar=${person.avatar} size="small" />`
        }
        <bdi>${person.name}</bdi>${person.id !== EVERYONE && html`<span class="mention-login">@${person.login}</span>`}
      </li>`,
    )}
  </ul>`;
}
