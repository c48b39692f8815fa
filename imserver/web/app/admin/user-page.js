import { useState } from "../../vendor/preact/hooks.js";
import { Avatar } from "../people/avatar.js";
import { useAccount } from "../state/context.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { go } from "../ui/navigation.js";
import { useSubmission } from "../ui/submission.js";
import { day, moment, number } from "./amounts.js";
import { AvatarRemoval } from "./avatar-removal.js";
import { Confirm } from "./confirm.js";
import { useAdmin } from "./context.js";
import { adminError } from "./errors.js";
import { IssuedLink } from "./issued-link.js";
import { useLoaded } from "./loading.js";
import { Card, Facts, Failure, Loading, Page } from "./page.js";
import { ADMIN } from "./paths.js";
import { RoleChoice } from "./role-choice.js";

/** @typedef {import("../../client/admin.js").UserDetails} UserDetails */
/** @typedef {import("../../client/wire.js").Role} Role */

/**
 * One account: who, which devices, and what can be done with it.
 * @param {{ id: string }} props
 */
export function UserPage({ id }) {
  const admin = useAdmin();
  const me = useAccount().user.value;
  const { value: user, error, reload } = useLoaded(() => admin.user(id), [admin, id]);
  const mayChange = user !== null && (me?.role === "owner" || user.role !== "owner");
  return html`<${Page} title=${user?.name ?? t("admin.users.title")} back=${ADMIN.users}>
    <${Failure} error=${error} say=${adminError} />
    ${!user && !error && html`<${Loading} />`}
    ${
      user &&
      html`<${Card} title=${t("admin.user.about")}>
          <div class="admin-profile">
            <${Avatar} id=${user.id} name=${user.name} avatar=${user.avatar} size="large" />
            <${Facts} facts=${facts(user)} />
          </div>
          ${
            mayChange &&
            user.avatar &&
            html`<${AvatarRemoval}
              name=${user.name}
              onRemove=${async () => {
                await admin.removeUserAvatar(user.id);
                await reload();
              }}
            />`
          }
        <//>
        ${!mayChange && html`<p class="admin-remark">${t("admin.user.owners-only")}</p>`}
        ${mayChange && html`<${Name} user=${user} onChanged=${reload} />`}
        ${mayChange && user.id !== me?.id && html`<${Standing} user=${user} mine=${me?.role ?? "admin"} onChanged=${reload} />`}
        ${user.id === me?.id && html`<p class="admin-remark">${t("admin.user.yourself")}</p>`}
        <${Devices} user=${user} />`
    }
  <//>`;
}

/**
 * @param {UserDetails} user
 * @returns {[string, import("../ui/html.js").Children][]}
 */
function facts(user) {
  return [
    [t("link.login"), html`<bdi>@${user.login}</bdi>`],
    [t("admin.role"), t(`admin.role.${user.role}`)],
    [t("admin.user.state"), t(user.disabled ? "admin.user.disabled" : "admin.user.enabled")],
    [t("admin.user.since"), day(user.created_at)],
    [t("admin.conversations"), number(user.conversations)],
  ];
}

/** @param {{ user: UserDetails, onChanged: () => Promise<void> }} props */
function Name({ user, onChanged }) {
  const admin = useAdmin();
  const [name, setName] = useState(user.name);
  const { busy, error, run } = useSubmission(async () => {
    await admin.changeUser(user.id, { name: name.trim() });
    await onChanged();
  });
  const changed = name.trim() !== "" && name.trim() !== user.name;
  return html`<${Card} title=${t("admin.user.name")}>
    <form
      class="admin-line"
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        if (changed) run();
      }}
    >
      <${Field}
        label=${t("admin.user.shown")}
        error=${error ? adminError(error) : undefined}
        value=${name}
        onInput=${setName}
        autocomplete="off"
        maxlength=${100}
      />
      <button class="button quiet" disabled=${busy || !changed}>${t("group.rename")}</button>
    </form>
  <//>`;
}

