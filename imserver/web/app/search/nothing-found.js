import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";

/**
 * What stands where a search found nothing: what was searched for and where, and the ways out.
 * @param {{ title: string, text: string, hint?: string, children?: import("../ui/html.js").Children }} props
 */
export function NothingFound({ title, text, hint, children }) {
  return html`<div class="nothing-found">
    <${Icon} name="search" />
    <div role="status">
      <p class="nothing-title">${title}</p>
      ${text && html`<p>${text}</p>`}
      ${hint && html`<p>${hint}</p>`}
    </div>
    <div class="nothing-ways">${children}</div>
  </div>`;
}
