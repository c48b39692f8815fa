import { useEffect, useState } from "../../vendor/preact/hooks.js";
import { useAccount, useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";
import { kindOf } from "./kind.js";
import { attempt } from "../ui/toast.js";
import { facts } from "./facts.js";
import { Player } from "./player.js";
import { save } from "./saving.js";
import "../texts/files.js";
import { thumbnail, thumbnailAtHand } from "./thumbnails.js";
import { view } from "./viewer.js";

/** @typedef {import("../../client/wire.js").Attachment} Attachment */

/**
 * A file of a message: a picture that opens, something to play, or a card to save it by.
 * @param {{ file: Attachment, files: readonly Attachment[] }} props `files`: all of the message
 */
export function FileView({ file, files }) {
  if (kindOf(file) === "image") return html`<${Picture} file=${file} files=${files} />`;
  if (/^(audio|video)\//.test(file.type)) return html`<${Player} file=${file} />`;
  return html`<${Card} file=${file} />`;
}

/** @param {{ file: Attachment, files: readonly Attachment[] }} props */
function Picture({ file, files }) {
  const { api } = useAccount();
  const { state } = useChat();
  const live = state.value === "live";
  const [url, setUrl] = useState(thumbnailAtHand(file.id));
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    let current = true;
    if (url) return;
    thumbnail(api, file.id).then(
      (made) => current && setUrl(made),
      () => current && setMissing(true), // asked for again once there is a connection
    );
    return () => {
      current = false;
    };
  }, [file.id, live]);
  return html`<button
    type="button"
    class="file-picture"
    aria-label=${t("files.open", { name: file.name })}
    title=${file.name}
    onClick=${() => view({ api, state, pictures: files.filter((one) => kindOf(one) === "image"), first: file })}
  >
    ${
      url
        ? html`<img src=${url} alt="" />`
        : missing &&
          html`<span class="file-missing"><${Icon} name="file" /><bdi class="file-name">${file.name}</bdi><span class="file-size">${facts(file)}</span></span>`
    }
  </button>`;
}

/** @param {{ file: Attachment }} props */
function Card({ file }) {
  const { api } = useAccount();
  return html`<button type="button" class="file-card" title=${file.name} onClick=${() => attempt(save(api, file))}>
    <span class="file-face"><${Icon} name="file" /></span>
    <span class="file-main">
      <span class="hidden-text">${t("files.save")}${" "}</span>
      <bdi class="file-name">${file.name}</bdi>
      <span class="file-size">${facts(file)}</span>
    </span>
    <${Icon} name="download" />
  </button>`;
}
