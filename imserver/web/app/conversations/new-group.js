import { useMemo, useState } from "../../vendor/preact/hooks.js";
import { uuid } from "../../client/uuid.js";
import { useAccount, useChat } from "../state/context.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t, tCount, tError } from "../ui/language.js";
import { Panel } from "../ui/panel.js";
import { PeopleSearch } from "../people/people-search.js";
import { go } from "../ui/navigation.js";
import { PATHS } from "../state/route.js";
import { useSubmission } from "../ui/submission.js";

/** @typedef {import("../../client/wire.js").Profile} Profile */

/** Name a group and choose who is in it. */
export function NewGroup() {
  const { api } = useAccount();
  const { session, me } = useChat();
  const [title, setTitle] = useState("");
  const [members, setMembers] = useState(/** @type {Profile[]} */ ([]));
  const ids = members.map(({ id }) => id);
  const key = useMemo(uuid, [title.trim(), ids.join()]);
  /** @param {Profile} person */
  const toggle = (person) =>
    setMembers(ids.includes(person.id) ? members.filter(({ id }) => id !== person.id) : [...members, person]);
  const { busy, error, run } = useSubmission(async () => {
    const conversation = await api.group(title.trim(), ids, key);
    session.learn(conversation);
    go(PATHS.conversation(conversation.id), { replace: true });
  });
  const create = html`<button type="submit" form="new-group" class="button primary" disabled=${busy || !title.trim()}>
    ${members.length === 0 ? t("group.create-empty") : tCount("group.create", members.length)}
  </button>`;
  return html`<${Panel} title=${t("group.new")} back=${PATHS.new} footer=${create}>
    <form
      id="new-group"
      class="form inset"
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        run();
      }}
    >
      ${error && html`<p class="alert" role="alert">${tError(error)}</p>`}
      <${Field} label=${t("group.title")} value=${title} onInput=${setTitle} maxlength=${100} autofocus required />
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
    </form>
    <${PeopleSearch} label=${t("people.search")} without=${[me]} chosen=${ids} onPick=${toggle} />
  <//>`;
}
