/** Where no frame is drawn, since the page isn't to be seen, things go on after this (ms). */
const LATEST = 100;

/**
 * Do something before the next frame is drawn, once for all that comes until then.
 * @param {() => void} act
 */
export function beforeFrame(act) {
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    act();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, document.hidden ? 0 : LATEST);
}
