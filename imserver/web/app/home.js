import { useEffect, useRef } from "../vendor/preact/hooks.js";
import { Announcer } from "./announcer.js";
import { useChat } from "./context.js";
import { ConversationList } from "./conversation-list.js";
import { ConversationPane } from "./conversation-pane.js";
import { html } from "./html.js";
import { Icon } from "./icon.js";
import { t } from "./language.js";
import { conversationName } from "./names.js";
import { NewChat } from "./new-chat.js";
import { NewGroup } from "./new-group.js";
import { PeoplePanel } from "./people-panel.js";
import { route } from "./route.js";
import { SettingsPanel } from "./settings-panel.js";

/** Two panes side by side, or one at a time on a narrow screen. */
export function Home() {
  const place = route.value;
  const opened = useRef(/** @type {string | null} */ (null));
  const inConversation = place.name === "conversation" || place.name === "people";
  if (inConversation) opened.current = place.id;
  if (place.name === "home") opened.current = null;
  useTitle(opened.current);
  return html`<main class="home" data-pane=${inConversation ? "front" : "side"}>
    <div class="side">${sidePanel(place.name, opened.current)}</div>
    <div class="front">
      ${
        place.name === "people"
          ? html`<${PeoplePanel} key=${place.id} id=${place.id} />`
          : opened.current
            ? html`<${ConversationPane} id=${opened.current} />`
            : html`<${NothingOpen} />`
      }
    </div>
    <${Announcer} />
  </main>`;
}

/**
 * @param {string} name
 * @param {string | null} current
 */
function sidePanel(name, current) {
  if (name === "new") return html`<${NewChat} />`;
  if (name === "group") return html`<${NewGroup} />`;
  if (name === "settings") return html`<${SettingsPanel} />`;
  return html`<${ConversationList} current=${current} />`;
}

function NothingOpen() {
  return html`<div class="pane-empty">
    <${Icon} name="talk" />
    <p>${t("conversation.none")}</p>
  </div>`;
}

/**
 * The number of conversations with something new, and the name of the open one, as the window's title.
 * @param {string | null} id
 */
function useTitle(id) {
  const chat = useChat();
  const conversations = chat.conversations.value;
  const unread = conversations.filter((conversation) => chat.unread(conversation.id) > 0).length;
  const open = conversations.find((conversation) => conversation.id === id);
  const name = open ? `${conversationName(open, chat.me)} · ${t("app.name")}` : t("app.name");
  const title = unread > 0 ? `(${unread}) ${name}` : name;
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = t("app.name");
    };
  }, [title]);
}
