import { html } from "../html.js";
import { t, tCount } from "../language.js";
import { adminError } from "./errors.js";
import { linkFile, save } from "./link-file.js";
import { Card, Failure } from "./page.js";
import { ADMIN } from "./paths.js";
import { RowErrors } from "./roster-preview.js";

/**
 * How far the import is, and in the end the links to be handed out.
 * @param {object} props
 * @param {import("./import-run.js").Run} props.run
 * @param {Map<string, string>} props.names by login
 * @param {number} props.total rows to be imported
 * @param {boolean} props.busy
 * @param {import("../../client/errors.js").ImError | null} props.error what stopped it
 * @param {() => void} props.onContinue
 * @param {() => void} props.onAnew
 */
export function ImportResult({ run, names, total, busy, error, onContinue, onAnew }) {
  const links = run.created.filter(({ link }) => link);
  const rows = links.map(({ login, link }) => [login, names.get(login) ?? login, link?.url ?? ""]);
  const done = !busy && run.rest.length === 0;
  return html`<${Card} title=${t(done ? "admin.import.done" : "admin.import.running")}>
      <progress
        class="import-progress"
        value=${total - run.rest.length}
        max=${Math.max(1, total)}
        aria-label=${t("admin.import.running")}
      ></progress>
      <p role="status">
        ${tCount("admin.import.created", run.created.length)}
        ${" "}${run.errors.length > 0 && tCount("admin.import.bad", run.errors.length)}
      </p>
      <${Failure} error=${error} say=${adminError} />
      ${
        error &&
        html`<button type="button" class="button primary" disabled=${busy} onClick=${onContinue}>
          ${tCount("admin.import.continue", run.rest.length)}
        </button>`
      }
      ${
        done &&
        html`<div class="import-begin">
          ${
            rows.length > 0 &&
            html`<button type="button" class="button primary" onClick=${() => save("links.csv", linkFile(rows))}>
              ${t("admin.import.save-links")}
            </button>`
          }
          <a class="button quiet" href=${ADMIN.users}>${t("admin.import.to-users")}</a>
          <button type="button" class="button quiet" onClick=${onAnew}>${t("admin.import.another")}</button>
        </div>`
      }
    <//>
    ${rows.length > 0 && html`<${Links} rows=${rows} />`}
    ${run.errors.length > 0 && html`<${RowErrors} errors=${run.errors} />`}`;
}

/** @param {{ rows: string[][] }} props */
function Links({ rows }) {
  return html`<${Card} title=${t("admin.import.links")}>
    <p class="admin-muted">${t("admin.import.links-note")}</p>
    <div class="table-box" tabindex="0" role="group" aria-label=${t("admin.import.links")}>
      <table class="roster">
        <thead>
          <tr>
            <th scope="col">${t("link.login")}</th>
            <th scope="col">${t("admin.user.name")}</th>
            <th scope="col">${t("admin.link")}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([login, name, url]) => html`<tr key=${login}>
              <td><bdi>${login}</bdi></td>
              <td><bdi>${name}</bdi></td>
              <td class="url">${url}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  <//>`;
}
