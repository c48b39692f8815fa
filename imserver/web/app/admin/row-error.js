import en from "../../i18n/admin-en.js";
import { t } from "../language.js";
import { adminError } from "./errors.js";

/**
 * What is wrong with a line of a CSV file.
 * @param {{ code: string, message: string, hint: string }} error
 */
export function rowError(error) {
  const key = `admin.row.${error.code}`;
  if (!(key in en)) return adminError(error);
  return t(/** @type {import("../language.js").Key} */ (key));
}
