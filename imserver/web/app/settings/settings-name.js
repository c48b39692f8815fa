import { useState } from "../../vendor/preact/hooks.js";
import { useAccount } from "../state/context.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { t, tError } from "../ui/language.js";
import "../texts/link.js";
import { Panel } from "../ui/panel.js";
import { go } from "../ui/navigation.js";
import { PATHS } from "../state/route.js";
import { useSubmission } from "../ui/submission.js";

/** What others see of oneself. */
export function NamePage() {
  const account = useAccount();
  const [name, setName] = useState(account.user.value?.name ?? "");
  const { busy, error, run } = useSubmission(async () => {
    account.update(await account.api.setName(name.trim()));
    go(PATHS.settings, { replace: true });
  });
  return html`<${Panel} title=${t("settings.name")} back=${PATHS.settings}>
    <form
      class="form inset"
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        run();
      }}
    >
      <${Field}
        label=${t("link.name")}
        hint=${t("name.hint")}
        error=${error ? tError(error) : undefined}
        value=${name}
        onInput=${setName}
        autocomplete="name"
        maxlength=${100}
        autofocus
        required
      />
      <button class="button primary" disabled=${busy || !name.trim()}>${t("save")}</button>
    </form>
  <//>`;
}
