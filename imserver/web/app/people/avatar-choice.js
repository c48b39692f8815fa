import { useState } from "../../vendor/preact/hooks.js";
import { Avatar } from "./avatar.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { lazy } from "../ui/lazy.js";
import { Popup } from "../ui/popup.js";
import { loadStyles } from "../ui/styles.js";

/** Whose picture it is. @typedef {{ id: string, name: string, avatar?: string, kind?: "direct" | "group" }} Subject */

const AvatarEditor = lazy(() =>
  Promise.all([import("../avatar/editor.js"), loadStyles("css/avatar-editor.css")]).then(
    ([module]) => module.AvatarEditor,
  ),
);

/**
 * A large avatar that can be changed: it opens the editor, by a click or with a file that is dropped on it.
 * @param {object} props
 * @param {Subject} props.subject
 * @param {string} props.title what the editor is called
 * @param {string} props.label what it does
 * @param {(picture: Blob, options: import("../../client/http.js").Following) => Promise<unknown>} props.save
 * @param {() => Promise<unknown>} props.remove
 */
export function AvatarChoice({ subject, title, label, save, remove }) {
  const [file, setFile] = useState(/** @type {File | null | undefined} */ (undefined));
  const close = () => setFile(undefined);
  return html`<button
      type="button"
      class="avatar-choice"
      aria-label=${label}
      title=${label}
      onClick=${() => setFile(null)}
      onDrop=${(/** @type {DragEvent} */ event) => event.dataTransfer?.files[0] && setFile(event.dataTransfer.files[0])}
    >
      <${Avatar} ...${subject} size="large" />
      <span class="avatar-badge"><${Icon} name="edit" /></span>
    </button>
    ${
      file !== undefined &&
      html`<${Popup} label=${title} kind="sheet" onClose=${close}>
      <${AvatarEditor} subject=${subject} title=${title} first=${file} save=${save} remove=${remove} onClose=${close} />
    <//>`
    }`;
}
