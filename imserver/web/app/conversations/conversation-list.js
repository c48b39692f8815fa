import { useEffect, useState } from "../../vendor/preact/hooks.js";
import { useAccount, useChat } from "../state/context.js";
import { Avatar } from "../people/avatar.js";
import { loadFold, seeker } from "../ui/comparison.js";
import { ConnectionStatus } from "./connection-status.js";
import { ConversationRow } from "./conversation-row.js";
import { searchQuery } from "../state/find-state.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";
import { lazy } from "../ui/lazy.js";
import { avatarOf } from "../state/names.js";
import { useNow } from "../state/now.js";
import { Popup } from "../ui/popup.js";
import { PATHS } from "../state/route.js";
import { loadStyles } from "../ui/styles.js";

/** @typedef {import("../../client/wire.js").Conversation} Conversation */

const ConversationMenu = lazy(() =>
  Promise.all([import("./conversation-menu.js"), loadStyles("css/menu.css")]).then(
    ([module]) => module.ConversationMenu,
  ),
);
const FirstSteps = lazy(() =>
  Promise.all([import("./first-steps.js"), loadStyles("css/beginning.css")]).then(([module]) => module.FirstSteps),
);
const SearchResults = lazy(() =>
  Promise.all([import("../search/search-results.js"), loadStyles("css/find.css")]).then(
    ([module]) => module.SearchResults,
  ),
);

/**
 * Every conversation: pinned ones, then the newest activity first. What is typed above finds conversations,
 * people and messages.
 * @param {{ current: string | null }} props
 */
export function ConversationList({ current }) {
  const chat = useChat();
  const user = useAccount().user.value;
  const now = useNow();
  const conversations = chat.conversations.value;
  const query = searchQuery.value;
  const setQuery = (/** @type {string} */ text) => {
    searchQuery.value = text;
  };
  useEffect(() => () => setQuery(""), []);
  const [opened, setOpened] = useState(/** @type {{ id: string, anchor: DOMRect } | null} */ (null));
  usePresence(conversations);
  if (query) loadFold();
  const wanted = query.trim();
  const places = seeker(wanted);
  const shown = wanted
    ? conversations.filter((one) => places(avatarOf(one, chat.me).name).some((at) => at >= 0))
    : conversations;
  const menuFor = opened && chat.conversation(opened.id);
  return html`<section class="panel" aria-label=${t("list.title")} data-arrows>
    <header class="bar">
      <a class="icon-button" href=${PATHS.settings} aria-label=${t("settings.title")} title=${t("settings.title")}>
        ${user && html`<${Avatar} id=${user.id} name=${user.name} avatar=${user.avatar} size="small" />`}
      </a>
      <h1 class="bar-title">${t("list.title")}</h1>
      <a class="icon-button accent" href=${PATHS.new} aria-label=${t("new.title")} title=${t("new.title")}>
        <${Icon} name="compose" />
      </a>
    </header>
    ${(conversations.length > 0 || query) && html`<${SearchField} query=${query} onQuery=${setQuery} />`}
    <${ConnectionStatus} />
    <div class="panel-body">
      <nav aria-label=${t("list.title")}>
        ${
          shown.length > 0
            ? html`<ul class="rows" data-choices>
            ${shown.map(
              (conversation) => html`<li key=${conversation.id}>
                <${ConversationRow}
                  conversation=${conversation}
                  current=${conversation.id === current}
                  now=${now}
                  onMenu=${(/** @type {DOMRect} */ anchor) => setOpened({ id: conversation.id, anchor })}
                />
              </li>`,
            )}
          </ul>`
            : chat.ready.value && !wanted && html`<${FirstSteps} />`
        }
      </nav>
      ${wanted && html`<${SearchResults} query=${query} hasChats=${shown.length > 0} onDone=${() => setQuery("")} />`}
    </div>
    ${
      menuFor &&
      html`<${Popup} label=${t("list.menu")} anchor=${opened.anchor} kind="menu" onClose=${() => setOpened(null)}>
      <${ConversationMenu} conversation=${menuFor} onClose=${() => setOpened(null)} />
    <//>`
    }
  </section>`;
}

/** @param {{ query: string, onQuery: (query: string) => void }} props */
function SearchField({ query, onQuery }) {
  return html`<div class="search-box" role="search" aria-label=${t("search.placeholder")}>
    <${Icon} name="search" />
    <input
      type="search"
      data-search
      value=${query}
      placeholder=${t("search.placeholder")}
      aria-label=${t("search.placeholder")}
      maxlength="200"
      onInput=${(/** @type {InputEvent} */ event) => onQuery(/** @type {HTMLInputElement} */ (event.target).value)}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Escape" || !query) return;
        event.stopPropagation();
        onQuery("");
      }}
    />
  </div>`;
}

/**
 * Be told who is here, of the people one talks to directly first.
 * @param {Conversation[]} conversations
 */
function usePresence(conversations) {
  const { session } = useChat();
  const direct = conversations.filter(({ kind }) => kind === "direct").map(({ id }) => id);
  const key = direct.slice(0, 20).join();
  useEffect(() => session.watch(direct), [key]);
}
