import { useState } from "../../vendor/preact/hooks.js";
import { useAccount } from "../state/context.js";
import { Field } from "../ui/field.js";
import { useForm } from "../ui/form.js";
import { html } from "../ui/html.js";
import { t, tCount } from "../ui/language.js";
import { server } from "../state/server.js";
import { useSubmission } from "../ui/submission.js";
import { actor } from "./actor.js";
import { moment, number } from "./amounts.js";
import { useAdmin } from "./context.js";
import { adminError } from "./errors.js";
import { IssuedLink } from "./issued-link.js";
import { useLoaded } from "./loading.js";
import { Card, Failure, Loading, Page } from "./page.js";
import { RoleChoice } from "./role-choice.js";

/** @typedef {import("../../client/admin.js").Invite} Invite */
/** @typedef {import("../../client/wire.js").Role} Role */

const MOST_USES = 10_000;
const MOST_DAYS = 365;

/** Links with which people make their own accounts. */
export function Invites() {
  const admin = useAdmin();
  const { value, error, reload } = useLoaded(() => admin.invites(), [admin]);
  return html`<${Page} title=${t("admin.invites.title")} intro=${t("admin.invites.intro")}>
    <${NewInvite} onMade=${reload} />
    <${Card} title=${t("admin.invites.open")}>
      <${Failure} error=${error} say=${adminError} />
      ${!value && !error && html`<${Loading} />`}
      ${value?.invites.length === 0 && html`<p class="admin-muted">${t("admin.invites.none")}</p>`}
      <ul class="admin-plain">
        ${value?.invites.map((invite) => html`<${Row} key=${invite.id} invite=${invite} onGone=${reload} />`)}
      </ul>
    <//>
  <//>`;
}

/** @param {{ onMade: () => void }} props */
function NewInvite({ onMade }) {
  const admin = useAdmin();
  const mine = useAccount().user.value?.role ?? "admin";
  const [role, setRole] = useState(/** @type {Role} */ ("member"));
  const [uses, setUses] = useState("1");
  const [days, setDays] = useState("7");
  const [link, setLink] = useState(/** @type {import("../../client/admin.js").IssuedLink | null} */ (null));
  const invite = async () => {
    setLink(await admin.invite({ role, uses: Number(uses), days: Number(days) }));
    onMade();
  };
  const { busy, failure, wrong, attributes } = useForm(["uses", "days"], invite, adminError);
  /**
   * @param {string} name
   * @param {number} max
   */
  const wrongNumber = (name, max) => wrong(name) && t("admin.number", { max: number(max) });
  const invitation = t("admin.invites.message", { server: server(), url: link?.url ?? "" });
  return html`<${Card} title=${t("admin.invites.new")}>
    ${
      link &&
      html`<${IssuedLink}
        key=${link.code}
        link=${link}
        purpose=${t("admin.link.invite", { server: server() })}
        message=${invitation}
      />`
    }
    <form class="form" ...${attributes}>
      ${failure && html`<p class="alert" role="alert">${failure}</p>`}
      <div class="admin-pair">
        <${Field}
          label=${t("admin.invites.uses")}
          type="number"
          error=${wrongNumber("uses", MOST_USES)}
          value=${uses}
          onInput=${setUses}
          min=${1}
          max=${MOST_USES}
          required
        />
        <${Field}
          label=${t("admin.invites.days")}
          type="number"
          error=${wrongNumber("days", MOST_DAYS)}
          value=${days}
          onInput=${setDays}
          min=${1}
          max=${MOST_DAYS}
          required
        />
      </div>
      <${RoleChoice} legend=${t("admin.role")} value=${role} mine=${mine} onChoose=${setRole} />
      <button class="button primary" disabled=${busy}>${t("admin.invites.make")}</button>
    </form>
  <//>`;
}

/** @param {{ invite: Invite, onGone: () => Promise<void> }} props */
function Row({ invite, onGone }) {
  const admin = useAdmin();
  const { busy, error, run } = useSubmission(async () => {
    await admin.revokeInvite(invite.id);
    await onGone();
  });
  const by =
    invite.means === "local"
      ? t("admin.invites.by-local")
      : t("admin.invites.by", { name: actor(invite.means, invite.created_by) });
  return html`<li>
    <span class="row-main">
      <span class="row-title">${invite.code_hint}… · ${t(`admin.role.${invite.role}`)}</span>
      <span class="row-sub wrap">
        ${tCount("admin.invites.left", invite.uses_left)} · ${t("admin.link.valid", { until: moment(invite.expires_at) })} ${by}
      </span>
      ${error && html`<span class="note error" role="alert">${adminError(error)}</span>`}
    </span>
    <button
      type="button"
      class="button danger small"
      disabled=${busy}
      aria-label=${t("admin.invites.revoke-that", { hint: invite.code_hint })}
      onClick=${() => run()}
    >
      ${t("admin.invites.revoke")}
    </button>
  </li>`;
}
