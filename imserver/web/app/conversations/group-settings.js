import { useEffect, useState } from "../../vendor/preact/hooks.js";
import en from "../../i18n/rules-en.js";
import zh from "../../i18n/rules-zh.js";
import { Avatar } from "../people/avatar.js";
import { useMutationQueue } from "../ui/mutation-queue.js";
import { Choice } from "../ui/choice.js";
import { useAccount, useChat } from "../state/context.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { learn, t, tError } from "../ui/language.js";
import "../texts/people.js";
import { useSubmission } from "../ui/submission.js";
import { attempt } from "../ui/toast.js";
import { useOptimistic } from "../ui/optimistic.js";

learn({ en, zh });

/** @typedef {import("../../client/wire.js").Conversation} Conversation */

const DAY = 24 * 60 * 60;

/** How long a group may keep its messages (s). */
const KEPT = [0, DAY, 7 * DAY, 30 * DAY, 365 * DAY];

/** @param {{ conversation: Conversation }} props */
export function Rename({ conversation }) {
  const { api } = useAccount();
  const { session } = useChat();
  const [title, setTitle] = useState(conversation.title);
  const { busy, error, run } = useSubmission(async () =>
    session.learn(await api.changeGroup(conversation.id, { title: title.trim() })),
  );
  const changed = title.trim() !== "" && title.trim() !== conversation.title;
  return html`<form
    class="form inset"
    onSubmit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      run();
    }}
  >
    <${Field}
      label=${t("group.title")}
      error=${error ? tError(error) : undefined}
      value=${title}
      onInput=${setTitle}
      maxlength=${100}
    />
    ${changed && html`<button class="button primary" disabled=${busy}>${t("group.rename")}</button>`}
  </form>`;
}

/**
 * The rules of a group, for those who run it.
 * @param {{ conversation: Conversation }} props
 */
export function GroupSettings({ conversation }) {
  const { api } = useAccount();
  const { session } = useChat();
  const { id, settings = {} } = conversation;
  const [open, setOpen] = useState(false);
  const { posting = "everybody", mention_all = "admins", history = "beginning", retention_s = 0 } = settings;
  const set = useMutationQueue(settings, (whole) =>
    api.changeGroup(id, { settings: whole }).then((changed) => session.learn(changed)),
  );
  const [shown, keepFor] = useOptimistic(retention_s, (seconds) => set({ retention_s: seconds }));
  if (!open) {
    return html`<div class="inset">
      <button type="button" class="button quiet" aria-expanded="false" onClick=${() => setOpen(true)}>${t("rules.title")}</button>
    </div>`;
  }
  const who = { everybody: t("rules.everybody"), admins: t("rules.admins") };
  const kept = [...new Set([...KEPT, retention_s, shown])].sort((one, other) => one - other);
  return html`<h2 class="section-title">${t("rules.title")}</h2>
    <${Choice} legend=${t("rules.posting")} options=${who} value=${posting} onChoose=${(/** @type {any} */ value) => set({ posting: value })} />
    <${Choice} legend=${t("rules.mention-all")} options=${who} value=${mention_all} onChoose=${(/** @type {any} */ value) => set({ mention_all: value })} />
    <${Choice}
      legend=${t("rules.history")}
      options=${{ beginning: t("rules.from-beginning"), joining: t("rules.from-joining") }}
      value=${history}
      onChoose=${(/** @type {any} */ value) => set({ history: value })}
    />
    <div class="inset field">
      <label for="retention">${t("rules.retention")}</label>
      <select
        id="retention"
        value=${String(shown)}
        onChange=${(/** @type {Event} */ event) => keepFor(Number(/** @type {HTMLSelectElement} */ (event.target).value))}
      >
        ${kept.map((seconds) => html`<option key=${seconds} value=${String(seconds)}>${seconds === 0 ? t("rules.forever") : t("rules.days", { count: Math.round(seconds / DAY) })}</option>`)}
      </select>
    </div>
    <${Bans} id=${id} />`;
}

/** @param {{ id: string }} props */
function Bans({ id }) {
  const { api } = useAccount();
  const [people, setPeople] = useState(/** @type {import("../../client/wire.js").Profile[]} */ ([]));
  const load = () => attempt(api.bans(id).then(({ users }) => setPeople(users)));
  useEffect(() => {
    load();
  }, [id]);
  if (people.length === 0) return null;
  const lift = async (/** @type {string} */ user) => {
    await attempt(api.ban(id, user, false));
    await load();
  };
  return html`<h2 class="section-title">${t("rules.banned")}</h2>
    <ul class="rows">
      ${people.map(
        (person) => html`<li key=${person.id} class="row still">
        <${Avatar} id=${person.id} name=${person.name} avatar=${person.avatar} size="small" />
        <span class="row-main"><span class="row-title"><bdi>${person.name}</bdi></span></span>
        <button type="button" class="button quiet small" onClick=${() => lift(person.id)}>${t("rules.unban")}</button>
      </li>`,
      )}
    </ul>`;
}
