import { useState } from "../../vendor/preact/hooks.js";
import { Avatar } from "../people/avatar.js";
import { useAccount, useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";
import { useLayer } from "../ui/layer.js";
import { Popup } from "../ui/popup.js";
import { go } from "../ui/navigation.js";
import { PATHS } from "../state/route.js";
import { attempt } from "../ui/toast.js";

/** @typedef {import("../../client/wire.js").Conversation} Conversation */
/** @typedef {import("../../client/wire.js").Member} Member */

/**
 * Somebody in a group, with what one may do about them.
 * @param {{ conversation: Conversation, member: Member }} props
 */
export function MemberRow({ conversation, member }) {
  const chat = useChat();
  const [anchor, setAnchor] = useState(/** @type {DOMRect | null} */ (null));
  const isMe = member.id === chat.me;
  const online = chat.people.online.value.has(member.id);
  return html`<li class="row still">
    <${Avatar} id=${member.id} name=${member.name} avatar=${member.avatar} online=${online} />
    <span class="row-main">
      <span class="row-title">
        <bdi>${member.name}</bdi>${" "} ${isMe && html`<span class="row-sub">${t("people.me")}</span>`}
      </span>
      <span class="row-sub">@${member.login}</span>
    </span>
    ${member.silenced && html`<span class="tag">${t("member.silenced")}</span>`}
    ${member.role !== "member" && html`<span class="tag">${t(`role.${member.role}`)}</span>`}
    ${
      !isMe &&
      html`<button
      type="button"
      class="icon-button"
      aria-label=${t("member.menu", { name: member.name })}
      title=${t("member.menu", { name: member.name })}
      onClick=${(/** @type {MouseEvent} */ event) =>
        setAnchor(/** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect())}
    >
      <${Icon} name="more" />
    </button>`
    }
    ${
      anchor &&
      html`<${Popup} label=${member.name} anchor=${anchor} kind="menu" onClose=${() => setAnchor(null)}>
      <${MemberMenu} conversation=${conversation} member=${member} onClose=${() => setAnchor(null)} />
    <//>`
    }
  </li>`;
}

/** @param {{ conversation: Conversation, member: Member, onClose: () => void }} props */
function MemberMenu({ conversation, member, onClose }) {
  const chat = useChat();
  const { api } = useAccount();
  const [sure, setSure] = useState(/** @type {"remove" | "ban" | null} */ (null));
  const { id, role } = conversation;
  const runs = role !== "member";
  const above = member.role === "owner" && role !== "owner";
  /** @param {() => Promise<unknown>} act */
  const andClose = (act) => async () => {
    onClose();
    await attempt(act());
  };
  const write = async () => {
    const direct = await api.direct(member.id);
    chat.session.learn(direct);
    go(PATHS.conversation(direct.id));
  };
  const setRole = (/** @type {import("../../client/wire.js").Role} */ to) =>
    andClose(async () => chat.session.learn(await api.addMember(id, member.id, to)));
  useLayer(() => setSure(null), sure !== null);
  if (sure) {
    const act = sure === "ban" ? () => api.ban(id, member.id, true) : () => api.removeMember(id, member.id);
    return html`<div class="confirm">
      <p>${t(sure === "ban" ? "member.ban-ask" : "member.remove-ask", { name: member.name })}</p>
      <div class="confirm-buttons">
        <button type="button" class="button quiet" onClick=${onClose}>${t("cancel")}</button>
        <button type="button" class="button danger" onClick=${andClose(act)}>
          ${t(sure === "ban" ? "member.ban" : "member.remove")}
        </button>
      </div>
    </div>`;
  }
  return html`<ul class="menu">
    <${Item} icon="talk" label=${t("member.write")} onClick=${andClose(write)} />
    ${runs && !above && member.role !== "admin" && html`<${Item} icon="up" label=${t("member.make-admin")} onClick=${setRole("admin")} />`}
    ${role === "owner" && member.role !== "owner" && html`<${Item} icon="up" label=${t("member.make-owner")} onClick=${setRole("owner")} />`}
    ${runs && !above && member.role !== "member" && html`<${Item} icon="down" label=${t("member.make-member")} onClick=${setRole("member")} />`}
    ${
      runs &&
      member.role === "member" &&
      html`<${Item}
      icon="mute"
      label=${t(member.silenced ? "member.unsilence" : "member.silence")}
      onClick=${andClose(() => api.silence(id, member.id, !member.silenced))}
    />`
    }
    ${runs && !above && html`<${Item} icon="close" danger label=${t("member.remove")} onClick=${() => setSure("remove")} />`}
    ${runs && !above && html`<${Item} icon="warning" danger label=${t("member.ban")} onClick=${() => setSure("ban")} />`}
  </ul>`;
}

/** @param {{ icon: import("../ui/icon.js").IconName, label: string, danger?: boolean, onClick: () => void }} props */
function Item({ icon, label, danger = false, onClick }) {
  return html`<li>
    <button type="button" class=${danger ? "menu-item danger" : "menu-item"} onClick=${onClick}>
      <${Icon} name=${icon} /><span>${label}</span>
    </button>
  </li>`;
}
