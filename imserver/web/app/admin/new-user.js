import { useState } from "../../vendor/preact/hooks.js";
import { useAccount } from "../state/context.js";
import { Field } from "../ui/field.js";
import { useForm } from "../ui/form.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { useAdmin } from "./context.js";
import { adminError } from "./errors.js";
import { IssuedLink } from "./issued-link.js";
import { Card, Page } from "./page.js";
import { ADMIN } from "./paths.js";
import { RoleChoice } from "./role-choice.js";

/** @typedef {import("../../client/wire.js").Role} Role */

/** Make an account, and get the link with which its owner chooses a password. */
export function NewUser() {
  const admin = useAdmin();
  const mine = useAccount().user.value?.role ?? "admin";
  const [login, setLogin] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState(/** @type {Role} */ ("member"));
  const [made, setMade] = useState(/** @type {Awaited<ReturnType<typeof admin.addUser>> | null} */ (null));
  const add = async () => {
    setMade(await admin.addUser({ login: login.trim(), ...(name.trim() && { name: name.trim() }), role }));
    setLogin("");
    setName("");
  };
  const { busy, failure, wrong, attributes } = useForm(["login", "name"], add, adminError);
  return html`<${Page} title=${t("admin.user.add")} back=${ADMIN.users}>
    ${
      made?.link &&
      html`<${Card} title=${t("admin.user.added", { name: made.user.name })}>
        <${IssuedLink}
          key=${made.link.code}
          link=${made.link}
          purpose=${t("admin.link.password", { login: made.user.login })}
        />
        <p><a href=${ADMIN.user(made.user.id)}>${t("admin.user.open")}</a></p>
      <//>`
    }
    <${Card}>
      <form class="form" ...${attributes}>
        ${failure && html`<p class="alert" role="alert">${failure}</p>`}
        <${Field}
          label=${t("link.login")}
          hint=${t("admin.user.login-hint")}
          error=${wrong("login")}
          value=${login}
          onInput=${setLogin}
          autocomplete="off"
          maxlength=${64}
          required
        />
        <${Field}
          label=${t("admin.user.name")}
          hint=${t("link.name-hint")}
          error=${wrong("name")}
          value=${name}
          onInput=${setName}
          autocomplete="off"
          maxlength=${100}
        />
        <${RoleChoice} legend=${t("admin.role")} value=${role} mine=${mine} onChoose=${setRole} />
        <p class="note">${t("admin.user.how")}</p>
        <button class="button primary" disabled=${busy || !login.trim()}>${t("admin.user.add")}</button>
      </form>
    <//>
  <//>`;
}
