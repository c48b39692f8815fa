import { useState } from "../../vendor/preact/hooks.js";
import { AddPeople } from "../people/add-people.js";
import { AvatarChoice } from "../people/avatar-choice.js";
import { Avatar } from "../people/avatar.js";
import { focusIfAsked, showBeside } from "../state/beside.js";
import { useMutationQueue } from "../ui/mutation-queue.js";
import { Choice, Switch } from "../ui/choice.js";
import { useAccount, useChat } from "../state/context.js";
import "../texts/details.js";
import { GroupSettings, Rename } from "./group-settings.js";
import { html } from "../ui/html.js";
import { t, tCount, tError } from "../ui/language.js";
import { useLayer } from "../ui/layer.js";
import { MemberRow } from "./member-row.js";
import { FOREVER, isMuted } from "../state/muting.js";
import { avatarOf, partner } from "../state/names.js";
import { Panel } from "../ui/panel.js";
import { go } from "../ui/navigation.js";
import { PATHS } from "../state/route.js";
import { useSubmission } from "../ui/submission.js";

/** @typedef {import("../../client/wire.js").Conversation} Conversation */

/**
 * Who is in a conversation, what one wants of it, and, for those who run a group, its name, rules and members.
 * @param {{ id: string, beside?: boolean }} props `beside`: in a column of its own
 */
export function DetailsPanel({ id, beside = false }) {
  const chat = useChat();
  const conversation = chat.conversation(id);
  if (!conversation) return null;
  const { kind, role, members, member_count = members.length } = conversation;
  const avatar = avatarOf(conversation, chat.me);
  const other = kind === "direct" ? partner(conversation, chat.me) : null;
  const runs = kind === "group" && role !== "member";
  const way = beside
    ? { label: t("people.title-of", { name: avatar.name }), onClose: () => showBeside(false), titleRef: focusIfAsked }
    : { back: PATHS.conversation(id) };
  return html`<${Panel} title=${t("people.title")} ...${way}>
    <div class="profile">
      ${runs ? html`<${GroupAvatar} subject=${avatar} />` : html`<${Avatar} ...${avatar} size="large" />`}
      <p class="profile-name"><bdi>${avatar.name}</bdi></p>
      <p class="profile-login">${kind === "group" ? tCount("group.members", member_count) : other?.login && `@${other.login}`}</p>
    </div>
    <${ConversationPreferences} conversation=${conversation} />
    ${runs && html`<${Rename} key=${`rename ${id}`} conversation=${conversation} />`}
    ${runs && html`<${GroupSettings} key=${`settings ${id}`} conversation=${conversation} />`}
    ${runs && html`<${AddSomebody} key=${`add ${id}`} conversation=${conversation} />`}
    ${
      kind === "group" &&
      html`<h2 class="section-title">${t("people.members")}</h2>
      <ul class="rows">
        ${members.map((member) => html`<${MemberRow} key=${member.id} conversation=${conversation} member=${member} />`)}
      </ul>`
    }
    ${
      member_count > members.length &&
      html`<p class="empty-note">${tCount("people.others", member_count - members.length)}</p>`
    }
    ${kind === "group" ? html`<${Leave} id=${id} />` : other?.login && html`<${Block} user=${other.id} />`}
  <//>`;
}

/**
 * The picture of a group, for those who run it.
 * @param {{ subject: import("../people/avatar-choice.js").Subject }} props
 */
function GroupAvatar({ subject }) {
  const { api } = useAccount();
  const { session } = useChat();
  /**
   * @param {Blob} picture
   * @param {import("../../client/http.js").Following} options
   */
  const save = async (picture, options) => session.learn(await api.setGroupAvatar(subject.id, picture, options));
  return html`<${AvatarChoice}
    subject=${subject}
    title=${t("avatar.group")}
    label=${t("avatar.change-group")}
    save=${save}
    remove=${() => api.removeGroupAvatar(subject.id)}
  />`;
}

/**
 * Which messages call, and where the conversation stands in the list.
 * @param {{ conversation: Conversation }} props
 */
function ConversationPreferences({ conversation }) {
  const { api } = useAccount();
  const { id, kind, preferences = {} } = conversation;
  const options =
    kind === "group"
      ? { all: t("notify.all"), mentions: t("notify.mentions"), nothing: t("notify.nothing") }
      : { all: t("notify.all"), nothing: t("notify.nothing") };
  const set = useMutationQueue(preferences, (whole) => api.setPreferences(id, whole));
  return html`<${Choice}
      legend=${t("notify.title")}
      options=${options}
      value=${preferences.notify ?? "all"}
      onChoose=${(/** @type {any} */ value) => set({ notify: value })}
    />
    <${Switch}
      label=${t("mute.label")}
      hint=${t("mute.hint")}
      on=${isMuted({ ...conversation, preferences: { muted_until: preferences.muted_until ?? 0 } }, Date.now())}
      onChange=${(/** @type {boolean} */ on) => set({ muted_until: on ? FOREVER : 0 })}
    />
    <${Switch}
      label=${t("list.pin-label")}
      on=${preferences.pinned ?? false}
      onChange=${(/** @type {boolean} */ on) => set({ pinned: on })}
    />`;
}

/** @param {{ conversation: Conversation }} props */
function AddSomebody({ conversation }) {
  const [open, setOpen] = useState(false);
  useLayer(() => setOpen(false), open);
  return html`${open && html`<${AddPeople} conversation=${conversation} />`}
    <div class="inset">
      <button type="button" class="button quiet" onClick=${() => setOpen(!open)}>${t(open ? "group.add-done" : "group.add")}</button>
    </div>`;
}

/** @param {{ id: string }} props */
function Leave({ id }) {
  const { api } = useAccount();
  const { me } = useChat();
  const [asked, setAsked] = useState(false);
  const { busy, error, run } = useSubmission(async () => {
    await api.removeMember(id, me);
    go(PATHS.home, { replace: true });
  });
  return html`<div class="sign-out">
    ${error && html`<p class="alert" role="alert">${tError(error)}</p>`}
    ${asked && html`<p class="alert" role="alert">${t("group.leave-ask")}</p>`}
    <button type="button" class="button danger" disabled=${busy} onClick=${() => (asked ? run() : setAsked(true))}>
      ${t(asked ? "group.leave-sure" : "group.leave")}
    </button>
  </div>`;
}

/** @param {{ user: string }} props */
function Block({ user }) {
  const { api } = useAccount();
  const on = useChat().blocked.value.has(user);
  const { busy, error, run } = useSubmission(() => api.block(user, !on));
  return html`<div class="sign-out">
    ${error && html`<p class="alert" role="alert">${tError(error)}</p>`}
    <p class="note">${t("block.hint")}</p>
    <button type="button" class=${on ? "button quiet" : "button danger"} disabled=${busy} onClick=${() => run()}>
      ${t(on ? "block.off" : "block.on")}
    </button>
  </div>`;
}
