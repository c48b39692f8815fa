import { html } from "./html.js";
import { Icon } from "./icon.js";
import { t } from "./language.js";

/** @typedef {import("./html.js").Children} Children */

/**
 * A page of the side column, with a way back; or a column of its own, which can be closed.
 * @param {{ title: string, label?: string, back?: string, onClose?: () => void, titleRef?: (element: HTMLElement | null) => void, footer?: Children, children?: Children }} props
 */
export function Panel({ title, label = title, back, onClose, titleRef, footer, children }) {
  return html`<section class="panel" aria-label=${label}>
    <header class="bar">
      ${back && html`<a class="icon-button" href=${back} data-up aria-label=${t("back")} title=${t("back")}><${Icon} name="back" /></a>`}
      <h1 class="bar-title" tabindex=${titleRef && "-1"} ref=${titleRef}>${title}</h1>
      ${onClose && html`<button type="button" class="icon-button" aria-label=${t("close")} title=${t("close")} onClick=${onClose}><${Icon} name="close" /></button>`}
    </header>
    <div class="panel-body">${children}</div>
    ${footer && html`<footer class="panel-foot">${footer}</footer>`}
  </section>`;
}
