import { useAccount, useChat } from "./context.js";
import { Avatar } from "./avatar.js";
import { ConnectionStatus } from "./connection-status.js";
import { ConversationRow } from "./conversation-row.js";
import { html } from "./html.js";
import { Icon } from "./icon.js";
import { t } from "./language.js";
import { useNow } from "./now.js";
import { PATHS } from "./route.js";

/**
 * Every conversation, newest activity first.
 * @param {{ current: string | null }} props
 */
export function ConversationList({ current }) {
  const chat = useChat();
  const user = useAccount().user.value;
  const now = useNow();
  const conversations = chat.conversations.value;
  return html`<section class="panel" aria-label=${t("list.title")}>
    <header class="bar">
      <a class="icon-button" href=${PATHS.settings} aria-label=${t("settings.title")} title=${t("settings.title")}>
        ${user && html`<${Avatar} id=${user.id} name=${user.name} size="small" />`}
      </a>
      <h1 class="bar-title">${t("list.title")}</h1>
      <a class="icon-button accent" href=${PATHS.new} aria-label=${t("new.title")} title=${t("new.title")}>
        <${Icon} name="compose" />
      </a>
    </header>
    <${ConnectionStatus} />
    <nav class="panel-body" aria-label=${t("list.title")}>
      ${
        conversations.length > 0
          ? html`<ul class="rows">
            ${conversations.map(
              (conversation) => html`<li key=${conversation.id}>
                <${ConversationRow} conversation=${conversation} current=${conversation.id === current} now=${now} />
              </li>`,
            )}
          </ul>`
          : chat.ready.value && html`<${Welcome} />`
      }
    </nav>
  </section>`;
}

function Welcome() {
  return html`<div class="welcome">
    <${Icon} name="talk" />
    <p class="welcome-title">${t("list.none")}</p>
    <p>${t("list.none-hint")}</p>
    <a class="button primary" href=${PATHS.new}>${t("list.start")}</a>
  </div>`;
}
