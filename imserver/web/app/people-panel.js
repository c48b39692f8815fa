import { useState } from "../vendor/preact/hooks.js";
import { Avatar } from "./avatar.js";
import { useAccount, useChat } from "./context.js";
import { Field } from "./field.js";
import { html } from "./html.js";
import { t, tCount, tError } from "./language.js";
import { avatarOf } from "./names.js";
import { Panel } from "./panel.js";
import { PeopleSearch } from "./people-search.js";
import { go, PATHS } from "./route.js";
import { useSubmission } from "./submission.js";

/** @typedef {import("../client/wire.js").Conversation} Conversation */
/** @typedef {import("../client/wire.js").Profile} Profile */

/**
 * Who is in a conversation, and, for those who run a group, its name and members.
 * @param {{ id: string }} props
 */
export function PeoplePanel({ id }) {
  const chat = useChat();
  const conversation = chat.conversations.value.find((one) => one.id === id);
  if (!conversation) return null;
  const { kind, role, members, member_count = members.length } = conversation;
  const avatar = avatarOf(conversation, chat.me);
  const runs = kind === "group" && role !== "member";
  return html`<${Panel} title=${t("people.title")} back=${PATHS.conversation(id)}>
    <div class="profile">
      <${Avatar} ...${avatar} size="large" />
      <p class="profile-name"><bdi>${avatar.name}</bdi></p>
      ${kind === "group" && html`<p class="profile-login">${tCount("group.members", member_count)}</p>`}
    </div>
    ${runs && html`<${Rename} conversation=${conversation} />`}
    <ul class="rows">
      ${members.map(
        (member) => html`<li key=${member.id} class="row still">
        <${Avatar} id=${member.id} name=${member.name} />
        <span class="row-main">
          <span class="row-title">
            <bdi>${member.name}</bdi>${" "}
            ${member.id === chat.me && html`<span class="row-sub">${t("people.me")}</span>`}
          </span>
          <span class="row-sub">@${member.login}</span>
        </span>
        ${kind === "group" && member.role !== "member" && html`<span class="tag">${t(`role.${member.role}`)}</span>`}
      </li>`,
      )}
    </ul>
    ${
      member_count > members.length &&
      html`<p class="empty-note">${tCount("people.others", member_count - members.length)}</p>`
    }
    ${runs && html`<${AddPeople} conversation=${conversation} />`}
    ${kind === "group" && html`<${Leave} id=${id} />`}
  <//>`;
}

/** @param {{ conversation: Conversation }} props */
function Rename({ conversation }) {
  const { api } = useAccount();
  const { session } = useChat();
  const [title, setTitle] = useState(conversation.title);
  const { busy, error, run } = useSubmission(async () =>
    session.learn(await api.rename(conversation.id, title.trim())),
  );
  const changed = title.trim() !== "" && title.trim() !== conversation.title;
  return html`<form
    class="form inset"
    onSubmit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      run();
    }}
  >
    <${Field}
      label=${t("group.title")}
      error=${error ? tError(error) : undefined}
      value=${title}
      onInput=${setTitle}
      maxlength=${100}
    />
    ${changed && html`<button class="button primary" disabled=${busy}>${t("group.rename")}</button>`}
  </form>`;
}

/** @param {{ conversation: Conversation }} props */
function AddPeople({ conversation }) {
  const { api } = useAccount();
  const { session } = useChat();
  const [open, setOpen] = useState(false);
  const { busy, error, run } = useSubmission(async (/** @type {Profile} */ person) => {
    session.learn(await api.addMember(conversation.id, person.id));
    setOpen(false);
  });
  if (!open) {
    return html`<div class="inset">
      <button type="button" class="button quiet" onClick=${() => setOpen(true)}>${t("group.add")}</button>
    </div>`;
  }
  return html`${error && html`<p class="alert" role="alert">${tError(error)}</p>`}
    <${PeopleSearch}
      label=${t("group.add")}
      without=${conversation.members.map(({ id }) => id)}
      busy=${busy}
      autofocus
      onPick=${run}
    />`;
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
