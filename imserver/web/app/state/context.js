import { createContext } from "../../vendor/preact/preact.js";
import { useContext } from "../../vendor/preact/hooks.js";

/** @type {import("../../vendor/preact/preact.js").Context<import("./account.js").Account | null>} */
export const AccountContext = createContext(/** @type {import("./account.js").Account | null} */ (null));

/** Who uses this page. */
export function useAccount() {
  return /** @type {import("./account.js").Account} */ (useContext(AccountContext));
}

/** The session of a signed-in person; for components that are shown to one only. */
export function useChat() {
  return /** @type {import("./chat.js").Chat} */ (useAccount().chat.value);
}
