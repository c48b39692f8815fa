import { useAccount, useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";
import { attempt, toast } from "../ui/toast.js";
import "../texts/files.js";
import { attach } from "./attach.js";

/**
 * Covers the conversation while files are dragged over it.
 * @param {{ conv: string, name: string, onEnd: () => void }} props
 */
export function DropZone({ conv, name, onEnd }) {
  const { api } = useAccount();
  const { attachments } = useChat();
  /** @param {DragEvent} event */
  const drop = (event) => {
    event.preventDefault();
    onEnd();
    const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === "file");
    const files = items
      .filter((item) => !item.webkitGetAsEntry?.()?.isDirectory)
      .flatMap((item) => item.getAsFile() ?? []);
    if (files.length < items.length) toast(t("files.why.folder"));
    if (files.length > 0) attempt(attach({ attachments, api, conv }, files));
  };
  return html`<div
    class="drop-zone"
    onDragOver=${(/** @type {DragEvent} */ event) => {
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    }}
    onDragLeave=${onEnd}
    onPointerMove=${onEnd}
    onDrop=${drop}
  >
    <p><${Icon} name="attach" /> ${t("files.drop", { name })}</p>
  </div>`;
}
