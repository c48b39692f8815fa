import { useAccount, useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";
import "../texts/menu.js";
import { FOREVER, isMuted } from "../state/muting.js";
import { PATHS } from "../state/route.js";
import { attempt } from "../ui/toast.js";

const HOUR = 60 * 60_000;

/**
 * What one wants of a conversation, at hand in the list.
 * @param {{ conversation: import("../../client/wire.js").Conversation, onClose: () => void }} props
 */
export function ConversationMenu({ conversation, onClose }) {
  const chat = useChat();
  const { api } = useAccount();
  const { id, preferences = {}, last_seq, unread = 0 } = conversation;
  const muted = isMuted(conversation, Date.now());
  /** @param {import("../../client/wire.js").Preferences} change */
  const set = (change) => () => {
    attempt(api.setPreferences(id, { ...preferences, ...change }));
    onClose();
  };
  const read = () => {
    chat.session.markRead(id, last_seq);
    onClose();
  };
  return html`<ul class="menu">
    ${unread > 0 && html`<${Item} icon="checks" label=${t("list.mark-read")} onClick=${read} />`}
    <${Item} icon="pin" label=${t(preferences.pinned ? "list.unpin" : "list.pin")} onClick=${set({ pinned: !preferences.pinned })} />
    ${
      muted
        ? html`<${Item} icon="mute" label=${t("mute.off")} onClick=${set({ muted_until: 0, ...(preferences.notify === "nothing" && { notify: "all" }) })} />`
        : html`<${Item} icon="mute" label=${t("mute.hour")} onClick=${set({ muted_until: Date.now() + HOUR })} />
          <${Item} icon="mute" label=${t("mute.day")} onClick=${set({ muted_until: Date.now() + 24 * HOUR })} />
          <${Item} icon="mute" label=${t("mute.always")} onClick=${set({ muted_until: FOREVER })} />`
    }
    <li>
      <a class="menu-item" href=${PATHS.people(id)} onClick=${onClose}><${Icon} name="info" /><span>${t("people.title")}</span></a>
    </li>
  </ul>`;
}

/** @param {{ icon: import("../ui/icon.js").IconName, label: string, onClick: () => void }} props */
function Item({ icon, label, onClick }) {
  return html`<li>
    <button type="button" class="menu-item" onClick=${onClick}><${Icon} name=${icon} /><span>${label}</span></button>
  </li>`;
}
