import { Avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { ConnectionStatus } from "./connection-status.js";
import { useChat } from "./context.js";
import { html } from "./html.js";
import { Icon } from "./icon.js";
import { t, tCount } from "./language.js";
import { MessageList } from "./message-list.js";
import { avatarOf, conversationName, partner } from "./names.js";
import { PATHS } from "./route.js";

/** @typedef {import("../client/wire.js").Conversation} Conversation */

/**
 * One conversation: who, what was said, and where to write.
 * @param {{ id: string }} props
 */
export function ConversationPane({ id }) {
  const chat = useChat();
  const conversation = chat.conversations.value.find((one) => one.id === id);
  if (!conversation) return chat.ready.value ? html`<${Missing} />` : html`<div class="pane-empty"></div>`;
  const name = conversationName(conversation, chat.me);
  return html`<section class="conversation-pane" aria-label=${name}>
    <${Header} conversation=${conversation} name=${name} />
    <${ConnectionStatus} />
    <${MessageList} key=${`messages ${id}`} conversation=${conversation} name=${name} />
    <${Composer} key=${`composer ${id}`} conv=${id} name=${name} />
  </section>`;
}

/** @param {{ conversation: Conversation, name: string }} props */
function Header({ conversation, name }) {
  const { me } = useChat();
  const other = partner(conversation, me);
  const about =
    conversation.kind === "group"
      ? tCount("group.members", conversation.member_count ?? conversation.members.length)
      : other && `@${other.login}`;
  return html`<header class="bar">
    <a class="icon-button only-narrow" href=${PATHS.home} aria-label=${t("back")} title=${t("back")}>
      <${Icon} name="back" />
    </a>
    <a class="bar-subject" href=${PATHS.people(conversation.id)} title=${t("people.title")}>
      <${Avatar} ...${avatarOf(conversation, me)} />
      <span class="row-main">
        <h1 class="row-title"><bdi>${name}</bdi></h1>
        ${about && html`<span class="row-sub">${about}</span>`}
      </span>
    </a>
  </header>`;
}

function Missing() {
  return html`<div class="pane-empty">
    <p>${t("conversation.missing")}</p>
    <a class="button quiet" href=${PATHS.home}>${t("conversation.to-list")}</a>
  </div>`;
}
