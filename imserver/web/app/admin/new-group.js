import { useMemo, useState } from "../../vendor/preact/hooks.js";
import { uuid } from "../../client/uuid.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t, tCount } from "../ui/language.js";
import { PeopleSearch } from "../people/people-search.js";
import { go } from "../ui/navigation.js";
import { useSubmission } from "../ui/submission.js";
import { useAdmin } from "./context.js";
import { adminError } from "./errors.js";
import { Card, Failure, Page } from "./page.js";
import { ADMIN } from "./paths.js";

/** @typedef {import("../../client/wire.js").Profile} Profile */

/** Make a group for others. */
export function NewGroup() {
  const admin = useAdmin();
  const [title, setTitle] = useState("");
  const [members, setMembers] = useState(/** @type {Profile[]} */ ([]));
  const ids = members.map(({ id }) => id);
  const key = useMemo(uuid, [title.trim(), ids.join()]);
  /** @param {Profile} person */
  const toggle = (person) =>
    setMembers(ids.includes(person.id) ? members.filter(({ id }) => id !== person.id) : [...members, person]);
  const { busy, error, run } = useSubmission(async () => {
    const { id } = await admin.addGroup(title.trim(), ids, key);
    go(ADMIN.group(id), { replace: true });
  });
  return html`<${Page} title=${t("group.new")} back=${ADMIN.groups} intro=${t("admin.groups.new-note")}>
    <${Card}>
      <form
        class="form"
        onSubmit=${(/** @type {SubmitEvent} */ event) => {
          event.preventDefault();
          run();
        }}
      >
        <${Failure} error=${error} say=${adminError} />
        <${Field} label=${t("group.title")} value=${title} onInput=${setTitle} maxlength=${100} required />
        ${
          members.length > 0 &&
          html`<ul class="chips" aria-label=${t("group.selected")}>
            ${members.map(
              (person) => html`<li key=${person.id}>
                <button
                  type="button"
                  class="chip"
                  aria-label=${t("group.deselect", { name: person.name })}
                  onClick=${() => toggle(person)}
                >
                  <bdi>${person.name}</bdi><${Icon} name="close" />
                </button>
              </li>`,
            )}
          </ul>`
        }
        <button class="button primary" disabled=${busy || !title.trim() || members.length === 0}>
          ${tCount("group.create", members.length)}
        </button>
      </form>
      <${PeopleSearch} label=${t("people.search")} without=${[]} chosen=${ids} onPick=${toggle} />
    <//>
  <//>`;
}
