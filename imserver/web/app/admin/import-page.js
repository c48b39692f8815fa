import { useState } from "../../vendor/preact/hooks.js";
import { html } from "../html.js";
import { t, tCount } from "../language.js";
import { useSubmission } from "../submission.js";
import { useAdmin } from "./context.js";
import { adminError } from "./errors.js";
import { ImportResult } from "./import-result.js";
import { importRows } from "./import-run.js";
import { useLatest } from "./latest.js";
import { Card, Failure, Page } from "./page.js";
import { ADMIN } from "./paths.js";
import { decode, ENCODINGS } from "./roster-file.js";
import { RosterPreview } from "./roster-preview.js";

/** @typedef {import("../../client/admin.js").RosterRow} RosterRow */
/** @typedef {import("./roster-file.js").Encoding} Encoding */
/** @typedef {import("./import-run.js").Run} Run */

/** As much as the server takes. */
const MOST_CHARACTERS = 1_000_000;

/** Many accounts from a CSV file: choose it, look at what is in it, import, hand out the links. */
export function ImportPage() {
  const admin = useAdmin();
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [encoding, setEncoding] = useState(/** @type {Encoding} */ ("auto"));
  const [run, setRun] = useState(/** @type {Run | null} */ (null));
  const reading = useLatest(async (/** @type {File} */ chosen, /** @type {Encoding} */ how) => {
    const text = await textOf(chosen, how);
    if (text === null) return { problem: t("admin.import.encoding-wrong"), roster: null };
    if (text.length > MOST_CHARACTERS) return { problem: t("admin.import.too-long"), roster: null };
    return { problem: "", roster: await admin.readRoster(text) };
  });
  const { problem, roster } = reading.value ?? { problem: "", roster: null };
  const importing = useSubmission(async (/** @type {Run} */ from) => {
    setRun(from);
    await importRows({ make: (rows) => admin.importUsers(rows), find: (row) => findMade(admin, row) }, from, setRun);
  });
  const begin = () => roster && importing.run({ created: [], errors: roster.errors, rest: roster.rows, uncertain: 0 });
  const anew = () => {
    setFile(null);
    reading.clear();
    setRun(null);
  };
  return html`<${Page} title=${t("admin.import.title")} back=${ADMIN.users}>
    ${
      run
        ? html`<${ImportResult}
            run=${run}
            names=${new Map(roster?.rows.map(({ login, name }) => [login, name ?? login]))}
            total=${roster?.rows.length ?? 0}
            busy=${importing.busy}
            error=${importing.error}
            onContinue=${() => importing.run(run)}
            onAnew=${anew}
          />`
        : html`<${Card} title=${t("admin.import.file")}>
              <p>${t("admin.import.how")}</p>
              <pre class="sample" lang="en" aria-label=${t("admin.import.sample")}>${t("admin.import.example")}</pre>
              <div class="import-choice">
                <label class="button primary file-button">
                  <input
                    type="file"
                    class="hidden-text"
                    accept=".csv,.txt,text/csv"
                    onChange=${(/** @type {Event} */ event) => {
                      const chosen = /** @type {HTMLInputElement} */ (event.target).files?.[0];
                      if (!chosen) return;
                      setFile(chosen);
                      reading.run(chosen, encoding);
                    }}
                  />
                  <span>${file ? t("admin.import.choose-other") : t("admin.import.choose")}</span>
                </label>
                ${file && html`<bdi class="file-name">${file.name}</bdi>`}
                <label class="encoding">
                  <span>${t("admin.import.encoding")}</span>
                  <select
                    class="admin-select"
                    value=${encoding}
                    onChange=${(/** @type {Event} */ event) => {
                      const how = /** @type {Encoding} */ (/** @type {HTMLSelectElement} */ (event.target).value);
                      setEncoding(how);
                      if (file) reading.run(file, how);
                    }}
                  >
                    ${Object.entries(ENCODINGS).map(
                      ([key, name]) => html`<option key=${key} value=${key}>
                        ${name || t("admin.import.automatic")}
                      </option>`,
                    )}
                  </select>
                </label>
              </div>
              ${problem && html`<p class="alert" role="alert">${problem}</p>`}
              <${Failure} error=${reading.error} say=${adminError} />
            <//>
            ${roster && html`<${RosterPreview} roster=${roster} />`}
            ${
              roster &&
              roster.rows.length > 0 &&
              html`<div class="import-begin">
                <button type="button" class="button primary" disabled=${importing.busy} onClick=${begin}>
                  ${tCount(roster.errors.length > 0 ? "admin.import.begin-good" : "admin.import.begin", roster.rows.length)}
                </button>
              </div>`
            }`
    }
  <//>`;
}

/**
 * The account of a row, with a new link, if it looks like the one that was to be made of it.
 * @param {import("../../client/admin.js").AdminApi} admin
 * @param {RosterRow} row
 */
async function findMade(admin, row) {
  const user = await admin.user(row.login);
  if (user.name !== row.name || user.role !== row.role || user.sessions.length > 0) return null;
  return { login: user.login, id: user.id, link: row.password ? null : await admin.passwordLink(user.id) };
}

/**
 * Null where the file isn't in this encoding, or can't be read.
 * @param {File} file
 * @param {Encoding} encoding
 */
async function textOf(file, encoding) {
  if (file.size > 4 * MOST_CHARACTERS) return " ".repeat(MOST_CHARACTERS + 1);
  try {
    return decode(await file.arrayBuffer(), encoding);
  } catch {
    return null;
  }
}
