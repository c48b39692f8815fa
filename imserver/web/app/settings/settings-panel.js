import { useEffect, useRef, useState } from "../../vendor/preact/hooks.js";
import en from "../../i18n/settings-en.js";
import zh from "../../i18n/settings-zh.js";
import { AvatarChoice } from "../people/avatar-choice.js";
import { Choice } from "../ui/choice.js";
import { useAccount, useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { LANGUAGES, language, learn, t, tCount } from "../ui/language.js";
import { lazy } from "../ui/lazy.js";
import "../sign-in/leaving-note.js";
import { Panel } from "../ui/panel.js";
import { chooseLanguage, chooseTextSize, chooseTheme, textSize, theme } from "../state/preferences.js";
import { go } from "../ui/navigation.js";
import { PATHS } from "../state/route.js";
import { Notices } from "./settings-notices.js";
import { helpShown } from "../state/find-state.js";

/** @typedef {import("../../client/http.js").Following} Following */

learn({ en, zh });

const NamePage = lazy(() => import("./settings-name.js").then((module) => module.NamePage));
const PasswordPage = lazy(() => import("./settings-password.js").then((module) => module.PasswordPage));
const DevicesPage = lazy(() => import("./settings-devices.js").then((module) => module.DevicesPage));

/**
 * Who one is, and how the page looks and behaves on this device.
 * @param {{ page: import("../state/route.js").SettingsPage }} props
 */
export function SettingsPanel({ page }) {
  switch (page) {
    case "name":
      return html`<${NamePage} />`;
    case "password":
      return html`<${PasswordPage} />`;
    case "devices":
      return html`<${DevicesPage} />`;
    default:
      return html`<${Menu} />`;
  }
}

function Menu() {
  const account = useAccount();
  const user = account.user.value;
  if (!user) return null;
  const themes = { auto: t("theme.auto"), light: t("theme.light"), dark: t("theme.dark") };
  const sizes = { normal: t("text.normal"), large: t("text.large"), huge: t("text.huge") };
  return html`<${Panel} title=${t("settings.title")} back=${PATHS.home}>
    <div class="profile">
      <${AvatarChoice}
        subject=${{ id: user.id, name: user.name, avatar: user.avatar }}
        title=${t("avatar.own")}
        label=${t("avatar.change")}
        save=${async (/** @type {Blob} */ picture, /** @type {Following} */ options) => account.update(await account.api.setAvatar(picture, options))}
        remove=${async () => {
          await account.api.removeAvatar();
          account.update({ ...user, avatar: undefined });
        }}
      />
      <p class="profile-name"><bdi>${user.name}</bdi></p>
      <p class="profile-login">@${user.login}</p>
    </div>
    <ul class="rows">
      <${Entry} icon="edit" path=${PATHS.name} label=${t("settings.name")} />
      <${Entry} icon="key" path=${PATHS.password} label=${t("settings.password")} />
      <${Entry} icon="device" path=${PATHS.devices} label=${t("settings.devices")} />
      ${user.role !== "member" && html`<${Entry} icon="group" path=${PATHS.admin} label=${t("admin.title")} />`}
      <li>
        <button type="button" class="row entry-row" onClick=${() => {
          helpShown.value = true;
        }}>
          <${Icon} name="help" /><span class="row-title">${t("help.title")}</span>
        </button>
      </li>
    </ul>
    <${Notices} />
    <${Choice}
      legend=${t("settings.language")}
      options=${LANGUAGES}
      value=${language.value}
      onChoose=${(/** @type {import("../ui/language.js").Language} */ code) => chooseLanguage(localStorage, code)}
    />
    <${Choice}
      legend=${t("settings.theme")}
      options=${themes}
      value=${theme.value}
      onChoose=${(/** @type {import("../state/preferences.js").Theme} */ name) => chooseTheme(localStorage, name)}
    />
    <${Choice}
      legend=${t("settings.text")}
      options=${sizes}
      value=${textSize.value}
      onChoose=${(/** @type {import("../state/preferences.js").TextSize} */ size) => chooseTextSize(localStorage, size)}
    />
    <${SignOut} />
  <//>`;
}

/** @param {{ icon: import("../ui/icon.js").IconName, path: string, label: string }} props */
function Entry({ icon, path, label }) {
  return html`<li>
    <a class="row entry-row" href=${path}><${Icon} name=${icon} /><span class="row-title">${label}</span></a>
  </li>`;
}

/** Asks first where messages, or changes of messages, would be lost. */
function SignOut() {
  const account = useAccount();
  const { pending, session } = useChat();
  const [asked, setAsked] = useState(false);
  const unsent = pending.value && session.outbox.entries().length;
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  useEffect(() => {
    if (asked) button.current?.scrollIntoView({ block: "nearest" });
  }, [asked]);
  const leave = () => {
    if (unsent > 0 && !asked) return setAsked(true);
    go(PATHS.home, { replace: true }); // the next person isn't to begin in the menu
    account.logout();
  };
  return html`<div class="sign-out">
    ${asked && unsent > 0 && html`<p class="alert" role="alert">${tCount("logout.unsent", unsent)}</p>`}
    <button type="button" class="button danger" ref=${button} onClick=${leave}>
      ${t(asked && unsent > 0 ? "logout.anyway" : "logout")}
    </button>
  </div>`;
}
