import { useLayoutEffect, useRef } from "../../vendor/preact/hooks.js";
import { Layers, stepsBack } from "./layers.js";
import { go, pendingNavigation } from "./navigation.js";

/** @type {Layers} */
let layers;

/**
 * Have Back close what is open before it leaves the place.
 * @param {Window} window
 */
export function startLayers({ history, location, addEventListener }) {
  layers ??= new Layers({
    history,
    address: () => location.hash || "#/",
    after: (ms, act) => setTimeout(act, ms),
    visit: Date.now().toString(36),
    onway: (end) => {
      pendingNavigation.end = end.then(() => {
        pendingNavigation.end = null;
      });
    },
  });
  pendingNavigation.clear = () => layers.clear();
  addEventListener("popstate", () => layers.moved());
  addEventListener("hashchange", () => history.state ?? layers.moved());
  addEventListener("click", follow);
}

/**
 * Something that Back closes, as long as it is shown.
 * @param {() => void} close asked to end it
 * @param {boolean} [isOpen]
 */
export function useLayer(close, isOpen = true) {
  const latest = useRef(close);
  latest.current = close;
  useLayoutEffect(() => (isOpen ? layers?.open(() => latest.current()) : undefined), [isOpen]);
}

/**
 * Close what lies on top.
 * @returns {boolean} whether there is something
 */
export function closeLayer() {
  return layers?.close() ?? false;
}

/**
 * One level up: by going back, where one came from there.
 * @param {string} path
 */
export function goUp(path) {
  const steps = stepsBack(history.state, path);
  if (steps > 0 && !pendingNavigation.end) history.go(-steps);
  else go(path);
}

/**
 * Links within the page wait until the history has come to rest.
 * @param {MouseEvent} event
 */
function follow(event) {
  const link = /** @type {Element} */ (event.target).closest?.("a[href^='#']");
  if (
    !link ||
    event.defaultPrevented ||
    event.button ||
    event.ctrlKey ||
    event.metaKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  event.preventDefault();
  const path = link.getAttribute("href") ?? "";
  if (link.hasAttribute("data-up")) goUp(path);
  else go(path);
}
