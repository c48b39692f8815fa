/** A finger rests so long before it asks for a menu (ms). */
const LONG_PRESS = 450;

/** It may slip so far (px). */
const SLIP = 8;

/**
 * A finger that rests asks for a menu, as a right click does: by a `contextmenu` event, which Safari doesn't send and
 * other browsers send at times of their own. Where that opens something, lifting the finger clicks nothing.
 * @param {Document} document
 */
export function startPresses(document) {
  /** @type {{ timer: ReturnType<typeof setTimeout>, x: number, y: number } | null} */
  let press = null;
  let opened = false;
  const end = () => {
    if (press) clearTimeout(press.timer);
    press = null;
  };
  /** @param {PointerEvent} event */
  const begin = ({ target, pointerType, isPrimary, clientX, clientY }) => {
    end();
    opened = false;
    if (pointerType !== "touch" || !isPrimary) return;
    const ask = () => {
      const wish = new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX, clientY });
      opened = !(/** @type {Element} */ (target).dispatchEvent(wish));
      end();
    };
    press = { timer: setTimeout(ask, LONG_PRESS), x: clientX, y: clientY };
  };
  document.addEventListener("pointerdown", begin, true);
  document.addEventListener(
    "pointermove",
    ({ clientX, clientY }) => {
      if (press && Math.hypot(clientX - press.x, clientY - press.y) > SLIP) end();
    },
    true,
  );
  for (const kind of ["pointerup", "pointercancel", "scroll"]) document.addEventListener(kind, end, true);
  // The browser's own comes before ours, or after it for what has come up under the finger.
  document.addEventListener(
    "contextmenu",
    (event) => {
      if (!event.isTrusted || !opened) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  document.addEventListener("contextmenu", (event) => {
    if (event.isTrusted && press) opened = event.defaultPrevented;
    end();
  });
  document.addEventListener("touchend", (event) => opened && event.cancelable && event.preventDefault(), {
    passive: false,
  });
}
