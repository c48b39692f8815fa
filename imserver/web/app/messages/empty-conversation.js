import { useState } from "../../vendor/preact/hooks.js";
import { AddPeople } from "../people/add-people.js";
import { Avatar } from "../people/avatar.js";
import "../texts/beginning.js";
import { useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t, tCount } from "../ui/language.js";
import { avatarOf, partner } from "../state/names.js";
import "../texts/people.js";
import { Popup } from "../ui/popup.js";

/** @typedef {import("../../client/wire.js").Conversation} Conversation */

/** So many people are named. */
const NAMED = 8;

/**
 * A conversation in which nothing has been written: who is in it, and what can be done first.
 * @param {{ conversation: Conversation, canWrite: boolean }} props
 */
export function EmptyConversation({ conversation, canWrite }) {
  const { me, people } = useChat();
  const { kind, role, members, member_count = members.length } = conversation;
  const avatar = avatarOf(conversation, me);
  const isGroup = kind === "group";
  const mayAdd = isGroup && role !== "member";
  const isAlone = mayAdd && member_count < 2;
  const other = isGroup ? null : partner(conversation, me);
  const online = other !== null && people.online.value.has(other.id);
  const write =
    canWrite &&
    html`<button type="button" class=${isAlone ? "button quiet" : "button primary"} onClick=${toComposer}>${t("beginning.write")}</button>`;
  return html`<section class="beginning-box" aria-label=${t("beginning.label")}>
    <${Avatar} ...${avatar} size="large" online=${online} />
    <p class="beginning-title"><bdi>${avatar.name}</bdi></p>
    <p>${isAlone ? t("beginning.alone") : isGroup ? t("beginning.group") : t("beginning.direct")}</p>
    ${isGroup && !isAlone && html`<${Faces} members=${members} count=${member_count} />`}
    ${other?.login && html`<p class="beginning-login"><bdi>@${other.login}</bdi>${online && html` · <span class="here">${t("presence.online")}</span>`}</p>`}
    <div class="beginning-buttons">
      ${!isAlone && write}
      ${mayAdd && html`<${AddButton} conversation=${conversation} first=${isAlone} />`}
      ${isAlone && write}
    </div>
  </section>`;
}

/** @param {{ members: Conversation["members"], count: number }} props */
function Faces({ members, count }) {
  const { me } = useChat();
  const named = members.slice(0, NAMED);
  return html`<ul class="faces" aria-label=${t("beginning.members")}>
    ${named.map(
      ({ id, name, avatar }) => html`<li key=${id} class="face">
      <${Avatar} id=${id} name=${name} avatar=${avatar} size="small" /><span class="face-name"><bdi>${id === me ? t("list.you") : name}</bdi></span>
    </li>`,
    )}
    ${count > named.length && html`<li>${tCount("people.others", count - named.length)}</li>`}
  </ul>`;
}

/** @param {{ conversation: Conversation, first: boolean }} props */
function AddButton({ conversation, first }) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return html`<button type="button" class=${first ? "button primary" : "button quiet"} onClick=${() => setOpen(true)}>${t("beginning.add")}</button>
    ${
      open &&
      html`<${Popup} label=${t("beginning.add")} kind="sheet" onClose=${close}>
      <header class="sheet-head">
        <h2>${t("beginning.add")}</h2>
        <button type="button" class="icon-button" aria-label=${t("close")} title=${t("close")} onClick=${close}><${Icon} name="close" /></button>
      </header>
      <${AddPeople} conversation=${conversation} />
    <//>`
    }`;
}

/** Where one writes. */
function toComposer() {
  /** @type {HTMLElement | null} */ (document.querySelector(".composer textarea"))?.focus();
}
