import { useEffect, useState } from "../../vendor/preact/hooks.js";
import { asImError } from "../../client/errors.js";
import { useAccount } from "../state/context.js";
import { fullTime, shortTime } from "../ui/dates.js";
import "../texts/ending.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t, tError } from "../ui/language.js";
import { useNow } from "../state/now.js";
import { Panel } from "../ui/panel.js";
import { PATHS } from "../state/route.js";
import { attempt } from "../ui/toast.js";

/** @typedef {import("../../client/api.js").Device} Device */

/** Where one is signed in, and the way to end that. */
export function DevicesPage() {
  const { api } = useAccount();
  const now = useNow();
  const [devices, setDevices] = useState(/** @type {Device[] | null} */ (null));
  const [error, setError] = useState(/** @type {import("../../client/errors.js").ImError | null} */ (null));
  const [reused, setReused] = useState(/** @type {import("../../client/api.js").Reused[]} */ ([]));
  const load = () =>
    api.devices().then(
      (answer) => {
        setDevices([...answer.sessions].sort((one, other) => Number(other.current) - Number(one.current)));
        setReused(answer.reused);
      },
      (thrown) => setError(asImError(thrown)),
    );
  useEffect(() => {
    load();
  }, []);
  const end = async (/** @type {Device} */ device) => {
    await attempt(api.endDevice(device.id));
    await load();
  };
  return html`<${Panel} title=${t("settings.devices")} back=${PATHS.settings}>
    ${error && html`<p class="alert" role="alert">${tError(error)}</p>`}
    ${reused.map(
      ({ session, device, at }) => html`<p key=${session} class="alert" role="alert">
      ${t("reuse.ended", { device: device || t("devices.unnamed"), time: fullTime(at) })}<br />${t("reuse.advice")}
    </p>`,
    )}
    <p class="panel-note">${t("devices.intro")}</p>
    <ul class="rows" aria-busy=${!devices}>
      ${devices?.map(
        (device) => html`<li key=${device.id} class="row still">
        <span class="avatar plain"><${Icon} name="device" /></span>
        <span class="row-main">
          <span class="row-title"><bdi>${device.device || t("devices.unnamed")}</bdi></span>
          <span class=${device.online ? "row-sub here" : "row-sub"}>
            ${device.current ? t("devices.this") : device.online ? t("presence.online") : t("devices.seen", { time: shortTime(device.last_seen_at, now) })}
          </span>
        </span>
        ${
          !device.current &&
          html`<button type="button" class="button quiet small" onClick=${() => end(device)} aria-label=${t("devices.end", { device: device.device || t("devices.unnamed") })}>
          ${t("logout")}
        </button>`
        }
      </li>`,
      )}
    </ul>
  <//>`;
}
