import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { moment } from "./amounts.js";
import { useAdmin } from "./context.js";
import { adminError } from "./errors.js";
import { useLoaded } from "./loading.js";
import { Card, Facts, Failure, Loading, Page } from "./page.js";

/** @typedef {import("../../client/admin.js").Knob} Knob */

const STATES = Object.freeze({
  ok: "good",
  drift: "bad",
  restart: "",
  "no effect": "",
  unseen: "",
  left: "",
});

/** How the node was tuned when that was last changed. Nothing can be set here. */
export function TuningPage() {
  const admin = useAdmin();
  const { value, error } = useLoaded(() => admin.tuning(), [admin]);
  const record = value?.record;
  return html`<${Page} title=${t("admin.tuning.title")} intro=${t("admin.tuning.intro")}>
    <${Failure} error=${error} say=${adminError} />
    ${!value && !error && html`<${Loading} />`}
    ${value?.status === "untuned" && html`<p class="admin-remark">${t("admin.tuning.untuned")}</p>`}
    ${value?.status === "unreadable" && html`<p class="admin-remark">${t("admin.tuning.unreadable")}</p>`}
    ${
      record &&
      html`<${Card} title=${t("admin.tuning.board")}>
          <${Facts}
            facts=${[
              [t("admin.machine"), record.model || "–"],
              [t("admin.tuning.system"), record.title || "–"],
              [t("admin.tuning.profile"), record.profile],
              [t("admin.tuning.at"), moment(record.at)],
            ]}
          />
        <//>
        ${[...groups(record.knobs)].map(
          ([group, knobs]) => html`<${Card} key=${group} title=${groupName(group)}>
            <ul class="admin-plain knobs">
              ${knobs.map((knob) => html`<${KnobRow} key=${knob.name} knob=${knob} />`)}
            </ul>
          <//>`,
        )}`
    }
  <//>`;
}

/**
 * What is set, by group; what is left alone isn't shown.
 * @param {Knob[]} knobs
 */
function groups(knobs) {
  /** @type {Map<string, Knob[]>} */
  const found = new Map();
  for (const knob of knobs) {
    if (knob.state !== "left") found.set(knob.group, [...(found.get(knob.group) ?? []), knob]);
  }
  return found;
}

/** @param {string} group */
function groupName(group) {
  const names = {
    boot: t("admin.tuning.group.boot"),
    cpu: t("admin.tuning.group.cpu"),
    memory: t("admin.tuning.group.memory"),
    network: t("admin.tuning.group.network"),
    security: t("admin.tuning.group.security"),
    services: t("admin.tuning.group.services"),
    storage: t("admin.tuning.group.storage"),
  };
  return names[/** @type {keyof typeof names} */ (group)] ?? group;
}

/** @param {{ knob: Knob }} props */
function KnobRow({ knob }) {
  const look = STATES[/** @type {keyof typeof STATES} */ (knob.state)] ?? "";
  return html`<li>
    <span class="row-main">
      <span class="knob-name" lang="en">${knob.name}</span>
      <span class="row-sub wrap" lang="en">${knob.remark || knob.why}</span>
    </span>
    <span class="knob-value">
      <span lang="en">${value(knob.live ?? knob.desired, knob.unit)}</span>
      ${
        knob.live !== null &&
        knob.live !== knob.desired &&
        html`<span class="row-sub">${t("admin.tuning.expected", { value: value(knob.desired, knob.unit) })}</span>`
      }
    </span>
    <span class=${`tag ${look}`}>${stateName(knob.state)}</span>
  </li>`;
}

/**
 * @param {string | null} text
 * @param {string} unit
 */
function value(text, unit) {
  return text === null ? "–" : `${text} ${unit}`.trim();
}

/** @param {string} state */
function stateName(state) {
  const names = {
    ok: t("admin.tuning.state.ok"),
    drift: t("admin.tuning.state.drift"),
    restart: t("admin.tuning.state.restart"),
    "no effect": t("admin.tuning.state.no-effect"),
    unseen: t("admin.tuning.state.unseen"),
  };
  return names[/** @type {keyof typeof names} */ (state)] ?? state;
}
