import { html } from "./html.js";
import { Icon } from "./icon.js";
import { t } from "./language.js";

/** @typedef {import("./html.js").Children} Children */

/**
 * A page of the side column, with a way back.
 * @param {{ title: string, back: string, footer?: Children, children?: Children }} props
 */
export function Panel({ title, back, footer, children }) {
  return html`<section class="panel" aria-label=${title}>
    <header class="bar">
      <a class="icon-button" href=${back} aria-label=${t("back")} title=${t("back")}><${Icon} name="back" /></a>
      <h1 class="bar-title">${title}</h1>
    </header>
    <div class="panel-body">${children}</div>
    ${footer && html`<footer class="panel-foot">${footer}</footer>`}
  </section>`;
}
