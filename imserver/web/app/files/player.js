import { useRef, useState } from "../../vendor/preact/hooks.js";
import { useAccount } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";
import { attempt, toast } from "../ui/toast.js";
import { facts } from "./facts.js";
import { save } from "./saving.js";

/** @typedef {import("../../client/wire.js").Attachment} Attachment */

/**
 * Sound or a film: loaded when somebody wants to hear or see it, and played while it comes.
 * @param {{ file: Attachment }} props
 */
export function Player({ file }) {
  const { api } = useAccount();
  const [link, setLink] = useState(/** @type {{ url: string, expires_at: number } | null} */ (null));
  const [unplayable, setUnplayable] = useState(false);
  const place = useRef(0);
  const tag = file.type.startsWith("video/") ? "video" : "audio";
  const load = async () => setLink(await api.mediaLink(file.id));
  /** The address is good for a while only: go on with a new one where it has ended. */
  const fail = (/** @type {Event} */ event) => {
    if (link && Date.now() > link.expires_at) {
      place.current = /** @type {HTMLMediaElement} */ (event.target).currentTime;
      attempt(load());
      return;
    }
    setLink(null);
    setUnplayable(true);
    toast(t("files.unplayable"));
  };
  if (link) {
    return html`<${tag}
      class="file-player"
      src=${link.url}
      controls
      autoplay
      playsinline
      aria-label=${file.name}
      onLoadedMetadata=${(/** @type {Event} */ event) => {
        /** @type {HTMLMediaElement} */ (event.target).currentTime = place.current;
      }}
      onError=${fail}
    ></${tag}>`;
  }
  return html`<button
    type="button"
    class=${`file-card ${tag}`}
    title=${file.name}
    onClick=${() => attempt(unplayable ? save(api, file) : load())}
  >
    <span class="file-face"><${Icon} name=${unplayable ? "download" : "play"} /></span>
    <span class="file-main">
      <span class="hidden-text">${t(unplayable ? "files.save" : "files.play")}${" "}</span>
      <bdi class="file-name">${file.name}</bdi>
      <span class="file-size">${facts(file)}</span>
    </span>
  </button>`;
}