/**
 * Role, password, disabling and removal.
 * @param {{ user: UserDetails, mine: Role, onChanged: () => Promise<void> }} props
 */
function Standing({ user, mine, onChanged }) {
  const admin = useAdmin();
  const [link, setLink] = useState(/** @type {import("../../client/admin.js").IssuedLink | null} */ (null));
  const [chosen, setChosen] = useState(user.role);
  const [asking, setAsking] = useState(/** @type {"disable" | "remove" | null} */ (null));
  const { busy, error, run } = useSubmission(async (/** @type {() => Promise<unknown>} */ act) => {
    await act();
    await onChanged();
  });
  const values = { name: user.name };
  const close = () => setAsking(null);
  return html`<${Card} title=${t("admin.role")}>
      <${Failure} error=${error} say=${adminError} />
      <${RoleChoice}
        legend=${t("admin.user.may")}
        value=${chosen}
        mine=${mine}
        onChoose=${setChosen}
      />
      <button
        type="button"
        class="button quiet"
        disabled=${busy || chosen === user.role}
        onClick=${() => run(() => admin.changeUser(user.id, { role: chosen }))}
      >
        ${t("admin.role.save")}
      </button>
    <//>
    <${Card} title=${t("admin.user.access")}>
      ${
        link &&
        html`<${IssuedLink} key=${link.code} link=${link} purpose=${t("admin.link.password", { login: user.login })} />`
      }
      <div class="admin-choices">
        <div>
          <p>${t("admin.user.reset-note")}</p>
          <button
            type="button"
            class="button quiet"
            disabled=${busy}
            onClick=${() => run(async () => setLink(await admin.passwordLink(user.id)))}
          >
            ${t("admin.user.reset")}
          </button>
        </div>
        <div>
          <p>${t(user.disabled ? "admin.user.enable-note" : "admin.user.disable-note")}</p>
          ${
            user.disabled
              ? html`<button
                  type="button"
                  class="button quiet"
                  disabled=${busy}
                  onClick=${() => run(() => admin.changeUser(user.id, { disabled: false }))}
                >
                  ${t("admin.user.enable")}
                </button>`
              : html`<button type="button" class="button danger" onClick=${() => setAsking("disable")}>
                  ${t("admin.user.disable")}
                </button>`
          }
        </div>
        <div>
          <p>${t("admin.user.remove-note")}</p>
          <button type="button" class="button danger" onClick=${() => setAsking("remove")}>
            ${t("admin.user.remove")}
          </button>
        </div>
      </div>
    <//>
    ${
      asking === "disable" &&
      html`<${Confirm}
        title=${t("admin.user.disable-ask", values)}
        text=${t("admin.user.disable-note")}
        action=${t("admin.user.disable")}
        onConfirm=${async () => {
          await admin.changeUser(user.id, { disabled: true });
          await onChanged();
        }}
        onClose=${close}
      />`
    }
    ${
      asking === "remove" &&
      html`<${Confirm}
        title=${t("admin.user.remove-ask", values)}
        text=${t("admin.user.remove-note")}
        action=${t("admin.user.remove")}
        onConfirm=${async () => {
          await admin.removeUser(user.id);
          go(ADMIN.users, { replace: true });
        }}
        onClose=${close}
      />`
    }`;
}

/** @param {{ user: UserDetails }} props */
function Devices({ user }) {
  return html`<${Card} title=${t("admin.user.devices")}>
    ${user.sessions.length === 0 && html`<p class="admin-muted">${t("admin.user.no-devices")}</p>`}
    <ul class="admin-plain">
      ${user.sessions.map(
        (session) => html`<li key=${session.id}>
          <span class="row-main">
            <span class="row-title"><bdi>${session.device || t("admin.user.device")}</bdi></span>
            <span class="row-sub">${t("admin.user.last-seen", { when: moment(session.last_seen_at) })}</span>
          </span>
          ${session.online && html`<span class="tag good">${t("admin.user.online")}</span>`}
        </li>`,
      )}
    </ul>
  <//>`;
}
