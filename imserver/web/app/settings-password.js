import { useState } from "../vendor/preact/hooks.js";
import { useAccount } from "./context.js";
import { PasswordField } from "./field.js";
import { html } from "./html.js";
import { t, tError } from "./language.js";
import "./link-texts.js";
import { Panel } from "./panel.js";
import { go, PATHS } from "./route.js";
import { useSubmission } from "./submission.js";
import { toast } from "./toast.js";

/** Another password; other devices are signed out. */
export function PasswordPage() {
  const { api, user } = useAccount();
  const [old, setOld] = useState("");
  const [password, setPassword] = useState("");
  const { busy, error, run } = useSubmission(async () => {
    await api.changePassword(old, password);
    toast(t("password.changed"));
    go(PATHS.settings, { replace: true });
  });
  const wrong = error?.code === "credentials_wrong";
  const weak = error?.code === "password_weak";
  return html`<${Panel} title=${t("settings.password")} back=${PATHS.settings}>
    <form
      class="form inset"
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        run();
      }}
    >
      ${error && !wrong && !weak && html`<p class="alert" role="alert">${tError(error)}</p>`}
      <input type="text" value=${user.value?.login} autocomplete="username" readonly hidden />
      <${PasswordField}
        label=${t("password.old")}
        error=${wrong ? t("password.wrong") : undefined}
        value=${old}
        onInput=${setOld}
        autocomplete="current-password"
        autofocus
        required
      />
      <${PasswordField}
        label=${t("link.password")}
        hint=${t("link.password-hint")}
        error=${error && weak ? tError(error) : undefined}
        value=${password}
        onInput=${setPassword}
        autocomplete="new-password"
        required
      />
      <p class="note">${t("password.others")}</p>
      <button class="button primary" disabled=${busy || !old || !password}>${t("password.change")}</button>
    </form>
  <//>`;
}
