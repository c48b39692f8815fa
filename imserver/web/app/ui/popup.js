import { useEffect } from "../../vendor/preact/hooks.js";
import { t } from "./language.js";
import { lazy } from "./lazy.js";
import { toast } from "./toast.js";

/** What comes in front of everything else: `app/ui/dialog.js`, as soon as it is there. */
export const Popup = lazy(() => import("./dialog.js").then((module) => module.Popup), Coming);

/** @param {{ retry?: () => void, onClose: () => void }} props */
function Coming({ retry, onClose }) {
  useEffect(() => {
    if (!retry) return;
    toast(t("error.offline"));
    onClose();
  }, [retry]);
  return null;
}
