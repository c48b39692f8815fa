import { useContext } from "../../vendor/preact/hooks.js";
import { createContext } from "../../vendor/preact/preact.js";

/** @type {import("../../vendor/preact/preact.js").Context<import("../../client/admin.js").AdminApi | null>} */
export const AdminContext = createContext(/** @type {import("../../client/admin.js").AdminApi | null} */ (null));

/** The calls of the administrator who uses this page. */
export function useAdmin() {
  return /** @type {import("../../client/admin.js").AdminApi} */ (useContext(AdminContext));
}
