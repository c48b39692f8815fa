import { useState } from "../../vendor/preact/hooks.js";
import { useAccount } from "../state/context.js";
import { PasswordField } from "../ui/field.js";
import { useForm } from "../ui/form.js";
import { html } from "../ui/html.js";
import { t, tError } from "../ui/language.js";
import "../texts/link.js";
import { Panel } from "../ui/panel.js";
import { go } from "../ui/navigation.js";
import { PATHS } from "../state/route.js";
import { toast } from "../ui/toast.js";

/** Another password; other devices are signed out. */
export function PasswordPage() {
  const { api, user } = useAccount();
  const [old, setOld] = useState("");
  const [password, setPassword] = useState("");
  const change = async () => {
    await api.changePassword(old, password);
    toast(t("password.changed"));
    go(PATHS.settings, { replace: true });
  };
  const { busy, failure, wrong, attributes } = useForm(["old", "new"], change, (error) =>
    error.code === "credentials_wrong" ? t("password.wrong") : tError(error),
  );
  return html`<${Panel} title=${t("settings.password")} back=${PATHS.settings}>
    <form class="form inset" ...${attributes}>
      ${failure && html`<p class="alert" role="alert">${failure}</p>`}
      <input type="text" value=${user.value?.login} autocomplete="username" readonly hidden />
      <${PasswordField}
        label=${t("password.current")}
        error=${wrong("old")}
        value=${old}
        onInput=${setOld}
        autocomplete="current-password"
        autofocus
        required
      />
      <${PasswordField}
        label=${t("link.password")}
        hint=${t("link.password-hint")}
        error=${wrong("new")}
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
