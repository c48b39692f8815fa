import { useEffect } from "../../vendor/preact/hooks.js";
import { focusWhenShown } from "../ui/focus.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";
import { serverName, serverTitle } from "../state/server.js";

/** @typedef {import("../ui/html.js").Children} Children */

/**
 * One page of the administration: its heading takes the focus, so that a screen reader says where one is.
 * @param {{ title: string, wide?: boolean, intro?: string, back?: string, actions?: Children, children?: Children }} props
 */
export function Page({ title, wide = false, intro, back, actions, children }) {
  useEffect(() => {
    document.title = `${title} · ${serverTitle()}`;
    return () => {
      document.title = serverTitle();
    };
  }, [title, serverName.value]);
  return html`<div class=${wide ? "admin-page wide" : "admin-page"}>
    <header class="admin-head">
      ${
        back &&
        html`<a class="icon-button" href=${back} data-up aria-label=${t("back")} title=${t("back")}><${Icon} name="back" /></a>`
      }
      <h1 tabindex="-1" ref=${focusWhenShown}><bdi>${title}</bdi></h1>
      ${actions && html`<div class="admin-actions">${actions}</div>`}
    </header>
    ${intro && html`<p class="admin-intro">${intro}</p>`} ${children}
  </div>`;
}

/**
 * A titled part of a page.
 * @param {{ title?: string, children?: Children }} props
 */
export function Card({ title, children }) {
  return html`<section class="admin-card" aria-label=${title}>
    ${title && html`<h2>${title}</h2>`} ${children}
  </section>`;
}

/**
 * Names and values of one thing.
 * @param {{ facts: ReadonlyArray<readonly [string, Children]> }} props
 */
export function Facts({ facts }) {
  return html`<dl class="facts">
    ${facts.map(
      ([name, value]) => html`<div key=${name}>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`,
    )}
  </dl>`;
}

/** What stands where something is still being read. */
export function Loading() {
  return html`<p class="admin-loading" role="status">
    <span class="spinner"></span><span class="hidden-text">${t("admin.loading")}</span>
  </p>`;
}

/** @param {{ error: { code: string, message: string, hint: string } | null, say: (error: any) => string }} props */
export function Failure({ error, say }) {
  return error && html`<p class="alert" role="alert">${say(error)}</p>`;
}
