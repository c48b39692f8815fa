import { useId } from "../../vendor/preact/hooks.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";

/** @typedef {import("../../client/wire.js").Role} Role */

/** @type {readonly Role[]} */
const ROLES = Object.freeze(["member", "admin", "owner"]);

/**
 * @param {object} props
 * @param {string} props.legend
 * @param {Role} props.value
 * @param {Role} props.mine only owners make owners
 * @param {(role: Role) => void} props.onChoose
 */
export function RoleChoice({ legend, value, mine, onChoose }) {
  const name = useId();
  return html`<fieldset class="choice admin-roles">
    <legend>${legend}</legend>
    <div class="segments">
      ${ROLES.filter((role) => role !== "owner" || mine === "owner" || value === "owner").map(
        (role) => html`<label class="segment" key=${role}>
          <input type="radio" name=${name} checked=${role === value} onChange=${() => onChoose(role)} />
          <span>${t(`admin.role.${role}`)}</span>
        </label>`,
      )}
    </div>
    <p class="note">${t(`admin.role.${value}.may`)}</p>
  </fieldset>`;
}
