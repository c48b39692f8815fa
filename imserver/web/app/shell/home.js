import { useEffect, useRef } from "../../vendor/preact/hooks.js";
import { Announcer } from "./announcer.js";
import { beside, isWide, showBeside } from "../state/beside.js";
import { useAccount, useChat } from "../state/context.js";
import { ConversationList } from "../conversations/conversation-list.js";
import { ConversationPane } from "../conversations/conversation-pane.js";
import { helpShown } from "../state/find-state.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { lazy } from "../ui/lazy.js";
import { isMuted } from "../state/muting.js";
import { conversationName } from "../state/names.js";
import { useNow } from "../state/now.js";
import { Popup } from "../ui/popup.js";
import { offered } from "../state/preferences.js";
import { go } from "../ui/navigation.js";
import { PATHS, route } from "../state/route.js";
import { serverTitle } from "../state/server.js";
import { loadStyles } from "../ui/styles.js";
import { Toast } from "../ui/toast.js";
import { update } from "../state/update.js";

const DetailsPanel = lazy(() =>
  Promise.all([
    import("../conversations/details-panel.js"),
    loadStyles("css/panel.css"),
    loadStyles("css/menu.css"),
  ]).then(([module]) => module.DetailsPanel),
);
const HelpSheet = lazy(() =>
  Promise.all([import("./help-sheet.js"), loadStyles("css/help.css")]).then(([module]) => module.HelpSheet),
);
const NewChat = lazy(() => import("../conversations/new-chat.js").then((module) => module.NewChat));
const NewGroup = lazy(() =>
  Promise.all([import("../conversations/new-group.js"), loadStyles("css/panel.css")]).then(
    ([module]) => module.NewGroup,
  ),
);
const NothingOpen = lazy(
  () => import("../conversations/nothing-open.js").then((module) => module.NothingOpen),
  () => null,
);
const ReuseNote = lazy(() => import("../sign-in/reuse-note.js").then((module) => module.ReuseNote));
const SettingsPanel = lazy(() =>
  Promise.all([import("../settings/settings-panel.js"), loadStyles("css/panel.css")]).then(
    ([module]) => module.SettingsPanel,
  ),
);

/** Two panes side by side, and the details of a conversation as a third; or one at a time on a narrow screen. */
export function Home() {
  const account = useAccount();
  const chat = useChat();
  const place = route.value;
  const opened = useRef(/** @type {string | null} */ (null));
  const inConversation = place.name === "conversation" || place.name === "people";
  if (inConversation) opened.current = place.id;
  if (place.name === "home") opened.current = null;
  useTitle(opened.current);
  const wide = isWide.value;
  const third = chat.conversation((wide && beside.value && opened.current) || "");
  useEffect(() => {
    if (place.name !== "people" || !wide) return;
    showBeside(true);
    go(PATHS.conversation(place.id), { replace: true });
  }, [place, wide]);
  return html`<main class=${third ? "home beside" : "home"} data-pane=${inConversation ? "front" : "side"}>
    <div class="side">${sidePanel(place, opened.current)}</div>
    <div class="front">
      ${
        place.name === "people" && !wide && chat.conversation(place.id)
          ? html`<${DetailsPanel} key=${place.id} id=${place.id} />`
          : opened.current
            ? html`<${ConversationPane} id=${opened.current} />`
            : html`<${NothingOpen} />`
      }
    </div>
    ${third && html`<div class="details" id="details"><${DetailsPanel} key=${third.id} id=${third.id} beside /></div>`}
    ${offered.value && html`<${offered.value} />`}
    <${Announcer} />
    <${UpdateNote} />
    ${account.reused.value && html`<${ReuseNote} reuse=${account.reused.value} />`}
    <${Toast} />
    ${helpShown.value && html`<${Help} />`}
  </main>`;
}

/**
 * @param {import("../state/route.js").Route} place
 * @param {string | null} current
 */
function sidePanel(place, current) {
  if (place.name === "new") return html`<${NewChat} />`;
  if (place.name === "group") return html`<${NewGroup} />`;
  if (place.name === "settings") return html`<${SettingsPanel} page=${place.page} />`;
  return html`<${ConversationList} current=${current} />`;
}

function Help() {
  const close = () => {
    helpShown.value = false;
  };
  return html`<${Popup} label=${t("help.title")} kind="keys" onClose=${close}><${HelpSheet} onClose=${close} /><//>`;
}

/** A newer version of the page waits for the person's word. */
function UpdateNote() {
  const chat = useChat();
  return html`<div class="update-place" role="status">
    ${
      update.value &&
      html`<div class="update-note">
      <span>${t("update.ready")}</span>
      <button type="button" class="link-button" onClick=${() => import("./updates.js").then(({ applyUpdate }) => applyUpdate(() => chat.flush()))}>${t("update.take")}</button>
    </div>`
    }
  </div>`;
}

/**
 * The number of conversations with something new, and the name of the open one, as the window's title.
 * @param {string | null} id
 */
function useTitle(id) {
  const chat = useChat();
  const conversations = chat.conversations.value;
  const now = useNow();
  const calling = conversations.filter((one) => chat.unread(one.id) > 0 && !isMuted(one, now)).length;
  const open = conversations.find((conversation) => conversation.id === id);
  const name = open ? `${conversationName(open, chat.me)} · ${serverTitle()}` : serverTitle();
  const title = calling > 0 ? `(${calling}) ${name}` : name;
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = serverTitle();
    };
  }, [title]);
}
