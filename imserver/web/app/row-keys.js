import { useRef } from "../vendor/preact/hooks.js";
import { isSaid } from "../client/wire.js";
import { useChat } from "./context.js";
import { t } from "./language.js";
import { toast } from "./toast.js";

/** @typedef {import("./layout.js").Row} Row */

/** A finger rests so long before the menu opens (ms). */
const LONG_PRESS = 450;

/** It may slip so far (px). */
const SLIP = 8;

/**
 * What keys, long presses and right clicks do in the list of messages.
 * @param {object} options
 * @param {readonly Row[]} options.rows
 * @param {import("../client/wire.js").Conversation} options.conversation
 * @param {boolean} options.canWrite
 * @param {import("./message-row.js").RowActions} options.actions
 */
export function useRowKeys({ rows, conversation, canWrite, actions }) {
  const { intents, me } = useChat();
  const press = useRef(/** @type {{ timer: ReturnType<typeof setTimeout>, x: number, y: number } | null} */ (null));
  const isOpen = useRef(false);
  const { id } = conversation;

  /** @param {Event} event */
  const find = (event) => {
    const element = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-row]"));
    const row = rows.find(({ key }) => key === element?.dataset.row);
    return row?.message && !row.message.action && !row.gone ? { row, element } : null;
  };
  /** @param {Event} event */
  const openMenu = (event) => {
    const found = find(event);
    if (!found?.element) return false;
    actions.menu(found.row, (found.element.querySelector(".bubble") ?? found.element).getBoundingClientRect());
    return true;
  };
  const endPress = () => {
    if (press.current) clearTimeout(press.current.timer);
    press.current = null;
  };
  /** @param {KeyboardEvent} event */
  const act = (event) => {
    const found = find(event);
    if (!found?.row.message) return false;
    const { row, element } = found;
    const { message } = found.row;
    const place = element?.querySelector(".bubble")?.getBoundingClientRect() ?? null;
    switch (event.key.toLowerCase()) {
      case "enter":
      case " ":
        actions.menu(row, place);
        return true;
      case "r":
        if (canWrite) actions.reply(row);
        return canWrite;
      case "e":
        if (message.sender !== me || !isSaid(message) || !canWrite) return false;
        intents.edit(id, message);
        return true;
      case "c":
        if (message.text) navigator.clipboard?.writeText(message.text).then(() => toast(t("copied")));
        return true;
      case "+":
        actions.emoji(row, place);
        return true;
      default:
        return false;
    }
  };
  return {
    onKeyDown: (/** @type {KeyboardEvent} */ event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        if (moveFocus(target, event.key === "ArrowUp" ? -1 : 1)) event.preventDefault();
        return;
      }
      if (target.matches("[data-row]") && act(event)) event.preventDefault();
    },
    onContextMenu: (/** @type {MouseEvent} */ event) => {
      const isLink = /** @type {Element} */ (event.target).closest("a");
      if (isLink || getSelection()?.toString()) return;
      if (openMenu(event)) event.preventDefault();
    },
    onPointerDown: (/** @type {PointerEvent} */ event) => {
      endPress();
      isOpen.current = false;
      if (event.pointerType !== "touch") return;
      const open = () => {
        isOpen.current = openMenu(event);
      };
      const timer = setTimeout(open, LONG_PRESS);
      press.current = { timer, x: event.clientX, y: event.clientY };
    },
    onPointerMove: (/** @type {PointerEvent} */ { clientX, clientY }) => {
      const start = press.current;
      if (start && Math.hypot(clientX - start.x, clientY - start.y) > SLIP) endPress();
    },
    onPointerUp: endPress,
    // Else the finger clicks what has come up under it.
    onTouchEnd: (/** @type {Event} */ event) => isOpen.current && event.preventDefault(),
    onPointerCancel: endPress,
  };
}

/**
 * To the message before or after; from the list itself to the last one in sight.
 * @param {HTMLElement} from
 * @param {-1 | 1} step
 */
function moveFocus(from, step) {
  const row = /** @type {HTMLElement | null} */ (from.closest("[data-row]"));
  const box = from.closest("[role=log]");
  if (!box) return false;
  const all = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("[data-row]")]);
  const { bottom } = box.getBoundingClientRect();
  const next = row
    ? all[all.indexOf(row) + step]
    : all.filter((one) => one.getBoundingClientRect().top < bottom - 8).at(-1);
  next?.focus();
  return next !== undefined;
}
