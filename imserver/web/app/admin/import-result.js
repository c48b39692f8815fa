import { useState } from "../../vendor/preact/hooks.js";
import { html } from "../ui/html.js";
import { t, tCount } from "../ui/language.js";
import { Confirm } from "./confirm.js";
import { copyText } from "./copying.js";
import { adminError } from "./errors.js";
import { linkFile, save } from "./link-file.js";
import { Card, Failure } from "./page.js";
import { ADMIN } from "./paths.js";
import { RowErrors } from "./roster-preview.js";

/**
 * How far the import is, and in the end the links to be handed out.
 * @param {object} props
 * @param {import("./user-import.js").UserImport} props.userImport
 * @param {() => void} props.onContinue
 * @param {() => void} props.onAnew
 */
export function ImportResult({ userImport, onContinue, onAnew }) {
  const [asking, setAsking] = useState(false);
  const [copied, setCopied] = useState(false);
  const run = userImport.run.value;
  if (!run) return null;
  const [busy, error, unsaved] = [userImport.busy.value, userImport.error.value, userImport.unsaved.value];
  const total = userImport.rows.length;
  const names = new Map(userImport.rows.map(({ login, name }) => [login, name ?? login]));
  const links = run.created.filter(({ link }) => link);
  const rows = links.map(({ login, link }) => [login, names.get(login) ?? login, link?.url ?? ""]);
  const done = !busy && run.rest.length === 0;
  const copy = async () => {
    if (!(await copyText(rows.map((row) => row.join("\t")).join("\n")))) return;
    setCopied(true);
    userImport.saved();
  };
  const keep = () => {
    save("links.csv", linkFile(rows));
    userImport.saved();
  };
  const title = run.renewed ? "admin.import.links" : done ? "admin.import.done" : "admin.import.running";
  return html`<${Card} title=${t(title)}>
      ${
        !run.renewed &&
        html`<progress
          class="import-progress"
          value=${total - run.rest.length}
          max=${Math.max(1, total)}
          aria-label=${t("admin.import.running")}
        ></progress>`
      }
      <p role="status">
        ${tCount(run.renewed ? "admin.import.renewed" : run.resume ? "admin.import.completed" : "admin.import.created", run.created.length)}
        ${" "}${run.errors.length > 0 && tCount("admin.import.invalid", run.errors.length)}
      </p>
      <${Failure} error=${error} say=${adminError} />
      <div class="import-begin">
        ${
          error &&
          html`<button type="button" class="button primary" disabled=${busy} onClick=${onContinue}>
            ${tCount("admin.import.continue", run.rest.length)}
          </button>`
        }
        ${
          !busy &&
          rows.length > 0 &&
          html`<button type="button" class="button primary" onClick=${keep}>${t("admin.import.save-links")}</button>
            <button type="button" class="button quiet" onClick=${copy}>
              ${t(copied ? "admin.copied" : "admin.import.copy-links")}
            </button>
            <button type="button" class="button quiet" onClick=${() => window.print()}>${t("admin.import.print")}</button>`
        }
        ${
          done &&
          html`<a class="button quiet" href=${ADMIN.users}>${t("admin.import.to-users")}</a>
            <button type="button" class="button quiet" onClick=${unsaved ? () => setAsking(true) : onAnew}>
              ${t("admin.import.another")}
            </button>`
        }
      </div>
    <//>
    ${rows.length > 0 && html`<${Links} rows=${rows} />`}
    ${run.errors.length > 0 && html`<${RowErrors} errors=${run.errors} />`}
    ${
      asking &&
      html`<${Confirm}
        title=${t("admin.import.unsaved")}
        text=${t("admin.import.unsaved-text")}
        action=${t("admin.import.discard")}
        onConfirm=${async () => onAnew()}
        onClose=${() => setAsking(false)}
      />`
    }`;
}

/**
 * Says on the other pages that there are links which nobody has yet.
 * @param {{ userImport: import("./user-import.js").UserImport }} props
 */
export function UnsavedNote({ userImport }) {
  if (!userImport.unsaved.value) return null;
  return html`<p class="alert unsaved" role="status">
    ${t(userImport.busy.value ? "admin.import.going-on" : "admin.import.unsaved-note")}${" "}
    <a href=${ADMIN.importUsers}>${t("admin.import.to-links")}</a>
  </p>`;
}

/** @param {{ rows: string[][] }} props */
function Links({ rows }) {
  return html`<${Card} title=${t("admin.import.links")}>
    <p class="admin-muted">${t("admin.import.links-note")}</p>
    <div class="table-box link-cards" tabindex="0" role="group" aria-label=${t("admin.import.links")}>
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
