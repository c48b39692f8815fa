import { useEffect, useMemo, useRef, useState } from "../../vendor/preact/hooks.js";
import { asImError } from "../../client/errors.js";
import { useAccount, useChat } from "../state/context.js";
import { findBarShown, searchQuery } from "../state/find-state.js";
import { focusWhenShown } from "../ui/focus.js";
import { finder, matcher } from "../ui/fold.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { jumpTo, unmark } from "../state/jump.js";
import "../texts/find.js";
import { locale, t } from "../ui/language.js";
import { useLayer } from "../ui/layer.js";
import { conversationName } from "../state/names.js";
import { NothingFound } from "./nothing-found.js";
import { go } from "../ui/navigation.js";
import { PATHS } from "../state/route.js";
import { attempt } from "../ui/toast.js";

/** How long typing must pause before there is a search (ms). */
const PAUSE = 300;

/** Results asked for at once. */
const PAGE = 50;

/**
 * Find messages of the open conversation in their place, by words or by a date.
 * @param {{ conversation: import("../../client/wire.js").Conversation }} props
 */
export function FindBar({ conversation }) {
  const { id, created_at } = conversation;
  const chat = useChat();
  const name = conversationName(conversation, chat.me);
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const { api } = useAccount();
  const [query, setQuery] = useState("");
  const [found, setFound] = useState(/** @type {number[] | null} */ (null));
  const [more, setMore] = useState(/** @type {number | null} */ (null));
  const [at, setAt] = useState(0);
  const [isPart, setPart] = useState(false);
  const [round, setRound] = useState(0);
  const [since, setSince] = useState(/** @type {number | null} */ (null));
  const date = useRef(/** @type {HTMLInputElement | null} */ (null));
  const find = useMemo(() => finder(query), [query]);
  useEffect(() => {
    let current = true;
    setFound(null);
    setPart(false);
    setSince(null);
    if (!query.trim()) return;
    const timer = setTimeout(
      () =>
        attempt(
          look(api.search({ q: query.trim(), conv: id, limit: PAGE }), chat, id, query).then(
            ({ seqs, before, isKept }) => {
              if (!current) return;
              setFound(seqs);
              setMore(before);
              setPart(isKept);
              setAt(0);
              if (seqs[0] === undefined) unmark();
              else jumpTo(id, seqs[0], find);
            },
          ),
        ),
      PAUSE,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query, round]);
  const close = () => {
    findBarShown.value = false;
    unmark();
  };
  useLayer(close);
  /** @param {number} to */
  const step = async (to) => {
    let all = found ?? [];
    if (to >= all.length && more !== null) {
      const page = await api.search({ q: query.trim(), conv: id, limit: PAGE, before: more }).catch(() => null);
      if (!page) return;
      all = [...all, ...page.results.map(({ message }) => message.seq)];
      setFound(all);
      setMore(page.before);
    }
    const seq = all[to];
    if (seq === undefined) return;
    setAt(to);
    jumpTo(id, seq, find);
  };
  const toDate = async (/** @type {string} */ day) => {
    const from = new Date(`${day}T00:00`).getTime();
    if (Number.isNaN(from)) return;
    await attempt(
      api.firstSince(id, from).then((message) => {
        setSince(message ? null : from);
        if (message) jumpTo(id, message.seq);
      }),
    );
  };
  const clear = () => {
    setQuery("");
    input.current?.focus();
  };
  const everywhere = () => {
    searchQuery.value = query;
    close();
    const isNarrow = matchMedia("(max-width: 45rem)").matches;
    go(isNarrow ? PATHS.home : PATHS.conversation(id));
    setTimeout(() => /** @type {HTMLElement | null} */ (document.querySelector("[data-search]"))?.focus());
  };
  const again = () => {
    input.current?.focus(); // the button goes
    setRound(round + 1);
  };
  const forgetDate = () => {
    if (date.current) date.current.value = "";
    setSince(null);
  };
  const last = conversation.last?.seq;
  const count = found?.length ?? 0;
  const status =
    found === null
      ? ""
      : count === 0
        ? t("find.none")
        : t("find.of", { number: at + 1, count: more === null ? count : `${count}+` });
  return html`<div class="find"><div
    class="find-bar"
    role="search"
    aria-label=${t("find.open")}
    onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    }}
  >
    <div class="search-box">
      <${Icon} name="search" />
      <input
        type="search"
        value=${query}
        placeholder=${t("find.short")}
        aria-label=${t("find.placeholder")}
        maxlength="200"
        ref=${useFocusOnce(input)}
        onInput=${(/** @type {InputEvent} */ event) => setQuery(/** @type {HTMLInputElement} */ (event.target).value)}
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
          if (event.key === "Enter" && !event.isComposing) step(event.shiftKey ? at - 1 : at + 1);
        }}
      />
      <span class="find-status" role="status">${status}</span>
    </div>
    <button type="button" class="icon-button" disabled=${at + 1 >= count && more === null} aria-label=${t("find.older")} title=${t("find.older")} onClick=${() => step(at + 1)}>
      <${Icon} name="up" />
    </button>
    <button type="button" class="icon-button" disabled=${at === 0} aria-label=${t("find.newer")} title=${t("find.newer")} onClick=${() => step(at - 1)}>
      <${Icon} name="down" />
    </button>
    <label class="icon-button find-date" title=${t("find.date")}>
      <${Icon} name="calendar" />
      <span class="hidden-text">${t("find.date")}</span>
      <input
        ref=${date}
        type="date"
        min=${created_at ? isoDay(created_at) : undefined}
        max=${isoDay(Date.now())}
        onClick=${() => date.current?.showPicker?.()}
        onChange=${(/** @type {Event} */ event) => toDate(/** @type {HTMLInputElement} */ (event.target).value)}
      />
    </label>
    <button type="button" class="icon-button" aria-label=${t("close")} title=${t("close")} onClick=${close}>
      <${Icon} name="close" />
    </button>
  </div>
  ${
    isPart &&
    html`<p class="find-part">
      <span role="status">${t("find.this-device-only")}</span>
      ${chat.state.value === "live" && html` <button type="button" class="link-button" onClick=${again}>${t("find.all")}</button>`}
    </p>`
  }
  ${
    found !== null &&
    count === 0 &&
    since === null &&
    html`<${NothingFound} title=${t("find.nothing", { query: query.trim() })} text=${isPart ? "" : t("find.where", { name })} hint=${t("search.hint")}>
      <button type="button" class="button quiet" onClick=${everywhere}>${t("find.everywhere")}</button>
      <button type="button" class="button quiet" onClick=${clear}>${t("find.clear")}</button>
    <//>`
  }
  ${
    since !== null &&
    html`<${NothingFound} title=${t("find.nothing-since", { day: new Intl.DateTimeFormat(locale(), { dateStyle: "long" }).format(since) })} text=${t("find.where", { name })}>
      ${
        last !== undefined &&
        html`<button type="button" class="button quiet" onClick=${() => {
          forgetDate();
          jumpTo(id, last);
        }}>${t("find.to-last")}</button>`
      }
      <button type="button" class="button quiet" onClick=${forgetDate}>${t("find.clear-date")}</button>
    <//>`
  }
  </div>`;
}

/**
 * What the server finds; without a connection, what is kept in this browser.
 * @param {Promise<{ results: { message: { seq: number } }[], before: number | null }>} answer
 * @param {import("../state/chat.js").Chat} chat
 * @param {string} conv
 * @param {string} query
 */
async function look(answer, chat, conv, query) {
  try {
    const { results, before } = await answer;
    return { seqs: results.map(({ message }) => message.seq), before, isKept: false };
  } catch (thrown) {
    if (asImError(thrown).code !== "offline") throw thrown;
    const fits = matcher(query);
    const kept = await chat.session.kept(conv, ({ text }) => fits(text));
    return { seqs: kept.map(({ seq }) => seq), before: null, isKept: true };
  }
}

/** @param {number} ts */
function isoDay(ts) {
  const date = new Date(ts);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
}

/**
 * A `ref` that focuses once, and not on every drawing.
 * @param {{ current: HTMLInputElement | null }} place where it is kept
 */
function useFocusOnce(place) {
  const ref = useRef((/** @type {HTMLInputElement | null} */ element) => {
    place.current = element;
    focusWhenShown(element);
  });
  return ref.current;
}
