import { lazy } from "../ui/lazy.js";
import { Popup } from "../ui/popup.js";
import { loadStyles } from "../ui/styles.js";

/** Where one picks an emoji, as soon as it is there. */
export const EmojiPicker = lazy(() =>
  Promise.all([import("./emoji-picker.js"), loadStyles("css/emoji.css")]).then(([module]) => module.EmojiPicker),
);

/** Have it at hand before somebody wants it. */
export function preparePicker() {
  const prepare = () => Promise.all([Popup.prepare(), EmojiPicker.prepare()]).catch(() => {});
  globalThis.requestIdleCallback?.(prepare);
}
