import { useEffect, useState } from "../vendor/preact/hooks.js";
import { AccountContext } from "./context.js";
import { Home } from "./home.js";
import { html } from "./html.js";
import { t } from "./language.js";
import { lazy } from "./lazy.js";
import { LazyAdmin } from "./lazy-admin.js";
import { Login } from "./login.js";
import { route } from "./route.js";

/** After this time it is said what the page waits for (ms). */
const PATIENCE = 2500;

const LinkScreen = lazy(() => import("./link.js").then((module) => module.LinkScreen));

/** @param {{ account: import("./account.js").Account }} props */
export function App({ account }) {
  return html`<${AccountContext.Provider} value=${account}><${Screen} account=${account} /><//>`;
}

/** @param {{ account: import("./account.js").Account }} props */
function Screen({ account }) {
  const place = route.value;
  if (place.name === "link") return html`<${LinkScreen} key=${place.code} code=${place.code} />`;
  switch (account.phase.value) {
    case "starting":
      return html`<${Starting} />`;
    case "signed-out":
      return html`<${Login} />`;
    case "signed-in":
      if (place.name === "admin") return html`<${LazyAdmin} section=${place.section} item=${place.item} />`;
      return html`<${Home} key=${account.user.value?.id} />`;
  }
}

function Starting() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return html`<main class="starting" role="status">
    <img src="icon.svg" alt="" width="56" height="56" />
    <span class="spinner"></span>
    <p class=${late ? "" : "hidden-text"}>${t(late ? "connection.starting" : "connection.connecting")}</p>
  </main>`;
}
