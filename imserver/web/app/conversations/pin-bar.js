import { useState } from "../../vendor/preact/hooks.js";
import "../texts/details.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { jumpTo } from "../state/jump.js";
import { t } from "../ui/language.js";
import { Quote } from "../messages/quote.js";

/**
 * The message pinned last; a click leads to it, and the next click to the one before.
 * @param {{ conversation: import("../../client/wire.js").Conversation }} props
 */
export function PinBar({ conversation: { id, pins = [] } }) {
  const [back, setBack] = useState(0);
  const at = pins.length - 1 - (back % Math.max(1, pins.length));
  const seq = pins[at];
  if (seq === undefined) return null;
  const label = pins.length > 1 ? t("pins.of", { number: at + 1, count: pins.length }) : t("pins.single");
  return html`<button
    type="button"
    class="pin-bar"
    onClick=${() => {
      jumpTo(id, seq);
      setBack(back + 1);
    }}
  >
    <${Icon} name="pin" />
    <span class="pin-main"><span class="pin-label">${label}</span><${Quote} key=${seq} conv=${id} seq=${seq} /></span>
  </button>`;
}
