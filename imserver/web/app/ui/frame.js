/** Where no frame is drawn, since the page isn't to be seen, things go on after this (ms). */
const LATEST = 500;

/** @type {Set<() => void>} */
let waiting = new Set();
let frame = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * Do something before the next frame is drawn, together with all else that waits for it: the screen is drawn once.
 * @param {() => void} act
 * @returns {() => void} leave it
 */
export function beforeFrame(act) {
  if (waiting.size === 0) {
    cancel();
    frame = requestAnimationFrame(run);
    timer = setTimeout(run, document.hidden ? 0 : LATEST);
  }
  waiting.add(act);
  return () => waiting.delete(act);
}

function run() {
  cancel();
  const due = waiting;
  waiting = new Set();
  for (const act of due) {
    try {
      act();
    } catch (thrown) {
      reportError(thrown); // the others are done all the same
    }
  }
}

function cancel() {
  cancelAnimationFrame(frame);
  clearTimeout(timer);
}
