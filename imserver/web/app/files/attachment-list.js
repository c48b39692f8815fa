import { useEffect, useState } from "../../vendor/preact/hooks.js";
import { bytes } from "../ui/bytes.js";
import { useAccount, useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t, tError } from "../ui/language.js";
import { loadStyles } from "../ui/styles.js";
import { facts } from "./facts.js";
import "../texts/files.js";
import { remove, retry } from "./uploads.js";

/** @typedef {import("../state/attachments.js").AttachedFile} AttachedFile */

/** Refusals of an upload that have words of their own. */
const WHY = /** @type {const} */ ({
  bad_request: "files.why.bad_request",
  empty: "files.why.empty",
  folder: "files.why.folder",
  lost: "files.why.lost",
  storage_full: "files.why.storage_full",
  too_many_files: "files.why.too_many_files",
});

/**
 * The files that are to go along, above the text.
 * @param {{ conv: string, waiting: boolean }} props `waiting`: the message is to be sent when they are uploaded
 */
export function AttachmentList({ conv, waiting }) {
  const { attachments, state } = useChat();
  const { api } = useAccount();
  const place = { attachments, api, conv };
  const files = attachments.of(conv).value;
  const live = state.value === "live";
  const styled = useStyles();
  useEffect(() => {
    if (!live) return;
    for (const file of attachments.of(conv).peek()) if (file.error?.code === "offline") retry(place, file);
  }, [live]);
  if (!styled) return null;
  return html`<div class="attached">
    <ul class="attached-list" aria-label=${t("files.chosen")}>
      ${files.map((file) => html`<${Chip} key=${file.key} file=${file} place=${place} />`)}
    </ul>
    ${waiting && html`<p class="attached-note" role="status">${t("files.waiting")}</p>`}
  </div>`;
}

function useStyles() {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    const show = () => setReady(true);
    loadStyles("css/files.css").then(show, show);
  }, []);
  return ready;
}

/** @param {{ file: AttachedFile, place: import("./uploads.js").Place }} props */
function Chip({ file, place }) {
  const { name, stored, error, share, content } = file;
  return html`<li class=${error ? "attached-file refused" : "attached-file"}>
    <span class="attached-face"><${Face} file=${file} /></span>
    <span class="attached-main">
      <bdi class="file-name">${name}</bdi>
      ${
        error
          ? html`<span class="attached-why" role="alert">${reason(file, error)}</span>`
          : stored
            ? html`<span class="file-size">${facts(file)}</span>`
            : html`<progress value=${share} max="1" aria-label=${t("files.uploading", { name })}></progress>`
      }
    </span>
    ${
      error?.retry &&
      content &&
      html`<button type="button" class="link-button" onClick=${() => retry(place, file)}>${t("messages.retry")}</button>`
    }
    <button
      type="button"
      class="attached-remove"
      aria-label=${t("files.remove", { name })}
      title=${t("files.remove", { name })}
      onClick=${() => remove(place, file)}
    >
      <${Icon} name="close" />
    </button>
  </li>`;
}

/**
 * A small picture of a picture, from this device.
 * @param {{ file: AttachedFile }} props
 */
function Face({ file: { content, type } }) {
  const [url, setUrl] = useState("");
  useEffect(() => {
    if (!content || !type.startsWith("image/")) return;
    const made = URL.createObjectURL(content);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [content]);
  if (!url) return html`<${Icon} name="file" />`;
  return html`<img src=${url} alt="" onError=${() => setUrl("")} />`;
}

/**
 * @param {AttachedFile} file
 * @param {NonNullable<AttachedFile["error"]>} error
 */
function reason({ size }, error) {
  if (error.limit !== undefined) {
    const key = error.code === "too_large" ? "files.why.too_large" : "files.why.quota_full";
    return t(key, { size: bytes(size), limit: bytes(error.limit) });
  }
  return error.code in WHY ? t(WHY[/** @type {keyof typeof WHY} */ (error.code)]) : tError(error);
}
