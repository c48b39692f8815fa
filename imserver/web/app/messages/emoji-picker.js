import { useEffect, useLayoutEffect, useMemo, useState } from "../../vendor/preact/hooks.js";
import en from "../../i18n/emoji-en.js";
import zh from "../../i18n/emoji-zh.js";
import { focusUnlessTouch } from "../ui/focus.js";
import { fold } from "../ui/fold.js";
import { beforeFrame } from "../ui/frame.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { language, learn, t } from "../ui/language.js";
import { recentEmoji, rememberEmoji } from "../state/recent-emoji.js";

learn({ en, zh });

/** @typedef {[emoji: string, name: string, words: string][][]} Groups */

const LOAD = {
  en: () => import("../../vendor/emojibase/en.js"),
  zh: () => import("../../vendor/emojibase/zh.js"),
};

/** One emoji for each group, in the order of the data. */
const TABS = ["😀", "👋", "🐻", "🍎", "🚗", "⚽", "💡", "❤️"];

/** Most results of a search. */
const FOUND = 80;

/** Emoji that are drawn at once: what a phone shows, and a row more. Fewer than a group has. */
const FIRST = 64;

/** Emoji that follow in one frame. */
const STEP = 32;

/** @type {Map<string, Groups>} by language */
const known = new Map();

/** @param {{ onPick: (emoji: string) => void }} props */
export function EmojiPicker({ onPick }) {
  const spoken = language.value;
  const [groups, setGroups] = useState(known.get(spoken) ?? null);
  const [query, setQuery] = useState("");
  const [tab, setTab] = useState(-1);
  useEffect(() => {
    if (known.has(spoken)) return setGroups(known.get(spoken) ?? null);
    // The names are many, and are read once what is shown first was drawn.
    beforeFrame(() => {
      LOAD[spoken]().then(
        ({ default: loaded }) => {
          known.set(spoken, loaded);
          setGroups(loaded);
        },
        () => setGroups([]),
      );
    });
  }, [spoken]);
  const names = useMemo(() => new Map(groups?.flat().map(([emoji, name]) => [emoji, name])), [groups]);
  const shown =
    query.trim() && groups
      ? search(groups, query)
      : tab === -1
        ? recentEmoji(24)
        : (groups?.[tab] ?? []).map(([emoji]) => emoji);
  const drawn = useGrowing(`${tab} ${query}`, shown.length);
  const labels = [t("emoji.recent"), ...TABS.map((_, index) => t(/** @type {any} */ (`emoji.group.${index}`)))];
  return html`<div class="emoji-picker" data-arrows>
    <div class="search-box">
      <${Icon} name="search" />
      <input
        type="search"
        value=${query}
        placeholder=${t("emoji.search")}
        aria-label=${t("emoji.search")}
        ref=${focusUnlessTouch}
        onInput=${(/** @type {InputEvent} */ event) => setQuery(/** @type {HTMLInputElement} */ (event.target).value)}
      />
    </div>
    <div class="emoji-tabs" role="group" aria-label=${t("emoji.groups")}>
      ${["🕘", ...TABS].map(
        (emoji, index) => html`<button
          type="button"
          key=${emoji}
          aria-pressed=${!query && tab === index - 1}
          aria-label=${labels[index]}
          title=${labels[index]}
          onClick=${() => {
            setQuery("");
            setTab(index - 1);
          }}
        >
          ${emoji}
        </button>`,
      )}
    </div>
    <div class="emoji-grid" data-choices="grid" role="group" aria-label=${t("emoji.label")}>
      ${shown.slice(0, drawn).map(
        (emoji) => html`<button
          type="button"
          key=${emoji}
          aria-label=${names.get(emoji) ?? emoji}
          title=${names.get(emoji) ?? emoji}
          onClick=${() => {
            rememberEmoji(emoji);
            onPick(emoji);
          }}
        >
          ${emoji}
        </button>`,
      )}
    </div>
    ${groups && shown.length === 0 && html`<p class="empty-note" role="status">${t("emoji.none")}</p>`}
  </div>`;
}

/**
 * How much of something is drawn: a beginning, then more in each frame.
 * @param {string} what
 * @param {number} length
 */
function useGrowing(what, length) {
  const [grown, setGrown] = useState({ what, count: FIRST });
  const count = grown.what === what ? grown.count : FIRST;
  useLayoutEffect(() => {
    if (count >= length) return;
    const frame = requestAnimationFrame(() => setGrown({ what, count: count + STEP }));
    return () => cancelAnimationFrame(frame);
  }, [what, count, length]);
  return count;
}

/** @type {WeakMap<Groups, [emoji: string, name: string, words: string][]>} */
const folded = new WeakMap();

/**
 * @param {Groups} groups
 * @param {string} query
 */
function search(groups, query) {
  const wanted = fold(query.trim());
  /** @type {[emoji: string, name: string, words: string][]} */
  const all = folded.get(groups) ?? groups.flat().map(([emoji, name, words]) => [emoji, fold(name), fold(words)]);
  folded.set(groups, all);
  const named = all.filter(([, name]) => name.includes(wanted));
  const told = all.filter(([, , words]) => words.includes(wanted));
  return [...new Set([...named, ...told].map(([emoji]) => emoji))].slice(0, FOUND);
}
