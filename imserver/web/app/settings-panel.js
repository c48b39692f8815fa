import { useState } from "../vendor/preact/hooks.js";
import { Avatar } from "./avatar.js";
import { useAccount, useChat } from "./context.js";
import { html } from "./html.js";
import { LANGUAGES, language, t, tCount } from "./language.js";
import { Panel } from "./panel.js";
import { chooseLanguage, chooseTheme, theme } from "./preferences.js";
import { PATHS } from "./route.js";

/** The menu: who one is, language, appearance, and the way out. */
export function SettingsPanel() {
  const user = useAccount().user.value;
  if (!user) return null;
  const themes = { auto: t("theme.auto"), light: t("theme.light"), dark: t("theme.dark") };
  return html`<${Panel} title=${t("settings.title")} back=${PATHS.home}>
    <div class="profile">
      <${Avatar} id=${user.id} name=${user.name} size="large" />
      <p class="profile-name"><bdi>${user.name}</bdi></p>
      <p class="profile-login">@${user.login}</p>
    </div>
    <${Choice}
      legend=${t("settings.language")}
      options=${LANGUAGES}
      value=${language.value}
      onChoose=${(/** @type {import("./language.js").Language} */ code) => chooseLanguage(localStorage, code)}
    />
    <${Choice}
      legend=${t("settings.theme")}
      options=${themes}
      value=${theme.value}
      onChoose=${(/** @type {import("./preferences.js").Theme} */ name) => chooseTheme(localStorage, name)}
    />
    ${
      user.role !== "member" &&
      html`<div class="inset"><a class="button quiet" href=${PATHS.admin}>${t("admin.title")}</a></div>`
    }
    <${SignOut} />
  <//>`;
}

/**
 * One of a few.
 * @param {{ legend: string, options: Record<string, string>, value: string, onChoose: (value: any) => void }} props
 */
function Choice({ legend, options, value, onChoose }) {
  return html`<fieldset class="choice">
    <legend>${legend}</legend>
    <div class="segments">
      ${Object.entries(options).map(
        ([key, name]) => html`<label class="segment">
          <input type="radio" name=${legend} checked=${key === value} onChange=${() => onChoose(key)} />
          <span>${name}</span>
        </label>`,
      )}
    </div>
  </fieldset>`;
}

/** Asks first where messages would be lost. */
function SignOut() {
  const account = useAccount();
  const chat = useChat();
  const [asked, setAsked] = useState(false);
  const unsent = chat.pending.value.length;
  const leave = () => (unsent > 0 && !asked ? setAsked(true) : account.logout());
  return html`<div class="sign-out">
    ${asked && unsent > 0 && html`<p class="alert" role="alert">${tCount("logout.unsent", unsent)}</p>`}
    <button type="button" class="button danger" onClick=${leave}>
      ${t(asked && unsent > 0 ? "logout.anyway" : "logout")}
    </button>
  </div>`;
}
