import { useEffect, useState } from "../../vendor/preact/hooks.js";
import { useAccount } from "../state/context.js";
import { html } from "../ui/html.js";
import { t, tCount } from "../ui/language.js";
import { useSubmission } from "../ui/submission.js";
import { useAdmin } from "./context.js";
import { userImportOf } from "./user-import.js";
import { adminError } from "./errors.js";
import { ImportResult } from "./import-result.js";
import { useLatest } from "./latest.js";
import { Card, Failure, Page } from "./page.js";
import { ADMIN } from "./paths.js";
import { base64, ENCODINGS, encodingName, MOST_BYTES } from "./roster-file.js";
import { RosterPreview } from "./roster-preview.js";

/** @typedef {import("../../client/admin.js").RosterRow} RosterRow */
/** @typedef {import("../../client/admin.js").RosterProblem} RosterProblem */
/** @typedef {import("./roster-file.js").Encoding} Encoding */

const RENEWED_AT_ONCE = 200;

/** Logins of who is there already. */
const NAMED = 20;

/** Many accounts from a CSV file: choose it, look at what is in it, import, hand out the links. */
export function ImportPage() {
  const admin = useAdmin();
  const userImport = userImportOf(useAccount());
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [encoding, setEncoding] = useState(/** @type {Encoding} */ ("auto"));
  const reading = useLatest(async (/** @type {File} */ chosen, /** @type {Encoding} */ how) => {
    if (chosen.size > MOST_BYTES) return { refusal: t("admin.import.too-long"), roster: null };
    const content = base64(await chosen.arrayBuffer());
    const roster = await admin.readRoster(content, how === "auto" ? undefined : how);
    return { refusal: roster.problem && problemText(roster.problem), roster };
  });
  const { refusal, roster } = reading.value ?? { refusal: "", roster: null };
  const settled = new Set(roster?.there.map(({ line }) => line));
  const errors = roster?.errors.filter(({ line }) => !settled.has(line)) ?? [];
  const make = (/** @type {RosterRow[]} */ rows, /** @type {boolean} */ resume) => admin.importUsers(rows, resume);
  const begin = (resume = false) => {
    if (!roster) return;
    const rest = [...roster.rows, ...(resume ? roster.there : [])].sort((a, b) => a.line - b.line);
    userImport.rows = rest;
    userImport.go(make, { created: [], errors, rest, uncertain: 0, resume });
  };
  const anew = () => {
    setFile(null);
    reading.clear();
    userImport.clear();
  };
  useEffect(() => () => userImport.run.peek() && !userImport.unsaved.peek() && userImport.clear(), []);
  const run = userImport.run.value;
  return html`<${Page} title=${t("admin.import.title")} back=${ADMIN.users}>
    ${
      run
        ? html`<${ImportResult} userImport=${userImport} onContinue=${() => userImport.go(make, run)} onAnew=${anew} />`
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
              ${refusal && html`<p class="alert" role="alert">${refusal}</p>`}
              ${
                roster?.sample.length &&
                html`<p class="admin-muted">${readAs(roster.encoding, encoding)}</p>
                  ${
                    roster.problem &&
                    html`<pre class="sample" aria-label=${t("admin.import.beginning")}>${roster.sample.join("\n")}</pre>`
                  }`
              }
              <${Failure} error=${reading.error} say=${adminError} />
            <//>
            ${
              roster &&
              roster.there.length > 0 &&
              html`<${Renewal} userImport=${userImport} there=${roster.there} onComplete=${() => begin(true)} />`
            }
            ${roster && !roster.problem && html`<${RosterPreview} roster=${roster} errors=${errors} />`}
            ${
              roster &&
              roster.rows.length > 0 &&
              html`<div class="import-begin">
                <button type="button" class="button primary" onClick=${() => begin()}>
                  ${tCount(errors.length > 0 ? "admin.import.begin-valid" : "admin.import.begin", roster.rows.length)}
                </button>
              </div>`
            }`
    }
  <//>`;
}

/**
 * For who lost the links of a list: those of it who are there already, and haven't chosen a password, get new ones. An
 * import that broke off is completed.
 * @param {{ userImport: import("./user-import.js").UserImport, there: RosterRow[], onComplete: () => void }} props
 */
function Renewal({ userImport, there, onComplete }) {
  const admin = useAdmin();
  const logins = there.map(({ login }) => login);
  const { busy, error, run } = useSubmission(async () => {
    const links = [];
    for (let at = 0; at < logins.length; at += RENEWED_AT_ONCE) {
      links.push(...(await admin.renewLinks(logins.slice(at, at + RENEWED_AT_ONCE))).links);
    }
    userImport.renewed(links);
  });
  return html`<${Card} title=${tCount("admin.import.existing", logins.length)}>
    <p>
      ${t("admin.import.existing-note", { logins: logins.slice(0, NAMED).join(", ") })}
      ${logins.length > NAMED && html` ${tCount("people.others", logins.length - NAMED)}`}
    </p>
    <p>${t("admin.import.complete-note")}</p>
    <p>${t("admin.import.renew-note")}</p>
    <${Failure} error=${error} say=${adminError} />
    <div class="import-begin">
      <button type="button" class="button quiet" disabled=${busy} onClick=${onComplete}>${t("admin.import.complete")}</button>
      <button type="button" class="button quiet" disabled=${busy} onClick=${() => run()}>${t("admin.import.renew")}</button>
    </div>
  <//>`;
}

/**
 * How a file was read, and what to do where that is wrong.
 * @param {string} name
 * @param {Encoding} chosen
 */
function readAs(name, chosen) {
  const key = chosen === "auto" && !name.startsWith("utf") ? "admin.import.guessed" : "admin.import.read-as";
  return t(key, { encoding: encodingName(name) });
}

/** @param {RosterProblem} problem */
function problemText({ problem, line, value, meant }) {
  const key = problem === "login" && value ? "admin.problem.login-unknown" : `admin.problem.${problem}`;
  return t(/** @type {import("../ui/language.js").Key} */ (key), { line, value, meant });
}
