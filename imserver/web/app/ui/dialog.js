import { useEffect, useLayoutEffect, useRef } from "../../vendor/preact/hooks.js";
import { hasFinePointer, noteFocus } from "./focus.js";
import { html } from "./html.js";
import { closeLayer, useLayer } from "./layer.js";

/** Space to the edges of the window and to the anchor (px). */
const GAP = 8;

/**
 * Makes a dialog modal while it is rendered. Escape and Back close what lies on top in it, or ask for its end: if it just
 * ended, a click on what opened it could be lost.
 * @param {() => void} onClose
 */
export function useModal(onClose) {
  useLayer(onClose);
  const ref = useRef(/** @type {any} */ (null));
  useEffect(() => {
    const dialog = ref.current;
    const returnFocus = noteFocus();
    dialog.showModal();
    if (!hasFinePointer() && document.activeElement?.matches("input, textarea")) {
      dialog.tabIndex = -1; // A keyboard would come up over the screen, unasked.
      dialog.focus();
    }
    return () => {
      dialog.close();
      returnFocus();
    };
  }, []);
  const end = (/** @type {Event} */ event) => {
    if (event.target !== ref.current) return;
    event.preventDefault();
    onClose();
  };
  const cancel = (/** @type {Event} */ event) => {
    if (event.target !== ref.current) return;
    event.preventDefault();
    if (!closeLayer()) onClose();
  };
  return { ref, onCancel: cancel, onClose: end };
}

/**
 * Something in front of everything else: beside its anchor on a wide screen, from below on a narrow one, in the middle
 * without an anchor. Escape and a click beside it end it.
 * @param {object} props
 * @param {string} props.label
 * @param {DOMRect | null} [props.anchor]
 * @param {string} [props.kind] a further class
 * @param {() => void} props.onClose
 * @param {import("./html.js").Children} [props.children]
 */
export function Popup({ label, anchor = null, kind = "", onClose, children }) {
  const modal = useModal(onClose);
  const pressed = useRef(/** @type {any} */ (null));
  useLayoutEffect(() => {
    const element = modal.ref.current;
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
    ...${modal}
    class=${`popup ${anchor ? "anchored" : ""} ${kind}`}
    aria-label=${label}
    onPointerDown=${(/** @type {Event} */ event) => {
      pressed.current = event.target;
    }}
    onClick=${(/** @type {Event} */ event) => event.target === pressed.current && modal.onClose(event)}
  >
    <div class="popup-body">${children}</div>
  </dialog>`;
}
