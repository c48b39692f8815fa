import { useEffect, useState } from "../vendor/preact/hooks.js";
import { html } from "./html.js";
import { t } from "./language.js";
import { PATHS } from "./route.js";
import { loadStyles } from "./styles.js";

/**
 * The admin page, fetched when it is first visited: most people never do.
 * @param {{ section: string, item: string }} props
 */
export function LazyAdmin({ section, item }) {
  const [loaded, setLoaded] = useState(/** @type {{ Admin: typeof import("./admin/admin.js").Admin } | null} */ (null));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (failed) return;
    Promise.all([import("./admin/admin.js"), loadStyles("css/admin.css")]).then(
      ([{ Admin }]) => setLoaded({ Admin }),
      () => setFailed(true),
    );
  }, [failed]);
  if (loaded) return html`<${loaded.Admin} section=${section} item=${item} />`;
  if (!failed) return html`<main class="starting" role="status"><span class="spinner"></span></main>`;
  return html`<main class="starting">
    <p role="alert">${t("error.offline")}</p>
    <button type="button" class="button primary" onClick=${() => setFailed(false)}>${t("messages.retry")}</button>
    <a href=${PATHS.home}>${t("conversation.to-list")}</a>
  </main>`;
}
