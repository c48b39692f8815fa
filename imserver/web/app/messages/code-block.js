import { useState } from "../../vendor/preact/hooks.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";

/**
 * Lines of code, which can be copied.
 * @param {{ text: string, language: string, children?: import("../ui/html.js").Children }} props the text, and how it is shown
 */
export function CodeBlock({ text, language, children = text }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return html`<div class="code-block">
    <div class="code-head">
      <span>${language}</span>
      ${
        "clipboard" in navigator &&
        html`<button type="button" class="code-copy" onClick=${copy}>
          <${Icon} name=${copied ? "check" : "copy"} />${t(copied ? "copied" : "copy")}
        </button>`
      }
    </div>
    <pre dir="ltr" tabindex="0"><code>${children}</code></pre>
  </div>`;
}
