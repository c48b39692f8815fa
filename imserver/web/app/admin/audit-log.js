import en from "../../i18n/admin-en.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { actor } from "./actor.js";
import { moment } from "./amounts.js";
import { useAdmin } from "./context.js";
import { adminError } from "./errors.js";
import { usePages } from "./loading.js";
import { Failure, Loading, Page } from "./page.js";
import { SearchField } from "./search-field.js";

/** @typedef {import("../../client/admin.js").AuditEntry} AuditEntry */
/** @typedef {import("../ui/language.js").Key} Key */

const PAGE = 50;

/** Who did what. */
export function AuditLog() {
  const admin = useAdmin();
  const pages = usePages(
    async (query, /** @type {number | undefined} */ before) => {
      const { entries, more } = await admin.audit({ q: query || undefined, before, limit: PAGE });
      return { items: entries, more };
    },
    (entry) => entry.id,
  );
  return html`<${Page} title=${t("admin.audit.title")} intro=${t("admin.audit.intro")}>
    <${SearchField} label=${t("admin.audit.search")} value=${pages.query} onInput=${pages.setQuery} />
    <${Failure} error=${pages.error} say=${adminError} />
    ${!pages.items && !pages.error && html`<${Loading} />`}
    <ol class="audit" aria-busy=${pages.busy}>
      ${pages.items?.map((entry) => html`<${Entry} key=${entry.id} entry=${entry} />`)}
    </ol>
    ${pages.items?.length === 0 && html`<p class="empty-note" role="status">${t("admin.audit.none")}</p>`}
    ${
      pages.more &&
      html`<button type="button" class="button quiet admin-more" disabled=${pages.busy} onClick=${pages.loadMore}>
        ${t("people.more")}
      </button>`
    }
  <//>`;
}

/** @param {{ entry: AuditEntry }} props */
function Entry({ entry }) {
  const details = describe(entry);
  return html`<li>
    <time datetime=${new Date(entry.at).toISOString()}>${moment(entry.at)}</time>${" "}
    <span class="audit-what">
      <span class="audit-who"><bdi>${actor(entry.means, entry.actor_name)}</bdi></span>${" "}
      <span>${action(entry)}${entry.target_name && html` <b><bdi>${entry.target_name}</bdi></b>`}</span>
      ${details && html`<span class="audit-details"><bdi>${details}</bdi></span>`}
    </span>
    <span class="audit-from">${entry.address || t("admin.audit.local")}</span>
  </li>`;
}

/** @param {AuditEntry} entry */
function action(entry) {
  const key = `admin.action.${entry.action}`;
  const values = { user: String(entry.details.user ?? ""), role: word(entry.details.role ?? "") };
  return key in en ? t(/** @type {Key} */ (key), values) : entry.action;
}

/**
 * What the sentence doesn't say.
 * @param {AuditEntry} entry
 */
function describe({ action, details: { from, to, user, means, by, ...others } }) {
  const change = from === undefined ? [] : [`${word(from)} → ${word(to ?? "")}`];
  const told = action === "group.role" ? [] : Object.entries(others);
  const rest = told.map(([name, value]) => `${detailName(name)}: ${word(value)}`);
  const maker =
    by === undefined ? [] : [`${detailName("by")}: ${actor(/** @type {AuditEntry["means"]} */ (means), String(by))}`];
  return [...change, ...rest, ...maker].join(" · ");
}

/** @param {string} name */
function detailName(name) {
  const key = `admin.detail.${name}`;
  return key in en ? t(/** @type {Key} */ (key)) : name;
}

/** @param {string | number | boolean} value */
function word(value) {
  const key = `admin.role.${value}`;
  return key in en ? t(/** @type {Key} */ (key)) : String(value);
}
