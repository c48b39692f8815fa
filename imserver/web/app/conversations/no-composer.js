import { useState } from "../../vendor/preact/hooks.js";
import { useAccount, useChat } from "../state/context.js";
import "../texts/details.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { partner } from "../state/names.js";
import { attempt } from "../ui/toast.js";

/**
 * Why one can't write here.
 * @param {{ conversation: import("../../client/wire.js").Conversation, why: import("../state/write-permission.js").WriteObstacle }} props
 */
export function NoComposer({ conversation, why }) {
  const { me } = useChat();
  const { api } = useAccount();
  const other = partner(conversation, me);
  const [busy, setBusy] = useState(false);
  const unblock = async () => {
    setBusy(true);
    if (other) await attempt(api.block(other.id, false));
    setBusy(false);
  };
  return html`<div class="no-composer" role="note">
    <p>${t(`composer.why.${why}`)}</p>
    ${why === "blocked" && html`<button type="button" class="button quiet" disabled=${busy} onClick=${unblock}>${t("block.off")}</button>`}
  </div>`;
}
