import { useState } from "../../vendor/preact/hooks.js";
import { useAccount, useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { t, tError } from "../ui/language.js";
import { PeopleSearch } from "./people-search.js";
import { useSubmission } from "../ui/submission.js";

/**
 * Choose who else is to be in a group, one after the other.
 * @param {{ conversation: import("../../client/wire.js").Conversation }} props
 */
export function AddPeople({ conversation }) {
  const { api } = useAccount();
  const { session } = useChat();
  const [turn, setTurn] = useState(0);
  const { busy, error, run } = useSubmission(async (/** @type {import("../../client/wire.js").Profile} */ person) => {
    session.learn(await api.addMember(conversation.id, person.id));
    setTurn(turn + 1);
  });
  return html`${error && html`<p class="alert" role="alert">${tError(error)}</p>`}
    <${PeopleSearch}
      label=${t("group.add")}
      without=${conversation.members.map(({ id }) => id)}
      busy=${busy}
      autofocus
      turn=${turn}
      onPick=${run}
    />`;
}
