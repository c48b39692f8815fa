import { html } from "../ui/html.js";
import { LANGUAGES, language, t } from "../ui/language.js";
import { chooseLanguage } from "../state/preferences.js";

/**
 * The frame of every screen one sees before being signed in.
 * @param {{ title: string, intro?: string, children?: import("../ui/html.js").Children }} props
 */
export function Entry({ title, intro, children }) {
  return html`<main class="entry">
    <div class="entry-card">
      <img class="entry-mark" src="icon.svg" alt="" width="56" height="56" />
      <h1>${title}</h1>
      ${intro && html`<p class="entry-intro">${intro}</p>`} ${children}
    </div>
    <nav class="entry-languages" aria-label=${t("settings.language")}>
      ${Object.entries(LANGUAGES).map(
        ([code, name]) => html`<button
          type="button"
          class="link-button"
          lang=${code}
          aria-pressed=${language.value === code}
          onClick=${() => chooseLanguage(localStorage, /** @type {import("../ui/language.js").Language} */ (code))}
        >
          ${name}
        </button>`,
      )}
    </nav>
  </main>`;
}
