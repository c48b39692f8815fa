import { useEffect, useLayoutEffect, useRef } from "../vendor/preact/hooks.js";
import { html } from "./html.js";

/** Space kept to the edges of the window, and to what the popup belongs to (px). */
const GAP = 8;

/**
 * Something in front of everything else: beside what it belongs to on a wide screen, from below on a narrow one,
 * in the middle where it belongs to nothing. Escape and a click beside it end it; the focus goes back by itself.
 * @param {object} props
 * @param {string} props.label
 * @param {DOMRect | null} [props.anchor]
 * @param {string} [props.kind] a further class
 * @param {() => void} props.onClose
 * @param {import("./html.js").Children} [props.children]
 */
export function Popup({ label, anchor = null, kind = "", onClose, children }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element || !anchor) return;
    const place = () => {
      const { width, height } = element.getBoundingClientRect();
      const { innerWidth, innerHeight } = window;
      const above = anchor.top - height - GAP;
      const below = Math.min(anchor.bottom + GAP, innerHeight - height - GAP);
      element.style.top = `${Math.max(GAP, above >= GAP ? above : below)}px`;
      const fits = anchor.left + width <= innerWidth - GAP;
      element.style.left = `${Math.max(GAP, fits ? anchor.left : anchor.right - width)}px`;
    };
    const observer = new ResizeObserver(place);
    observer.observe(element);
    return () => observer.disconnect();
  }, [anchor]);
  return html`<dialog
    ref=${dialog}
    class=${`popup ${anchor ? "anchored" : ""} ${kind}`}
    aria-label=${label}
    onClose=${onClose}
    onClick=${(/** @type {MouseEvent} */ event) => event.target === dialog.current && onClose()}
  >
    <div class="popup-body">${children}</div>
  </dialog>`;
}
