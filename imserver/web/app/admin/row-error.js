import en from "../../i18n/admin-en.js";
import { t } from "../ui/language.js";
import { adminError } from "./errors.js";

/**
 * What is wrong with a line of a CSV file: the value that it is about, and the way out.
 * @param {import("../../client/admin.js").RosterError} error
 */
export function rowError(error) {
  const { code, column = "", value = "", earlier = 0, holder = "" } = error;
  const key = [
    `admin.row.${code}.${earlier ? "earlier" : holder ? "holder" : value ? column : "none"}`,
    `admin.row.${code}`,
  ].find((one) => one in en);
  if (!key) return adminError(error);
  return t(/** @type {import("../ui/language.js").Key} */ (key), { value, earlier, holder });
}
