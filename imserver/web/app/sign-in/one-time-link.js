import { useEffect, useState } from "../../vendor/preact/hooks.js";
import { asImError } from "../../client/errors.js";
import { useAccount } from "../state/context.js";
import { Entry } from "./entry.js";
import { Field, PasswordField } from "../ui/field.js";
import { useForm } from "../ui/form.js";
import { html } from "../ui/html.js";
import { t, tError } from "../ui/language.js";
import "../texts/link.js";
import "../texts/refusals.js";
import { go } from "../ui/navigation.js";
import { PATHS } from "../state/route.js";
import { server, serverName } from "../state/server.js";

/** As the server calls them. */
const FIELDS = ["server", "login", "name", "password"];

/**
 * What a one-time link leads to: the first administrator, an invitation, or a new password.
 * @param {{ code: string }} props
 */
export function LinkScreen({ code }) {
  const account = useAccount();
  const [link, setLink] = useState(/** @type {import("../../client/credentials.js").Link | null} */ (null));
  const [error, setError] = useState(/** @type {import("../../client/errors.js").ImError | null} */ (null));
  useEffect(() => {
    account.link(code).then(
      (found) => {
        if (found.kind !== "setup") serverName.value = found.server;
        setLink(found);
      },
      (thrown) => setError(asImError(thrown)),
    );
  }, [code]);
  if (error) return html`<${Invalid} error=${error} />`;
  if (!link) return html`<${Entry} title=${t("link.checking")} />`;
  return html`<${Redemption} code=${code} link=${link} />`;
}

/** @param {{ error: import("../../client/errors.js").ImError }} props */
function Invalid({ error }) {
  return html`<${Entry} title=${t("link.invalid")} intro=${tError(error)}>
    <a class="button primary" href=${PATHS.home}>${t("link.to-login")}</a>
  <//>`;
}

/** @param {{ code: string, link: import("../../client/credentials.js").Link }} props */
function Redemption({ code, link }) {
  const account = useAccount();
  const isNew = link.kind !== "password";
  const isFirst = link.kind === "setup";
  const [called, setCalled] = useState(link.server);
  const [login, setLogin] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const { busy, failure, wrong, attributes } = useForm(FIELDS, async () => {
    const person = { login: login.trim(), ...(name.trim() && { name: name.trim() }), password };
    const first = isFirst && called.trim() && { server: called.trim() };
    await account.redeem(code, isNew ? { ...person, ...first } : { password });
    go(PATHS.home, { replace: true });
  });
  const values = { server: server(), login: link.login ?? "" };
  return html`<${Entry} title=${t(`link.${link.kind}.title`, values)} intro=${t(`link.${link.kind}.intro`, values)}>
    <form class="form" ...${attributes}>
      ${failure && html`<p class="alert" role="alert">${failure}</p>`}
      ${
        isFirst &&
        html`<${Field}
          label=${t("link.server")}
          hint=${t("link.server-hint")}
          error=${wrong("server")}
          value=${called}
          onInput=${setCalled}
          autocomplete="organization"
          maxlength=${64}
          autofocus
        />`
      }
      ${
        isNew
          ? html`<${Field}
              label=${t("link.login")}
              hint=${t("link.login-hint")}
              error=${wrong("login")}
              value=${login}
              onInput=${setLogin}
              autocomplete="username"
              maxlength=${64}
              autofocus=${!isFirst}
              required
            />
            <${Field}
              label=${t("link.name")}
              hint=${t("link.name-hint")}
              error=${wrong("name")}
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
        error=${wrong("password")}
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
