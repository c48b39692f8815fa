import { t } from "../ui/language.js";

/**
 * Who administered, in words.
 * @param {"person" | "token" | "local"} means
 * @param {string} name a login, or the name of an API token
 */
export function actor(means, name) {
  if (means === "local") return t("admin.audit.socket");
  return means === "token" ? t("admin.audit.token", { name }) : name;
}
