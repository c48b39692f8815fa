import { useId, useState } from "../vendor/preact/hooks.js";
import { Avatar } from "./avatar.js";
import { askForFold } from "./comparison.js";
import { html } from "./html.js";
import { Icon } from "./icon.js";
import { t } from "./language.js";
import { completions, mentionBeginning } from "./mentions.js";

/** @typedef {import("./mentions.js").Mentionable} Mentionable */

/** Most that are offered. */
const OFFERED = 6;

/**
 * Completion of a mention that is being typed.
 * @param {object} options
 * @param {readonly Mentionable[]} options.people
 * @param {string} options.typed
 * @param {{ current: HTMLTextAreaElement | null }} options.input
 * @param {(start: number, end: number, text: string) => void} options.replace
 */
export function useMentions({ people, typed, input, replace }) {
  const list = useId();
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [refused, setRefused] = useState(-1);
  const before = typed.slice(0, caret);
  const beginning = people.length > 0 && caret <= typed.length ? mentionBeginning(before) : null;
  if (beginning !== null) askForFold();
  const start = beginning === null ? -1 : caret - beginning.length - 1;
  const offered = beginning === null || start === refused ? [] : completions(people, beginning, OFFERED);
  const at = Math.min(chosen, offered.length - 1);
  const look = () => {
    const place = input.current?.selectionEnd ?? 0;
    if (place === caret) return;
    setCaret(place);
    setChosen(0);
  };
  /** @param {Mentionable} person */
  const pick = (person) => replace(start, caret, `@${person.name} `);
  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was for the list
   */
  const key = (event) => {
    const current = offered[at];
    if (!current) return false;
    if (event.key === "ArrowDown") setChosen((at + 1) % offered.length);
    else if (event.key === "ArrowUp") setChosen((at + offered.length - 1) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") pick(current);
    else if (event.key === "Escape") setRefused(start);
    else return false;
    event.stopPropagation();
    return true;
  };
  const open = offered.length > 0;
  const attributes = open
    ? { "aria-autocomplete": "list", "aria-controls": list, "aria-activedescendant": `${list}-${at}` }
    : {};
  return { list, offered, at, key, pick, look, attributes };
}

/** @param {{ mentions: ReturnType<typeof useMentions> }} props */
export function MentionList({ mentions: { list, offered, at, pick } }) {
  if (offered.length === 0) return null;
  return html`<ul id=${list} class="mention-list" role="listbox" aria-label=${t("mention.label")}>
    ${offered.map(
      (person, index) => html`<li
        key=${person.id}
        id=${`${list}-${index}`}
        role="option"
        aria-selected=${index === at}
        onMouseDown=${(/** @type {MouseEvent} */ event) => {
          event.preventDefault();
          pick(person);
        }}
      >
        ${
          person.id === "all"
            ? html`<span class="avatar plain small" aria-hidden="true"><${Icon} name="group" /></span>`
            : html`<${Avatar} id=${person.id} name=${person.name} size="small" />`
        }
        <bdi>${person.name}</bdi>${person.id !== "all" && html`<span class="mention-login">@${person.login}</span>`}
      </li>`,
    )}
  </ul>`;
}
