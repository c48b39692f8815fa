import { useState } from "../../vendor/preact/hooks.js";
import { useAccount } from "../state/context.js";
import { Field } from "../ui/field.js";
import { useForm } from "../ui/form.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { serverName } from "../state/server.js";
import { useAdmin } from "./context.js";
import { adminError } from "./errors.js";
import { Card } from "./page.js";

/** What the server is called; its owners can give it another name. */
export function ServerName() {
  const admin = useAdmin();
  const isOwner = useAccount().user.value?.role === "owner";
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const name = typed ?? serverName.value;
  const rename = async () => {
    serverName.value = (await admin.renameServer(name.trim())).name;
    setTyped(null);
  };
  const { busy, failure, wrong, attributes } = useForm(["name"], rename, adminError);
  const changed = name.trim() !== "" && name.trim() !== serverName.value;
  if (!isOwner) return null;
  return html`<${Card} title=${t("link.server")}>
    <form class="admin-line" ...${attributes}>
      <${Field}
        label=${t("admin.server-name")}
        error=${wrong("name") ?? failure}
        value=${name}
        onInput=${setTyped}
        autocomplete="off"
        maxlength=${64}
      />
      <button class="button quiet" disabled=${busy || !changed}>${t("group.rename")}</button>
    </form>
  <//>`;
}
