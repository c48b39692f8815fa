import { useState } from "../../vendor/preact/hooks.js";
import { useAccount } from "../state/context.js";
import { Entry } from "./entry.js";
import { Field, PasswordField } from "../ui/field.js";
import { html } from "../ui/html.js";
import { t, tError } from "../ui/language.js";
import { lazy } from "../ui/lazy.js";
import { server } from "../state/server.js";
import { useSubmission } from "../ui/submission.js";

const LeavingNote = lazy(() => import("./leaving-note.js").then((module) => module.LeavingNote));
const OwnerHint = lazy(() => import("./unowned.js").then((module) => module.OwnerHint));

export function Login() {
  const account = useAccount();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const { busy, error, run } = useSubmission(() => account.login(login.trim(), password));
  const notice = error ?? account.notice.value;
  return html`<${Entry} title=${t("login.title")} intro=${t("login.intro", { server: server() })}>
    <form
      class="form"
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        run();
      }}
    >
      ${notice && html`<p class="alert" role="alert">${tError(notice)}</p>`}
      ${account.left.value && html`<${LeavingNote} />`}
      <${Field}
        label=${t("login.login")}
        value=${login}
        onInput=${setLogin}
        autocomplete="username"
        autofocus
        required
      />
      <${PasswordField}
        label=${t("login.password")}
        value=${password}
        onInput=${setPassword}
        autocomplete="current-password"
        required
      />
      <button class="button primary" disabled=${busy}>${t(busy ? "login.busy" : "login.submit")}</button>
    </form>
    <p class="entry-help">${account.unowned.value ? html`<${OwnerHint} />` : t("login.help")}</p>
  <//>`;
}
