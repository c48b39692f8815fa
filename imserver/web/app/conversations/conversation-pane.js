import { useEffect, useRef, useState } from "../../vendor/preact/hooks.js";
import { Avatar } from "../people/avatar.js";
import { beside, isWide, showBeside } from "../state/beside.js";
import { Composer } from "../compose/composer.js";
import { ConnectionStatus } from "./connection-status.js";
import { useChat } from "../state/context.js";
import { findBarShown } from "../state/find-state.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t, tCount } from "../ui/language.js";
import { lazy } from "../ui/lazy.js";
import { MessageList } from "../messages/message-list.js";
import { openMention } from "../messages/message-text.js";
import { avatarOf, conversationName, partner } from "../state/names.js";
import { PATHS } from "../state/route.js";
import { loadStyles } from "../ui/styles.js";
import { writeObstacle } from "../state/write-permission.js";

/** @typedef {import("../../client/wire.js").Conversation} Conversation */

const DropZone = lazy(() =>
  Promise.all([import("../files/drop-zone.js"), loadStyles("css/files.css")]).then(([module]) => module.DropZone),
);
const FindBar = lazy(() =>
  Promise.all([import("../search/find-bar.js"), loadStyles("css/find.css")]).then(([module]) => module.FindBar),
);
const PinBar = lazy(
  () => Promise.all([import("./pin-bar.js"), loadStyles("css/pin.css")]).then(([module]) => module.PinBar),
  () => null,
);
const Missing = lazy(() => import("./missing.js").then((module) => module.Missing));
const NoComposer = lazy(() => import("./no-composer.js").then((module) => module.NoComposer));

const PersonCard = lazy(
  () => Promise.all([import("./person-card.js"), loadStyles("css/mentions.css")]).then(([module]) => module.PersonCard),
  () => null,
);

/**
 * One conversation: who, what was said, and where to write.
 * @param {{ id: string }} props
 */
export function ConversationPane({ id }) {
  const chat = useChat();
  const conversation = chat.conversation(id);
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    return () => {
      findBarShown.value = false;
      openMention.value = null;
    };
  }, [id]);
  const shown = useRef({ id: "", name: "" }); // It may go while one looks at it.
  if (!conversation) {
    const name = shown.current.id === id ? shown.current.name : null;
    return chat.ready.value ? html`<${Missing} name=${name} />` : html`<div class="pane-empty"></div>`;
  }
  const name = conversationName(conversation, chat.me);
  shown.current = { id, name };
  const why = writeObstacle(conversation, chat.me, chat.blocked.value);
  return html`<section
    class="conversation-pane"
    aria-label=${name}
    onDragEnter=${(/** @type {DragEvent} */ event) => why === null && event.dataTransfer?.types.includes("Files") && setDragging(true)}
  >
    <${Header} conversation=${conversation} name=${name} />
    <${ConnectionStatus} />
    ${findBarShown.value && html`<${FindBar} key=${`find ${id}`} conversation=${conversation} />`}
    ${conversation.pins?.[0] && html`<${PinBar} key=${`pins ${id}`} conversation=${conversation} />`}
    <${MessageList} key=${`messages ${id}`} conversation=${conversation} name=${name} canWrite=${why === null} />
    ${
      why === null
        ? html`<${Composer} key=${`composer ${id}`} conversation=${conversation} name=${name} />`
        : html`<${NoComposer} conversation=${conversation} why=${why} />`
    }
    ${openMention.value && html`<${PersonCard} conversation=${conversation} />`}
    ${dragging && html`<${DropZone} conv=${id} name=${name} onEnd=${() => setDragging(false)} />`}
  </section>`;
}

/** @param {{ conversation: Conversation, name: string }} props */
function Header({ conversation, name }) {
  const { me, people } = useChat();
  const other = conversation.kind === "direct" ? partner(conversation, me) : null;
  const online = other !== null && people.online.value.has(other.id);
  const wide = isWide.value;
  const toggle = (/** @type {Event} */ event) => {
    event.preventDefault();
    showBeside(!beside.value);
  };
  return html`<header class="bar">
    <a class="icon-button only-narrow" href=${PATHS.home} data-up aria-label=${t("back")} title=${t("back")}>
      <${Icon} name="back" />
    </a>
    <a class="bar-subject" href=${PATHS.people(conversation.id)} title=${t("people.title")} onClick=${(/** @type {Event} */ event) => wide && toggle(event)}>
      <${Avatar} ...${avatarOf(conversation, me)} online=${online} />
      <span class="row-main">
        <h1 class="row-title"><bdi>${name}</bdi></h1>
        <${About} conversation=${conversation} online=${online} />
      </span>
    </a>
    <button
      type="button"
      class="icon-button"
      aria-label=${t("find.open")}
      title=${t("find.open")}
      aria-expanded=${findBarShown.value}
      onClick=${() => {
        findBarShown.value = !findBarShown.value;
      }}
    >
      <${Icon} name="search" />
    </button>
    ${
      wide
        ? html`<button type="button" class=${beside.value ? "icon-button accent" : "icon-button"} aria-label=${t("people.title")} title=${t("people.title")} aria-expanded=${beside.value} aria-controls="details" onClick=${toggle}><${Icon} name="info" /></button>`
        : html`<a class="icon-button" href=${PATHS.people(conversation.id)} aria-label=${t("people.title")} title=${t("people.title")}><${Icon} name="info" /></a>`
    }
  </header>`;
}

/**
 * Who writes at the moment, else who is in it or here.
 * @param {{ conversation: Conversation, online: boolean }} props
 */
function About({ conversation, online }) {
  const chat = useChat();
  const { id, kind, members, member_count = members.length } = conversation;
  const typing = (chat.people.typing.value[id] ?? []).map((user) => chat.person(user)?.name ?? t("person.unknown"));
  if (typing.length > 0) {
    const text =
      kind === "direct"
        ? t("typing.here")
        : typing.length === 1
          ? t("typing.one", { name: typing[0] ?? "" })
          : t("typing.several");
    return html`<span class="row-sub typing" role="status">${text}</span>`;
  }
  if (kind === "group") return html`<span class="row-sub">${tCount("group.members", member_count)}</span>`;
  const other = partner(conversation, chat.me);
  if (online) return html`<span class="row-sub here">${t("presence.online")}</span>`;
  return other?.login ? html`<span class="row-sub">@${other.login}</span>` : null;
}
