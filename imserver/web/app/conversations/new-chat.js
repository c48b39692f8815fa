import { useAccount, useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t, tError } from "../ui/language.js";
import { Panel } from "../ui/panel.js";
import { PeopleSearch } from "../people/people-search.js";
import { go } from "../ui/navigation.js";
import { PATHS } from "../state/route.js";
import { useSubmission } from "../ui/submission.js";

/** Choose somebody to talk to. */
export function NewChat() {
  const { api } = useAccount();
  const { session, me } = useChat();
  const { busy, error, run } = useSubmission(async (/** @type {import("../../client/wire.js").Profile} */ person) => {
    const conversation = await api.direct(person.id);
    session.learn(conversation);
    go(PATHS.conversation(conversation.id), { replace: true });
  });
  return html`<${Panel} title=${t("new.title")} back=${PATHS.home}>
    <a class="row accent" href=${PATHS.group}>
      <span class="avatar plain"><${Icon} name="group" /></span>
      <span class="row-main"><span class="row-title">${t("group.new")}</span></span>
    </a>
    ${error && html`<p class="alert" role="alert">${tError(error)}</p>`}
    <${PeopleSearch} label=${t("people.search")} without=${[me]} busy=${busy} autofocus onPick=${run} />
  <//>`;
}
