import { Avatar } from "../people/avatar.js";
import { html } from "../ui/html.js";
import { t, tCount } from "../ui/language.js";
import { useAdmin } from "./context.js";
import { adminError } from "./errors.js";
import { Glyph } from "./glyph.js";
import { usePages } from "./loading.js";
import { Failure, Loading, Page } from "./page.js";
import { ADMIN } from "./paths.js";
import { SearchField } from "./search-field.js";

const PAGE = 50;

/** Every group of the server. */
export function GroupList() {
  const admin = useAdmin();
  const pages = usePages(
    async (query, /** @type {string | undefined} */ after) => {
      const { groups, more } = await admin.groups({ q: query || undefined, after, limit: PAGE });
      return { items: groups, more };
    },
    (group) => group.id,
  );
  const actions = html`<a class="button primary" href=${ADMIN.newGroup}>${t("group.new")}</a>`;
  return html`<${Page} title=${t("admin.groups.title")} actions=${actions}>
    <${SearchField} label=${t("admin.groups.search")} value=${pages.query} onInput=${pages.setQuery} />
    <${Failure} error=${pages.error} say=${adminError} />
    ${!pages.items && !pages.error && html`<${Loading} />`}
    <ul class="admin-rows" aria-busy=${pages.busy} aria-label=${t("admin.groups.title")}>
      ${pages.items?.map(
        (group) => html`<li key=${group.id}>
          <a class="admin-row" href=${ADMIN.group(group.id)}>
            <${Avatar} id=${group.id} name=${group.title} avatar=${group.avatar} kind="group" />
            <span class="row-main">
              <span class="row-title"><bdi>${group.title}</bdi></span>
              <span class="row-sub">
                ${tCount("group.members", group.member_count)} · ${tCount("admin.groups.messages", group.last_seq)}
              </span>
            </span>
            <${Glyph} name="next" />
          </a>
        </li>`,
      )}
    </ul>
    ${
      pages.items?.length === 0 &&
      html`<p class="empty-note" role="status">${t(pages.query ? "admin.groups.not-found" : "admin.groups.none")}</p>`
    }
    ${
      pages.more &&
      html`<button type="button" class="button quiet admin-more" disabled=${pages.busy} onClick=${pages.loadMore}>
        ${t("people.more")}
      </button>`
    }
  <//>`;
}
