import { useEffect, useState } from "../vendor/preact/hooks.js";
import { asImError } from "../client/errors.js";
import { useAccount } from "./context.js";
import { Entry } from "./entry.js";
import { Field, PasswordField } from "./field.js";
import { html } from "./html.js";
import { t, tError } from "./language.js";
import "./link-texts.js";
import "./refusal-texts.js";
import { go, PATHS } from "./route.js";
import { useSubmission } from "./submission.js";

/** Refusals that belong to one field of the form. */
const FIELD_OF = Object.freeze({
  login_taken: "login",
  login_invalid: "login",
  name_invalid: "name",
  password_weak: "password",
});

/**
 * What a one-time link leads to: the first administrator, an invitation, or a new password.
 * @param {{ code: string }} props
 */
export function LinkScreen({ code }) {
  const account = useAccount();
  const [link, setLink] = useState(/** @type {import("../client/credentials.js").Link | null} */ (null));
  const [error, setError] = useState(/** @type {import("../client/errors.js").ImError | null} */ (null));
  useEffect(() => {
    account.link(code).then(setLink, (thrown) => setError(asImError(thrown)));
  }, [code]);
  if (error) return html`<${Invalid} error=${error} />`;
  if (!link) return html`<${Entry} title=${t("link.checking")} />`;
  return html`<${Redemption} code=${code} link=${link} />`;
}

/** @param {{ error: import("../client/errors.js").ImError }} props */
function Invalid({ error }) {
  return html`<${Entry} title=${t("link.invalid")} intro=${tError(error)}>
    <a class="button primary" href=${PATHS.home}>${t("link.to-login")}</a>
  <//>`;
}

/** @param {{ code: string, link: import("../client/credentials.js").Link }} props */
function Redemption({ code, link }) {
  const account = useAccount();
  const isNew = link.kind !== "password";
  const [login, setLogin] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const { busy, error, run } = useSubmission(async () => {
    const choice = isNew ? { login: login.trim(), ...(name.trim() && { name: name.trim() }), password } : { password };
    await account.redeem(code, choice);
    go(PATHS.home, { replace: true });
  });
  const field = error && FIELD_OF[/** @type {keyof typeof FIELD_OF} */ (error.code)];
  /** @param {string} which */
  const fieldError = (which) => (error && field === which ? tError(error) : undefined);
  const values = { host: location.host, login: link.login ?? "" };
  return html`<${Entry} title=${t(`link.${link.kind}.title`, values)} intro=${t(`link.${link.kind}.intro`, values)}>
    <form
      class="form"
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        run();
      }}
    >
      ${error && !field && html`<p class="alert" role="alert">${tError(error)}</p>`}
      ${
        isNew
          ? html`<${Field}
              label=${t("link.login")}
              hint=${t("link.login-hint")}
              error=${fieldError("login")}
              value=${login}
              onInput=${setLogin}
              autocomplete="username"
              maxlength=${64}
              autofocus
              required
            />
            <${Field}
              label=${t("link.name")}
              hint=${t("link.name-hint")}
              error=${fieldError("name")}
              value=${name}
              onInput=${setName}
              autocomplete="name"
              maxlength=${100}
            />`
          : html`<input type="text" value=${link.login} autocomplete="username" readonly hidden />`
      }
      <${PasswordField}
        label=${t("link.password")}
        hint=${t("link.password-hint")}
        error=${fieldError("password")}
        value=${password}
        onInput=${setPassword}
        autocomplete="new-password"
        autofocus=${!isNew}
        required
      />
      <button class="button primary" disabled=${busy}>${t(busy ? "link.busy" : `link.${link.kind}.submit`)}</button>
    </form>
  <//>`;
}
