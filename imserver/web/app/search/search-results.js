import { useEffect, useMemo, useState } from "../../vendor/preact/hooks.js";
import { asImError } from "../../client/errors.js";
import { Avatar } from "../people/avatar.js";
import { useAccount, useChat } from "../state/context.js";
import { shortTime } from "../ui/dates.js";
import { findBarShown } from "../state/find-state.js";
import { finder } from "../ui/fold.js";
import { html } from "../ui/html.js";
import { jumpTo, unmark } from "../state/jump.js";
import "../texts/find.js";
import { t, tError } from "../ui/language.js";
import { useLayer } from "../ui/layer.js";
import { plain, words } from "../messages/message-text.js";
import { avatarOf } from "../state/names.js";
import { NothingFound } from "./nothing-found.js";
import { useNow } from "../state/now.js";
import { PATHS } from "../state/route.js";

/** How long typing must pause before there is a search (ms). */
const PAUSE = 300;

/** How much of a message stands before the word that was found (characters). */
const BEFORE = 24;

/** @typedef {{ conv: string, message: import("../../client/wire.js").Message }} Result */

/**
 * Messages with the words, wherever they were said; each leads to its place.
 * @param {{ query: string, hasChats: boolean, onDone: () => void }} props
 */
export function SearchResults({ query, hasChats, onDone }) {
  const chat = useChat();
  const { api } = useAccount();
  const now = useNow();
  const [results, setResults] = useState(/** @type {Result[] | null} */ (null));
  const [asked, setAsked] = useState("");
  const [before, setBefore] = useState(/** @type {number | null} */ (null));
  const [error, setError] = useState(/** @type {import("../../client/errors.js").ImError | null} */ (null));
  const find = useMemo(() => finder(query), [query]);
  useLayer(onDone);
  useMarks();
  useEffect(() => {
    let current = true;
    const timer = setTimeout(
      () =>
        api.search({ q: query.trim() }).then(
          (page) => {
            if (!current) return;
            setResults(page.results);
            setBefore(page.before);
            setError(null);
            setAsked(query);
          },
          (thrown) => {
            if (!current) return;
            setError(asImError(thrown));
            setAsked(query);
          },
        ),
      PAUSE,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query]);
  const loadMore = async () => {
    const page = await api.search({ q: query.trim(), before: before ?? undefined });
    setResults([...(results ?? []), ...page.results]);
    setBefore(page.before);
  };
  const known = results?.filter(({ conv }) => chat.conversation(conv)) ?? [];
  if (results && known.length === 0 && before === null && !error && !hasChats) {
    return html`<section class="results" aria-label=${t("find.none")}><${Nothing} query=${asked.trim()} onDone=${onDone} /></section>`;
  }
  return html`<section class="results" aria-label=${t("search.messages")} aria-busy=${asked !== query}>
    <h2 class="section-title">${t("search.messages")}</h2>
    ${error && html`<p class="alert" role="alert">${tError(error)}</p>`}
    <ul class="rows" data-choices>
      ${known.map(({ conv, message }) => {
        const conversation = /** @type {import("../../client/wire.js").Conversation} */ (chat.conversation(conv));
        const avatar = avatarOf(conversation, chat.me);
        const sender = message.sender === chat.me ? t("list.you") : chat.person(message.sender)?.name;
        return html`<li key=${`${conv} ${message.seq}`}>
          <a
            class="row"
            href=${PATHS.conversation(conv)}
            onClick=${(/** @type {MouseEvent} */ event) => {
              event.preventDefault();
              jumpTo(conv, message.seq, find);
            }}
          >
            <${Avatar} ...${avatar} size="small" />
            <span class="row-main">
              <span class="row-line">
                <span class="row-title"><bdi>${avatar.name}</bdi></span>
                <time class="row-time" datetime=${new Date(message.ts).toISOString()}>${shortTime(message.ts, now)}</time>
              </span>
              <span class="row-sub result-text">
                ${sender && html`<span class="row-from">${t("list.from", { name: sender })}</span>`}
                ${words(excerpt(plain(message.text), find), { find, linked: true })}
              </span>
            </span>
          </a>
        </li>`;
      })}
    </ul>
    ${results && known.length === 0 && html`<p class="empty-note" role="status">${t("search.no-messages", { query: asked.trim() })}</p>`}
    ${before !== null && html`<div class="inset"><button type="button" class="button quiet" onClick=${loadMore}>${t("people.more")}</button></div>`}
    <div class="inset"><button type="button" class="link-button" onClick=${onDone}>${t("search.done")}</button></div>
  </section>`;
}

/**
 * What was searched for is marked in the messages as long as the search stands beside them; where it doesn't, until the
 * outline of the hit has faded. A search within the conversation has marks of its own.
 */
function useMarks() {
  useEffect(() => {
    const end = () => findBarShown.peek() || unmark();
    const seen = (/** @type {AnimationEvent} */ { animationName }) =>
      animationName.startsWith("found") && matchMedia("(max-width: 45rem)").matches && end();
    document.addEventListener("animationend", seen);
    return () => {
      document.removeEventListener("animationend", seen);
      end();
    };
  }, []);
}

/** @param {{ query: string, onDone: () => void }} props */
function Nothing({ query, onDone }) {
  return html`<${NothingFound} title=${t("search.none", { query })} text=${t("search.where")} hint=${t("search.hint")}>
    <a class="button quiet" href=${PATHS.new}>${t("search.people")}</a>
    <button type="button" class="button quiet" onClick=${onDone}>${t("search.done")}</button>
  <//>`;
}

/**
 * A text from shortly before the first word that was found.
 * @param {string} text
 * @param {import("../ui/fold.js").Find} find
 */
function excerpt(text, find) {
  const place = find(text)[0]?.[0] ?? 0;
  const start = Math.max(0, place - BEFORE);
  return (start > 0 ? "…" : "") + text.slice(start, start + 160);
}
