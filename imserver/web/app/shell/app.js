import { AccountContext } from "../state/context.js";
import { Home } from "./home.js";
import { html } from "../ui/html.js";
import { lazy } from "../ui/lazy.js";
import { Login } from "../sign-in/login.js";
import { route } from "../state/route.js";
import { Starting } from "../sign-in/starting.js";
import { loadStyles } from "../ui/styles.js";

const LinkScreen = lazy(() => import("../sign-in/one-time-link.js").then((module) => module.LinkScreen), Starting);
const Unowned = lazy(
  () =>
    Promise.all([import("../sign-in/unowned.js"), loadStyles("css/unowned.css")]).then(([module]) => module.Unowned),
  Starting,
);
/** Most people never administer anything. */
const Admin = lazy(
  () =>
    Promise.all([import("../admin/admin.js"), loadStyles("css/panel.css"), loadStyles("css/admin.css")]).then(
      ([module]) => module.Admin,
    ),
  Starting,
);

/** @param {{ account: import("../state/account.js").Account }} props */
export function App({ account }) {
  return html`<${AccountContext.Provider} value=${account}><${Screen} account=${account} /><//>`;
}

/** @param {{ account: import("../state/account.js").Account }} props */
function Screen({ account }) {
  const place = route.value;
  if (place.name === "link") return html`<${LinkScreen} key=${place.code} code=${place.code} />`;
  switch (account.phase.value) {
    case "starting":
      return html`<${Starting} />`;
    case "signed-out":
      return account.unowned.value?.peopled === false ? html`<${Unowned} />` : html`<${Login} />`;
    case "signed-in":
      if (place.name === "admin") return html`<${Admin} section=${place.section} item=${place.item} />`;
      return html`<${Home} key=${account.user.value?.id} />`;
  }
}
