import { useEffect, useRef } from "../../vendor/preact/hooks.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";
import { PATHS } from "../state/route.js";
import { Glyph } from "./glyph.js";
import { ADMIN } from "./paths.js";

const SECTIONS = /** @type {const} */ (["overview", "users", "invites", "groups", "tuning", "audit"]);

/** @param {{ section: string }} props */
export function Navigation({ section }) {
  const current = SECTIONS.find((name) => name === section) ?? "overview";
  const nav = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current]);
  return html`<header class="admin-side">
    <div class="bar">
      <a class="icon-button" href=${PATHS.home} aria-label=${t("conversation.back-to-chats")} title=${t("conversation.back-to-chats")}>
        <${Icon} name="back" />
      </a>
      <p class="bar-title">${t("admin.title")}</p>
    </div>
    <nav class="admin-nav" ref=${nav} aria-label=${t("admin.title")}>
      ${SECTIONS.map(
        (name) => html`<a key=${name} href=${ADMIN[name]} aria-current=${name === current ? "page" : undefined}>
          <${Glyph} name=${name} /><span>${t(`admin.${name}.title`)}</span>
        </a>`,
      )}
    </nav>
  </header>`;
}
