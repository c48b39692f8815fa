import en from "../../i18n/admin-en.js";
import { t, tError } from "../ui/language.js";

/**
 * An error as an administrator needs it: with what to do, and with the server's words where they name the place.
 * @param {{ code: string, message: string, hint: string }} error
 */
export function adminError(error) {
  const key = `admin.error.${error.code}`;
  if (!(key in en)) return tError(error);
  return t(/** @type {import("../ui/language.js").Key} */ (key), { message: error.message });
}
