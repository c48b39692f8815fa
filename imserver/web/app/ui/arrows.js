/**
 * Arrow keys lead from a field of search to what was found, through that, and back. `data-arrows` marks what holds
 * both, `data-choices` the lists or grids of links and buttons within. Enter in the field takes the first.
 */

/**
 * Where a key leads: to a choice by its number, to the field by -1, nowhere by null.
 * @param {string} key
 * @param {{ at: number, count: number, columns: number }} place `at` is -1 in the field; a list has one column
 */
export function destination(key, { at, count, columns }) {
  if (count === 0) return null;
  const last = count - 1;
  if (at === -1) return key === "ArrowDown" ? 0 : key === "ArrowUp" ? last : null;
  switch (key) {
    case "ArrowDown":
      return at + columns <= last ? at + columns : at === last ? null : last;
    case "ArrowUp":
      return Math.max(-1, at - columns);
    case "ArrowLeft":
      return columns > 1 ? Math.max(0, at - 1) : null;
    case "ArrowRight":
      return columns > 1 ? Math.min(last, at + 1) : null;
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

/** @param {Window} window */
export function startArrows(window) {
  let stop = () => {};
  window.addEventListener("input", () => stop());
  window.addEventListener("keydown", (event) => {
    stop();
    const target = /** @type {HTMLElement} */ (event.target);
    const box = /** @type {HTMLElement | null} */ (target.closest?.("[data-arrows]"));
    if (!box || event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = box.querySelector("input");
    const inField = target === field;
    const choices = choicesIn(box);
    const at = choices.indexOf(target);
    if (!inField && at === -1) return;
    const to = destination(event.key, { at, count: choices.length, columns: columnsOf(choices) });
    if (to !== null) (to === -1 ? field : choices[to])?.focus();
    else if (inField && event.key === "Enter" && field.value) stop = takeFirst(box);
    else {
      if (!inField && (event.key === "Backspace" || (event.key.length === 1 && event.key !== " "))) field?.focus();
      return;
    }
    event.preventDefault();
  });
}

/** @param {Element} box */
function choicesIn(box) {
  return /** @type {HTMLElement[]} */ ([...box.querySelectorAll("[data-choices] :is(a, button):not(:disabled)")]);
}

/**
 * How many stand beside one another.
 * @param {HTMLElement[]} choices
 */
function columnsOf(choices) {
  const top = choices[0]?.offsetTop;
  const below = choices.findIndex(({ offsetTop }) => offsetTop !== top);
  return choices[0]?.closest("[data-choices=grid]") ? (below === -1 ? choices.length : below) : 1;
}

/**
 * Take the first choice, once it is one of what is wanted now.
 * @param {HTMLElement} box
 * @returns {() => void} gives up
 */
function takeFirst(box) {
  const observer = new MutationObserver(look);
  function look() {
    const [first] = choicesIn(box);
    const old = first ? first.closest("[aria-busy=true]") : box.querySelector("[aria-busy=true], .lazy");
    if (old) return;
    observer.disconnect();
    first?.click();
  }
  observer.observe(box, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-busy"] });
  look();
  return () => observer.disconnect();
}
