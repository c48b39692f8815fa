import { useState } from "../../vendor/preact/hooks.js";
import { Avatar } from "../people/avatar.js";
import { html } from "../ui/html.js";
import { t, tCount } from "../ui/language.js";
import { PeopleSearch } from "../people/people-search.js";
import { go } from "../ui/navigation.js";
import { useSubmission } from "../ui/submission.js";
import { day, number } from "./amounts.js";
import { AvatarRemoval } from "./avatar-removal.js";
import { Confirm } from "./confirm.js";
import { useAdmin } from "./context.js";
import { adminError } from "./errors.js";
import { useLoaded } from "./loading.js";
import { Card, Facts, Failure, Loading, Page } from "./page.js";
import { ADMIN } from "./paths.js";

/** @typedef {import("../../client/admin.js").GroupMember} GroupMember */
/** @typedef {import("../../client/wire.js").Role} Role */
/** @typedef {import("../../client/wire.js").Profile} Profile */

const PAGE = 100;

/**
 * One group: who is in it, and what can be done with it.
 * @param {{ id: string }} props
 */
export function GroupPage({ id }) {
  const admin = useAdmin();
  const [limit, setLimit] = useState(PAGE);
  const [removing, setRemoving] = useState(false);
  const { value: group, error, reload } = useLoaded(() => admin.group(id, { limit }), [admin, id, limit]);
  return html`<${Page} title=${group?.title ?? t("admin.groups.title")} back=${ADMIN.groups}>
    <${Failure} error=${error} say=${adminError} />
    ${!group && !error && html`<${Loading} />`}
    ${
      group &&
      html`<${Card} title=${t("admin.groups.about")}>
          <div class="admin-profile">
            <${Avatar} id=${group.id} name=${group.title} avatar=${group.avatar} kind="group" size="large" />
            <${Facts}
              facts=${[
                [t("admin.groups.people"), number(group.member_count)],
                [t("admin.messages"), number(group.last_seq)],
                [t("admin.user.since"), day(group.created_at)],
              ]}
            />
          </div>
          ${
            group.avatar &&
            html`<${AvatarRemoval}
              name=${group.title}
              onRemove=${async () => {
                await admin.removeGroupAvatar(id);
                await reload();
              }}
            />`
          }
        <//>
        <${Card} title=${tCount("group.members", group.member_count)}>
          <ul class="admin-plain">
            ${group.members.map(
              (member) => html`<${Member} key=${member.id} group=${id} member=${member} onChanged=${reload} />`,
            )}
          </ul>
          ${
            group.more &&
            html`<button type="button" class="button quiet admin-more" onClick=${() => setLimit(limit + PAGE)}>
              ${t("people.more")}
            </button>`
          }
          <${AddMember} group=${id} members=${group.members} onChanged=${reload} />
        <//>
        <${Card} title=${t("admin.groups.remove")}>
          <p class="admin-muted">${t("admin.groups.remove-note")}</p>
          <button type="button" class="button danger" onClick=${() => setRemoving(true)}>
            ${t("admin.groups.remove")}
          </button>
        <//>
        ${
          removing &&
          html`<${Confirm}
            title=${t("admin.groups.remove-ask", { title: group.title })}
            text=${t("admin.groups.remove-note")}
            action=${t("admin.groups.remove")}
            onConfirm=${async () => {
              await admin.removeGroup(id);
              go(ADMIN.groups, { replace: true });
            }}
            onClose=${() => setRemoving(false)}
          />`
        }`
    }
  <//>`;
}

/** @param {{ group: string, member: GroupMember, onChanged: () => Promise<void> }} props */
function Member({ group, member, onChanged }) {
  const admin = useAdmin();
  const { busy, error, run } = useSubmission(async (/** @type {() => Promise<unknown>} */ act) => {
    await act();
    await onChanged();
  });
  const [chosen, setChosen] = useState(member.role);
  const roles = /** @type {Role[]} */ (["member", "admin", "owner"]);
  return html`<li>
    <${Avatar} id=${member.id} name=${member.name} avatar=${member.avatar} />
    <span class="row-main">
      <a class="row-title" href=${ADMIN.user(member.id)}><bdi>${member.name}</bdi></a>
      <span class="row-sub">@${member.login}</span>
      ${error && html`<span class="note error" role="alert">${adminError(error)}</span>`}
    </span>
    <select
      class="admin-select"
      aria-label=${t("admin.groups.role-of", { name: member.name })}
      value=${busy ? chosen : member.role}
      onChange=${(/** @type {Event} */ event) => {
        const role = /** @type {Role} */ (/** @type {HTMLSelectElement} */ (event.target).value);
        if (!busy) setChosen(role);
        run(() => admin.addMembers(group, [member.id], role));
      }}
    >
      ${roles.map((role) => html`<option key=${role} value=${role}>${t(`admin.role.${role}`)}</option>`)}
    </select>
    <button
      type="button"
      class="button danger small"
      disabled=${busy}
      aria-label=${t("admin.groups.remove-member", { name: member.name })}
      onClick=${() => run(() => admin.removeMember(group, member.id))}
    >
      ${t("admin.remove")}
    </button>
  </li>`;
}

/** @param {{ group: string, members: GroupMember[], onChanged: () => Promise<void> }} props */
function AddMember({ group, members, onChanged }) {
  const admin = useAdmin();
  const [open, setOpen] = useState(false);
  const { busy, error, run } = useSubmission(async (/** @type {Profile} */ person) => {
    await admin.addMembers(group, [person.id]);
    setOpen(false);
    await onChanged();
  });
  if (!open) {
    return html`<button type="button" class="button quiet" onClick=${() => setOpen(true)}>${t("group.add")}</button>`;
  }
  return html`<${Failure} error=${error} say=${adminError} />
    <${PeopleSearch}
      label=${t("group.add")}
      without=${members.map(({ id }) => id)}
      busy=${busy}
      autofocus
      onPick=${run}
    />`;
}
