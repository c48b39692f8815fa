import { useMemo } from "../../vendor/preact/hooks.js";
import { AdminApi } from "../../client/admin.js";
import en from "../../i18n/admin-en.js";
import zh from "../../i18n/admin-zh.js";
import { useAccount } from "../state/context.js";
import { html } from "../ui/html.js";
import { learn, t } from "../ui/language.js";
import "../texts/link.js";
import { PATHS } from "../state/route.js";
import { AuditLog } from "./audit-log.js";
import { AdminContext } from "./context.js";
import { userImportOf } from "./user-import.js";
import { GroupList } from "./group-list.js";
import { GroupPage } from "./group-page.js";
import { ImportPage } from "./import-page.js";
import { UnsavedNote } from "./import-result.js";
import { Invites } from "./invites.js";
import { Navigation } from "./navigation.js";
import { NewGroup } from "./new-group.js";
import { NewUser } from "./new-user.js";
import { Overview } from "./overview.js";
import { TuningPage } from "./tuning-page.js";
import { UserList } from "./user-list.js";
import { UserPage } from "./user-page.js";

learn({ en, zh });

/**
 * The administration of the server, for owners and admins.
 * @param {{ section: string, item: string }} props
 */
export function Admin({ section, item }) {
  const account = useAccount();
  const admin = useMemo(() => new AdminApi(account.api), [account]);
  if (account.user.value?.role === "member") return html`<${NotForMembers} />`;
  return html`<${AdminContext.Provider} value=${admin}>
    <div class="admin">
      <${Navigation} section=${section} />
      <main class="admin-main">
        ${item !== "import" && html`<${UnsavedNote} userImport=${userImportOf(account)} />`}
        ${page(section, decoded(item))}
      </main>
    </div>
  <//>`;
}

/**
 * @param {string} section
 * @param {string} item
 */
function page(section, item) {
  switch (section) {
    case "users":
      if (item === "new") return html`<${NewUser} />`;
      if (item === "import") return html`<${ImportPage} />`;
      return item ? html`<${UserPage} key=${item} id=${item} />` : html`<${UserList} />`;
    case "invites":
      return html`<${Invites} />`;
    case "groups":
      if (item === "new") return html`<${NewGroup} />`;
      return item ? html`<${GroupPage} key=${item} id=${item} />` : html`<${GroupList} />`;
    case "tuning":
      return html`<${TuningPage} />`;
    case "audit":
      return html`<${AuditLog} />`;
    default:
      return html`<${Overview} />`;
  }
}

/**
 * A part of the address, which somebody may have typed.
 * @param {string} text
 */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function NotForMembers() {
  return html`<main class="starting">
    <h1>${t("admin.title")}</h1>
    <p>${t("admin.not-yours")}</p>
    <a class="button primary" href=${PATHS.home}>${t("conversation.back-to-chats")}</a>
  </main>`;
}
