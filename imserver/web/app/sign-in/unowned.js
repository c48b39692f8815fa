import { useEffect, useState } from "../../vendor/preact/hooks.js";
import en from "../../i18n/unowned-en.js";
import zh from "../../i18n/unowned-zh.js";
import { useAccount } from "../state/context.js";
import { Entry } from "./entry.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { learn, t } from "../ui/language.js";
import { go } from "../ui/navigation.js";
import { PATHS } from "../state/route.js";

learn({ en, zh });

/** How its link is printed: on a node, and where the server was started from a checkout. */
const COMMANDS = /** @type {const} */ ([
  ["unowned.on-node", "sudo imctl setup-link"],
  ["unowned.in-checkout", ".venv/bin/imctl setup-link"],
]);

/** A server that nobody has set up yet: where its owner finds the link. */
export function Unowned() {
  const account = useAccount();
  const [text, setText] = useState("");
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    const look = () => account.look();
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [account]);
  const open = async () => {
    const code = codeIn(text);
    setRefused(!code);
    if (!code) return;
    await account.look();
    if (account.unowned.value) go(PATHS.link(code));
  };
  return html`<${Entry} title=${t("unowned.title")} intro=${t("unowned.intro")}>
    <form
      class="form"
      noValidate
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        open();
      }}
    >
      <${Field}
        label=${t("unowned.link")}
        hint=${t("unowned.where")}
        error=${refused ? t("unowned.refused") : undefined}
        value=${text}
        onInput=${setText}
        autocomplete="off"
      />
      <button class="button primary">${t("unowned.open")}</button>
    </form>
    <div class="unowned-guide">
      <p>${t("unowned.new-link")}</p>
      <dl>
        ${COMMANDS.map(
          ([place, command]) => html`<div key=${place}>
            <dt>${t(place)}</dt>
            <dd><code>${command}</code></dd>
          </div>`,
        )}
      </dl>
      <p>${t("unowned.others")}</p>
    </div>
  <//>`;
}

/** For those who look for the link where people have accounts already. */
export function OwnerHint() {
  return html`${t("unowned.hint")} <code>sudo imctl setup-link</code>`;
}

/**
 * The code of a one-time link that somebody pasted, whole or only its end; empty where it is neither. Terminals break lines.
 * @param {string} text
 */
export function codeIn(text) {
  return /(?:\/link\/|^)([\w-]{16,})$/.exec(text.replace(/\s/g, ""))?.[1] ?? "";
}
