import { useAccount } from "../state/context.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { clockTime, fullTime } from "../ui/dates.js";
import { degrees, duration, number, percent } from "./amounts.js";
import { bytes } from "../ui/bytes.js";
import { useAdmin } from "./context.js";
import { adminError } from "./errors.js";
import { useLoaded } from "./loading.js";
import { ServerName } from "./server-name.js";
import { Card, Facts, Failure, Loading, Page } from "./page.js";
import { Tile } from "./tile.js";
import { SHOWN, useVitals } from "./vitals.js";

/** @typedef {import("../../client/admin.js").Health} Health */
/** @typedef {import("../../client/admin.js").Status} Status */

/** Degrees at which a Raspberry Pi begins to slow down (its documentation: 80 °C). */
const HOT = 80;

/** Share of the disk below which it is time to do something (percent). */
const SCARCE = 10;

/** What is said of a certificate, by its state. */
const CERTIFICATE = /** @type {const} */ ({
  early: "admin.certificate.early",
  ended: "admin.certificate.ended",
  soon: "admin.certificate.soon",
  urgent: "admin.certificate.urgent",
});

/** In ms. A clock that is off by less is no news. */
const MINUTE = 60_000;

/** How the node does. */
export function Overview() {
  const admin = useAdmin();
  const { health, error } = useVitals();
  const status = useLoaded(() => admin.status(), [admin]);
  const problem = error ?? status.error;
  const isOwner = useAccount().user.value?.role === "owner";
  const toName =
    isOwner && html`<button type="button" class="button quiet small" onClick=${focusName}>${t("link.server")}</button>`;
  return html`<${Page} title=${t("admin.overview.title")} actions=${toName} wide>
    <${Failure} error=${problem} say=${adminError} />
    ${!health && !problem && html`<${Loading} />`}
    ${health && html`<${Warnings} health=${health} status=${status.value} />`}
    ${health && html`<${Tiles} health=${health} />`}
    <div class="overview-foot">
      ${status.value && html`<${Server} status=${status.value} health=${health} />`}
      <${ServerName} />
    </div>
  <//>`;
}

/** It stands below the charts. */
function focusName() {
  /** @type {HTMLElement | null} */ (document.querySelector(".overview-foot input"))?.focus();
}

/** @param {{ health: Health, status: Status | null }} props */
function Warnings({ health, status }) {
  const flags = health.throttling;
  const now = flags?.now ?? [];
  const before = (flags?.since_start ?? []).filter((flag) => !now.includes(flag));
  const free = diskFree(health);
  return html`<div class="admin-warnings">
    ${status?.store.trouble && html`<p class="alert" role="alert">${t("admin.trouble", { reason: status.store.trouble })}</p>`}
    ${(status?.tasks ?? [])
      .filter(({ state }) => state === "failing")
      .map(
        ({ process, name, error }) =>
          html`<p key=${`${process} ${name}`} class="alert" role="alert">${t("admin.task-failing", { name, reason: error })}</p>`,
      )}
    ${status && Math.abs(status.clock.off) >= MINUTE && html`<p class="admin-remark">${clockRemark(status.clock)}</p>`}
    <${Certificate} certificate=${status?.certificate ?? null} />
    ${free !== null && free < SCARCE && html`<p class="alert" role="alert">${t("admin.disk-scarce")}</p>`}
    ${now.map((flag) => html`<p key=${flag} class="alert" role="alert">${t(`admin.flag.${flag}.now`)}</p>`)}
    ${before.map((flag) => html`<p key=${flag} class="admin-remark">${t(`admin.flag.${flag}.before`)}</p>`)}
  </div>`;
}

/** @param {{ certificate: Status["certificate"] }} props */
function Certificate({ certificate }) {
  if (!certificate || certificate.state === "valid") return null;
  const { begins, ends, state } = certificate;
  const day = fullTime(state === "early" ? begins : ends);
  const text = t(CERTIFICATE[state], { day });
  return state === "soon" ? html`<p class="admin-remark">${text}</p>` : html`<p class="alert" role="alert">${text}</p>`;
}

/** @param {Status["clock"]} clock */
function clockRemark({ off, left }) {
  const amount = duration(Math.abs(off) / 1000);
  const fact = off > 0 ? t("admin.clock.ahead", { off: amount }) : t("admin.clock.behind", { off: amount });
  const next =
    left === null
      ? t("admin.clock.synchronised")
      : t("admin.clock.later", { left: duration(Math.max(left, MINUTE) / 1000) });
  return `${fact} ${next}`;
}

/**
 * Percent of the disk.
 * @param {Health} health
 */
