import { EVERYONE } from "../../client/wire.js";
import { Avatar } from "../people/avatar.js";
import { useAccount, useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";
import { openMention } from "../messages/message-text.js";
import { Popup } from "../ui/popup.js";
import { go } from "../ui/navigation.js";
import { PATHS } from "../state/route.js";
import { attempt } from "../ui/toast.js";

/**
 * Who was mentioned, as they are called today.
 * @param {{ conversation: import("../../client/wire.js").Conversation }} props
 */
export function PersonCard({ conversation }) {
  if (!openMention.value) return null;
  const { id, written, anchor } = openMention.value;
  const close = () => {
    openMention.value = null;
  };
  return html`<${Popup} label=${t("mention.card")} anchor=${anchor} kind="person-card" onClose=${close}>
    ${
      id === EVERYONE
        ? html`<div class="person-head">
            <span class="avatar plain" aria-hidden="true"><${Icon} name="group" /></span>
            <p>${t("mention.everybody")}</p>
          </div>`
        : html`<${Known} conversation=${conversation} id=${id} written=${written} onClose=${close} />`
    }
  <//>`;
}

/** @param {{ conversation: import("../../client/wire.js").Conversation, id: string, written: string, onClose: () => void }} props */
function Known({ conversation, id, written, onClose }) {
  const chat = useChat();
  const { api } = useAccount();
  const member = conversation.members.find((one) => one.id === id);
  const person = member ?? chat.person(id);
  const name = person?.name ?? written.slice(1);
  const isGone = !member && (conversation.member_count ?? 0) <= conversation.members.length;
  const write = async () => {
    onClose();
    const open = api.direct(id).then((direct) => {
      chat.session.learn(direct);
      go(PATHS.conversation(direct.id));
    });
    await attempt(open);
  };
  return html`<div class="person-head">
      <${Avatar} id=${id} name=${name} avatar=${person?.avatar} online=${chat.people.online.value.has(id)} />
      <p class="row-main">
        <span class="row-title"><bdi>${name}</bdi></span>
        ${person?.login && html`<span class="row-sub">@${person.login}</span>`}
        ${id === chat.me && html`<span class="row-sub">${t("mention.me")}</span>`}
        ${isGone && html`<span class="row-sub">${t("mention.unknown")}</span>`}
      </p>
    </div>
    ${
      id !== chat.me &&
      person?.login &&
      html`<button type="button" class="button primary" onClick=${write}>
      <${Icon} name="talk" />${t("mention.write")}
    </button>`
    }`;
}
