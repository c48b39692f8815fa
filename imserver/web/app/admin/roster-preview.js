import { html } from "../ui/html.js";
import { t, tCount } from "../ui/language.js";
import { rowError } from "./row-error.js";
import { Card } from "./page.js";

/** @typedef {import("../../client/admin.js").RosterRow} RosterRow */
/** @typedef {import("../../client/admin.js").RosterError} RosterError */

/** How many rows are drawn: enough to see whether the file was understood. */
const SHOWN = 200;

/**
 * What a CSV file holds, before anything is made of it.
 * @param {{ roster: import("../../client/admin.js").Roster, errors: RosterError[] }} props `errors` are those that matter
 */
export function RosterPreview({ roster: { rows, columns, ignored, foreign }, errors }) {
  const grouped = rows.some(({ groups }) => groups?.length);
  return html`${errors.length > 0 && html`<${RowErrors} errors=${errors} />`}
    <${Card} title=${t("admin.import.preview")}>
      <p role="status">
        ${tCount("admin.import.valid", rows.length)} ${errors.length > 0 && tCount("admin.import.invalid", errors.length)}
      </p>
      ${Object.keys(columns).length === 0 && html`<p class="note">${t("admin.import.no-header")}</p>`}
      ${ignored.length > 0 && html`<p class="note">${t("admin.import.ignored", { columns: ignored.join(", ") })}</p>`}
      ${grouped && html`<p class="note">${t("admin.import.groups-note")}</p>`}
      ${foreign.length > 0 && html`<p class="note">${t("admin.import.foreign", { groups: foreign.join("; ") })}</p>`}
      ${
        rows.length > 0 &&
        html`<div class="table-box" tabindex="0" role="group" aria-label=${t("admin.import.preview")}>
          <table class="roster">
            <thead>
              <tr>
                <th scope="col">${t("admin.import.line")}</th>
                <th scope="col">${t("link.login")}</th>
                <th scope="col">${t("admin.user.name")}</th>
                <th scope="col">${t("admin.role")}</th>
                ${grouped && html`<th scope="col">${t("admin.groups.title")}</th>`}
                <th scope="col">${t("login.password")}</th>
              </tr>
            </thead>
            <tbody>
              ${rows.slice(0, SHOWN).map(
                (row) => html`<tr key=${row.line}>
                  <td>${row.line}</td>
                  <td><bdi>${row.login}</bdi></td>
                  <td><bdi>${row.name}</bdi></td>
                  <td>${t(`admin.role.${/** @type {import("../../client/wire.js").Role} */ (row.role ?? "member")}`)}</td>
                  ${grouped && html`<td><bdi>${row.groups?.join("; ")}</bdi></td>`}
                  <td>${t(row.password ? "admin.import.given" : "admin.import.by-link")}</td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>`
      }
      ${rows.length > SHOWN && html`<p class="admin-muted">${tCount("people.others", rows.length - SHOWN)}</p>`}
    <//>`;
}

/**
 * Lines that are left out, and why.
 * @param {{ errors: RosterError[] }} props
 */
export function RowErrors({ errors }) {
  return html`<${Card} title=${t("admin.import.problems")}>
    <ul class="row-errors">
      ${errors.slice(0, SHOWN).map(
        (error) => html`<li key=${error.line}>
          <span class="row-errors-line">${t("admin.import.at-line", { line: error.line })}</span>
          <span>${error.login && error.login !== error.value && html`<b><bdi>${error.login}</bdi></b>${" "}`}${rowError(error)}</span>
        </li>`,
      )}
    </ul>
    ${errors.length > SHOWN && html`<p class="admin-muted">${tCount("people.others", errors.length - SHOWN)}</p>`}
  <//>`;
}