function diskFree({ samples, disk_total }) {
  const last = samples.at(-1);
  return last && disk_total > 0 ? (100 * last.disk_free) / disk_total : null;
}

/** @param {{ health: Health }} props */
function Tiles({ health }) {
  const { samples, disk_total } = health;
  const last = samples.at(-1);
  const total = last?.memory?.total;
  const free = diskFree(health);
  const course = courseOf(health);
  return html`<p class="admin-muted" role=${last ? undefined : "status"}>${spanOf(health, course)}</p>
  <ul class="tiles" aria-label=${t("admin.charts")}>
    <${Tile}
      name=${t("admin.connections")}
      course=${course}
      values=${samples.map((sample) => sample.connections)}
      others=${samples.map((sample) => sample.online)}
      show=${number}
      least=${4}
      note=${last && t("admin.online", { count: number(last.online) })}
    />
    <${Tile}
      name=${t("admin.messages-s")}
      course=${course}
      values=${samples.map((sample) => sample.messages)}
      show=${(/** @type {number} */ value) => number(value, value < 10 ? 1 : 0)}
    />
    <${Tile}
      name=${t("admin.cpu")}
      course=${course}
      values=${samples.map((sample) => sample.cpu)}
      others=${samples.map((sample) => sample.server_cpu)}
      show=${percent}
      least=${100}
      note=${last && t("admin.server-share", { share: percent(last.server_cpu) })}
    />
    <${Tile}
      name=${t("admin.memory")}
      course=${course}
      values=${samples.map(({ memory }) => (memory ? (100 * (memory.total - memory.available)) / memory.total : null))}
      others=${samples.map(({ memory, server_memory }) => (memory ? (100 * server_memory) / memory.total : null))}
      show=${percent}
      least=${100}
      note=${
        last &&
        (total
          ? t("admin.memory-note", { total: bytes(total), server: bytes(last.server_memory) })
          : t("admin.server-share", { share: bytes(last.server_memory) }))
      }
    />
    <${Tile}
      name=${t("admin.disk")}
      course=${course}
      values=${samples.map((sample) => (100 * (disk_total - sample.disk_free)) / disk_total)}
      show=${percent}
      least=${100}
      limit=${100 - SCARCE}
      note=${last && t("admin.disk-note", { free: bytes(last.disk_free), total: bytes(disk_total) })}
      bad=${free !== null && free < SCARCE}
    />
    ${
      samples.some((sample) => sample.temperature !== null) &&
      html`<${Tile}
        name=${t("admin.temperature")}
        course=${course}
        values=${samples.map((sample) => sample.temperature)}
        show=${degrees}
        bottom=${20}
        least=${100}
        limit=${HOT}
        note=${health.throttling ? t(health.throttling.now.length > 0 ? "admin.throttled" : "admin.unthrottled") : ""}
        bad=${(last?.temperature ?? 0) >= HOT}
      />`
    }
  </ul>`;
}

/**
 * The time that the charts show.
 * @param {Health} health
 * @returns {import("./tile.js").Course}
 */
function courseOf({ samples, every_s }) {
  const times = samples.map(({ at }) => at);
  const to = times.at(-1) ?? 0;
  const seconds = SHOWN * every_s;
  return { times, from: to - 1000 * seconds, to, every: 1000 * every_s, span: duration(seconds) };
}

/**
 * @param {Health} health
 * @param {import("./tile.js").Course} course
 */
function spanOf({ every_s }, { times, from, every, span }) {
  const [first] = times;
  if (first === undefined) return t("admin.unmeasured", { count: number(every_s) });
  const whole = t("admin.measured", { span, count: number(every_s) });
  return first > from + 2 * every ? `${whole} ${t("admin.measured-since", { time: clockTime(first) })}` : whole;
}

/** @param {{ status: Status, health: Health | null }} props */
function Server({ status, health }) {
  const { users, store } = status;
  const facts = /** @type {[string, string][]} */ ([
    [t("admin.address"), status.public_url],
    [
      t("admin.machine"),
      [health?.model, health && t("admin.cores", { count: health.cpus })].filter(Boolean).join(", "),
    ],
    [t("admin.version"), status.version],
    [t("admin.uptime"), duration(status.uptime_s)],
    [t("admin.accounts"), t("admin.accounts-of", { total: number(users.total), disabled: number(users.disabled) })],
    [t("admin.conversations"), number(status.conversations)],
    [t("admin.messages"), number(status.messages)],
    [t("admin.store"), `${store.engine}, ${bytes(store.size_bytes)}`],
    [t("admin.encryption"), status.sealing],
  ]);
  return html`<${Card} title=${t("admin.server")}><${Facts} facts=${facts.filter(([, value]) => value)} /><//>`;
}
