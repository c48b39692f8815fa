import { beside, detailsHaveFocus, isWide, showBeside } from "../state/beside.js";
import { findBarShown, helpShown } from "../state/find-state.js";
import { closeLayer, goUp } from "../ui/layer.js";
import { go } from "../ui/navigation.js";
import { PATHS, route } from "../state/route.js";

/**
 * Keys that work everywhere on the page. `app/shell/help-sheet.js` lists them.
 * @param {Window} window
 * @param {() => import("../state/chat.js").Chat | null} chat
 */
export function startShortcuts(window, chat) {
  window.addEventListener("keydown", (event) => {
    const current = chat();
    if (!current || event.isComposing || event.defaultPrevented) return;
    if (act(event, current)) event.preventDefault();
  });
}

/**
 * @param {KeyboardEvent} event
 * @param {import("../state/chat.js").Chat} chat
 * @returns {boolean} whether it was one of them
 */
function act(event, chat) {
  const { key, altKey, shiftKey } = event;
  const command = event.ctrlKey || event.metaKey;
  const inDialog = document.querySelector("dialog[open]") !== null;
  if (inDialog) return false;
  const isText = /** @type {Element} */ (event.target).matches?.("input, textarea, select") ?? false;
  if (command && key.toLowerCase() === "k") return search();
  if (command && key.toLowerCase() === "f" && inConversation() && !shiftKey) {
    findBarShown.value = true;
    return true;
  }
  if (command && key === "/") return showHelp();
  if (altKey && (key === "ArrowUp" || key === "ArrowDown")) return step(chat, key === "ArrowUp" ? -1 : 1);
  if (altKey && key.toLowerCase() === "n") {
    go(PATHS.new);
    return true;
  }
  if (!command && !altKey && !isText && key === "?") return showHelp();
  if (!command && !altKey && key === "Escape") return leave();
  return false;
}

function inConversation() {
  return route.value.name === "conversation";
}

function showHelp() {
  helpShown.value = true;
  return true;
}

/** To the search above the list, wherever one is. */
function search() {
  const field = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-search]"));
  if (!field()) {
    go(PATHS.home);
    setTimeout(() => field()?.focus());
  }
  field()?.focus();
  return true;
}

/**
 * To the conversation above or below, around the ends.
 * @param {import("../state/chat.js").Chat} chat
 * @param {-1 | 1} by
 */
function step(chat, by) {
  const all = chat.conversations.value;
  const place = route.value;
  if (all.length === 0) return false;
  const at = "id" in place ? all.findIndex(({ id }) => id === place.id) : by === 1 ? -1 : 0;
  const next = all[(at + by + all.length) % all.length];
  if (next) go(PATHS.conversation(next.id));
  return true;
}

/** One level up: out of the search or the details, to where one writes, out of a page. */
function leave() {
  if (closeLayer()) return true;
  if (detailsHaveFocus()) {
    if (document.activeElement?.matches("[type=search]:not(:placeholder-shown)")) return false; // Which it empties.
    showBeside(false);
    return true;
  }
  const place = route.value;
  if (place.name === "people") goUp(PATHS.conversation(place.id));
  else if (place.name === "settings" && place.page !== "menu") goUp(PATHS.settings);
  else if (place.name === "conversation") {
    const input = /** @type {HTMLElement | null} */ (document.querySelector(".composer textarea"));
    if (input && document.activeElement !== input) input.focus();
    else if (isWide.value && beside.value) showBeside(false);
    else return false;
  } else if (place.name !== "home") goUp(PATHS.home);
  else return false;
  return true;
}
