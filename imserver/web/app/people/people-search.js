import { useEffect, useRef, useState } from "../../vendor/preact/hooks.js";
import { asImError } from "../../client/errors.js";
import { Avatar } from "./avatar.js";
import { useAccount } from "../state/context.js";
import { focusUnlessTouch } from "../ui/focus.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t, tError } from "../ui/language.js";
import "../texts/people.js";
import { PATHS } from "../state/route.js";

/** @typedef {import("../../client/wire.js").Profile} Profile */

/** How long typing must pause before the server is asked (ms). */
const PAUSE = 150;

const PAGE = 50;

/**
 * The directory: everybody on the server, found by name or login, by pages.
 * @param {string} query
 * @param {readonly string[]} without ids that aren't offered
 */
function useDirectory(query, without) {
  const { api } = useAccount();
  const [found, setFound] = useState(/** @type {Profile[] | null} */ (null));
  const [asked, setAsked] = useState(/** @type {string | null} */ (null));
  const [more, setMore] = useState(false);
  const [error, setError] = useState(/** @type {import("../../client/errors.js").ImError | null} */ (null));
  useEffect(() => {
    let current = true;
    const timer = setTimeout(
      () =>
        api.users({ q: query.trim() || undefined, limit: PAGE }).then(
          (page) => {
            if (!current) return;
            setFound(page.users);
            setMore(page.more);
            setError(null);
            setAsked(query);
          },
          (thrown) => current && setError(asImError(thrown)),
        ),
      found ? PAUSE : 0,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query]);
  const loadMore = async () => {
    const page = await api.users({ q: query.trim() || undefined, limit: PAGE, after: found?.at(-1)?.login });
    setFound([...(found ?? []), ...page.users]);
    setMore(page.more);
  };
  return { people: found?.filter(({ id }) => !without.includes(id)), current: asked === query, more, error, loadMore };
}

/**
 * @param {object} props
 * @param {string} props.label
 * @param {readonly string[]} props.without ids that aren't offered
 * @param {readonly string[]} [props.chosen] ids shown as picked, where several can be
 * @param {boolean} [props.busy]
 * @param {boolean} [props.autofocus]
 * @param {number} [props.turn] the next one begins with an empty field
 * @param {(person: Profile) => void} props.onPick
 */
export function PeopleSearch({ label, without, chosen, busy = false, autofocus = false, turn = 0, onPick }) {
  const [query, setQuery] = useState("");
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const { people, current, more, error, loadMore } = useDirectory(query, without);
  useEffect(() => {
    if (turn > 0) setQuery("");
    if (turn > 0 || autofocus) focusUnlessTouch(field.current);
  }, [turn]);
  return html`<div class="people-search" data-arrows>
    <div class="search-box">
      <${Icon} name="search" />
      <input
        type="search"
        value=${query}
        placeholder=${label}
        aria-label=${label}
        autocapitalize="none"
        spellcheck=${false}
        ref=${field}
        onInput=${(/** @type {InputEvent} */ event) => setQuery(/** @type {HTMLInputElement} */ (event.target).value)}
      />
    </div>
    ${error && html`<p class="alert" role="alert">${tError(error)}</p>`}
    <ul class="rows" aria-busy=${busy || !current} data-choices>
      ${people?.map((person) => {
        const picked = chosen?.includes(person.id);
        return html`<li key=${person.id}>
          <button type="button" class="row" disabled=${busy} aria-pressed=${picked} onClick=${() => onPick(person)}>
            <${Avatar} id=${person.id} name=${person.name} avatar=${person.avatar} />
            <span class="row-main">
              <span class="row-title"><bdi>${person.name}</bdi></span>
              <span class="row-sub">@${person.login}</span>
            </span>
            ${chosen && html`<${Tick} on=${picked} />`}
          </button>
        </li>`;
      })}
    </ul>
    ${people?.length === 0 && html`<${Nobody} isAlone=${!query.trim()} />`}
    ${more && html`<button type="button" class="button quiet" onClick=${loadMore}>${t("people.more")}</button>`}
  </div>`;
}

/** @param {{ isAlone: boolean }} props */
function Nobody({ isAlone }) {
  const user = useAccount().user.value;
  return html`<p class="empty-note" role="status">
    ${t(isAlone ? "people.alone" : "people.none")}
    ${isAlone && user?.role !== "member" && html` <a href=${PATHS.invites}>${t("list.invite")}</a>`}
  </p>`;
}

/** @param {{ on: boolean | undefined }} props */
function Tick({ on }) {
  return html`<span class=${on ? "tick on" : "tick"}>${on && html`<${Icon} name="check" />`}</span>`;
}
