import { Avatar } from "../people/avatar.js";
import { useAccount } from "../state/context.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { useAdmin } from "./context.js";
import { adminError } from "./errors.js";
import { Glyph } from "./glyph.js";
import { usePages } from "./loading.js";
import { Failure, Loading, Page } from "./page.js";
import { ADMIN } from "./paths.js";
import { SearchField } from "./search-field.js";

const PAGE = 50;

/** Everybody who has an account. */
export function UserList() {
  const admin = useAdmin();
  const me = useAccount().user.value?.id;
  const pages = usePages(
    async (query, /** @type {string | undefined} */ after) => {
      const { users, more } = await admin.users({ q: query || undefined, after, limit: PAGE });
      return { items: users, more };
    },
    (user) => user.login,
  );
  const actions = html`<a class="button quiet" href=${ADMIN.importUsers}>${t("admin.import.title")}</a>
    <a class="button primary" href=${ADMIN.newUser}>${t("admin.user.add")}</a>`;
  return html`<${Page} title=${t("admin.users.title")} actions=${actions}>
    <${SearchField} label=${t("admin.users.search")} value=${pages.query} onInput=${pages.setQuery} />
    <${Failure} error=${pages.error} say=${adminError} />
    ${!pages.items && !pages.error && html`<${Loading} />`}
    <ul class="admin-rows" aria-busy=${pages.busy} aria-label=${t("admin.users.title")}>
      ${pages.items?.map(
        (user) => html`<li key=${user.id}>
          <a class=${user.disabled ? "admin-row disabled" : "admin-row"} href=${ADMIN.user(user.id)}>
            <${Avatar} id=${user.id} name=${user.name} avatar=${user.avatar} />
            <span class="row-main">
              <span class="row-title">
                <bdi>${user.name}</bdi>${user.id === me && html` <span class="admin-me">${t("people.me")}</span>`}
              </span>
              <span class="row-sub">@${user.login}</span>
            </span>
            ${user.role !== "member" && html`<span class="tag">${t(`admin.role.${user.role}`)}</span>`}
            ${user.disabled && html`<span class="tag warn">${t("admin.user.disabled")}</span>`}
            <${Glyph} name="next" />
          </a>
        </li>`,
      )}
    </ul>
    ${pages.items?.length === 0 && html`<p class="empty-note" role="status">${t("people.none")}</p>`}
    ${
      pages.more &&
      html`<button type="button" class="button quiet admin-more" disabled=${pages.busy} onClick=${pages.loadMore}>
        ${t("people.more")}
      </button>`
    }
  <//>`;
}
