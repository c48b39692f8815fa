import { useState } from "../../vendor/preact/hooks.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { Confirm } from "./confirm.js";

/**
 * Takes away the picture of a person or a group.
 * @param {{ name: string, onRemove: () => Promise<void> }} props
 */
export function AvatarRemoval({ name, onRemove }) {
  const [asking, setAsking] = useState(false);
  return html`<button type="button" class="button danger small admin-under" onClick=${() => setAsking(true)}>${t("admin.avatar.remove")}</button>
    ${
      asking &&
      html`<${Confirm}
        title=${t("admin.avatar.remove-ask", { name })}
        text=${t("admin.avatar.remove-note")}
        action=${t("admin.avatar.remove")}
        onConfirm=${onRemove}
        onClose=${() => setAsking(false)}
      />`
    }`;
}
