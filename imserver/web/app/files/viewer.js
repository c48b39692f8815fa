import { render } from "../../vendor/preact/preact.js";
import { useEffect, useState } from "../../vendor/preact/hooks.js";
import { asImError } from "../../client/errors.js";
import { Popup } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t, tError } from "../ui/language.js";
import { attempt } from "../ui/toast.js";
import { save } from "./saving.js";
import { thumbnailAtHand } from "./thumbnails.js";

/** @typedef {import("../../client/wire.js").Attachment} Attachment */
/** @typedef {import("../state/chat.js").Chat["state"]} State */
/** @typedef {{ api: import("../../client/api.js").Api, state: State, pictures: readonly Attachment[], first: Attachment }} Wish */

/**
 * Show a picture as large as the window, and lead to the others of its message. Stands outside the list of
 * messages, so that it stays while that goes on.
 * @param {Wish} wish
 */
export function view(wish) {
  const host = document.createElement("div");
  document.body.append(host);
  const close = () => {
    render(null, host);
    host.remove();
  };
  render(html`<${Viewer} ...${wish} onClose=${close} />`, host);
}

/** @param {Wish & { onClose: () => void }} props */
function Viewer({ api, state, pictures, first, onClose }) {
  const [at, setAt] = useState(pictures.indexOf(first));
  const file = pictures[at] ?? first;
  const several = pictures.length > 1;
  const step = (/** @type {number} */ by) => setAt((at + by + pictures.length) % pictures.length);
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (!several || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
    event.preventDefault();
    step(event.key === "ArrowLeft" ? -1 : 1);
  };
  return html`<${Popup} label=${file.name} kind="viewer" onClose=${onClose}>
    <div class="viewer-frame" onKeyDown=${key}>
      <header class="viewer-bar">
        <bdi class="file-name">${file.name}</bdi>
        ${several && html`<span class="viewer-count" role="status">${t("files.of", { number: at + 1, count: pictures.length })}</span>`}
        ${several && html`<${Button} icon="back" label=${t("files.previous")} onClick=${() => step(-1)} />`}
        ${several && html`<${Button} icon="back" turned label=${t("files.next")} onClick=${() => step(1)} />`}
        <${Button} icon="download" label=${t("files.save")} onClick=${() => attempt(save(api, file))} />
        <${Button} icon="close" label=${t("close")} onClick=${onClose} />
      </header>
      <div
        class="viewer-place"
        onClick=${(/** @type {MouseEvent} */ event) => event.target === event.currentTarget && onClose()}
      >
        <${Large} key=${file.id} api=${api} live=${state.value === "live"} file=${file} />
      </div>
    </div>
  <//>`;
}

/** @param {{ icon: import("../ui/icon.js").IconName, label: string, turned?: boolean, onClick: () => void }} props */
function Button({ icon, label, turned = false, onClick }) {
  return html`<button
    type="button"
    class=${turned ? "icon-button turned" : "icon-button"}
    aria-label=${label}
    title=${label}
    onClick=${onClick}
  >
    <${Icon} name=${icon} />
  </button>`;
}

/**
 * The picture itself; until it has come, the small one. It is asked for again once there is a connection.
 * @param {{ api: Wish["api"], live: boolean, file: Attachment }} props
 */
function Large({ api, live, file }) {
  const [url, setUrl] = useState("");
  const [loaded, setLoaded] = useState(false);
  const [error, setError] = useState("");
  useEffect(() => {
    if (loaded) return;
    setError("");
    api.mediaLink(file.id).then(
      (link) => setUrl(link.url),
      (thrown) => setError(tError(asImError(thrown))),
    );
  }, [live]);
  const small = thumbnailAtHand(file.id);
  const size = { width: file.width, height: file.height };
  return html`${!loaded && small && html`<img class="viewer-picture" src=${small} alt="" ...${size} />`}
    ${
      url &&
      !error &&
      html`<img
        class=${loaded ? "viewer-picture" : "viewer-picture coming"}
        src=${url}
        alt=${file.name}
        ...${size}
        onLoad=${() => setLoaded(true)}
        onError=${() => setError(t("error.offline"))}
      />`
    }
    ${error && html`<p class=${small ? "viewer-error below" : "viewer-error"} role="alert">${error}</p>`}`;
}
