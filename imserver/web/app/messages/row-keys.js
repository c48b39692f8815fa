import { isSaid } from "../../client/wire.js";
import { useChat } from "../state/context.js";
import { t } from "../ui/language.js";
import { toast } from "../ui/toast.js";

/** @typedef {import("./row-layout.js").Row} Row */

/**
 * What keys, right clicks and resting fingers do in the list of messages.
 * @param {object} options
 * @param {readonly Row[]} options.rows
 * @param {import("../../client/wire.js").Conversation} options.conversation
 * @param {boolean} options.canWrite
 * @param {import("./message-row.js").RowActions} options.actions
 */
export function useRowKeys({ rows, conversation, canWrite, actions }) {
  const { composerModes, me } = useChat();
  const { id } = conversation;

  /** @param {Event} event */
  const find = (event) => {
    const element = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-row]"));
    const row = rows.find(({ key }) => key === element?.dataset.row);
    const place = (element?.querySelector(".bubble") ?? element)?.getBoundingClientRect() ?? null;
    return row && !row.gone && !row.message?.action ? { row, place } : null;
  };
  /** @param {KeyboardEvent} event */
  const act = (event) => {
    const key = event.key.toLowerCase();
    const isEnter = key === "enter" || key === " ";
    const way = /** @type {Element} */ (event.target).querySelector(".note-way");
    if (isEnter && way) {
      /** @type {HTMLElement} */ (way).click();
      return true;
    }
    const found = find(event);
    if (!found) return false;
    const { row, place } = found;
    const { message } = row;
    if (isEnter) {
      actions.menu(row, place);
      return true;
    }
    if (!message) return false;
    switch (key) {
      case "r":
        if (canWrite) actions.reply(row);
        return canWrite;
      case "e":
        if (message.sender !== me || !isSaid(message) || !canWrite) return false;
        composerModes.edit(id, message);
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
      const found = find(event);
      if (!found || isLink || getSelection()?.toString()) return;
      event.preventDefault();
      actions.menu(found.row, found.place);
    },
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
