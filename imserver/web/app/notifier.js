import { effect } from "../vendor/signals/signals.js";
import { isSaid } from "../client/wire.js";
import { attention } from "./attention.js";
import { t } from "./language.js";
import { askForMarkdown, summary } from "./message-text.js";
import { conversationName } from "./names.js";
import { callsFor, isMuted } from "./muting.js";
import { notify } from "./preferences.js";
import { go, PATHS, route } from "./route.js";
import { serverName } from "./server.js";

/** How much of a message a notification shows (characters). */
const SHOWN = 180;

/** Whether this browser could show notifications at all: it doesn't over plain HTTP. */
export function canNotify() {
  return "Notification" in globalThis && window.isSecureContext;
}

/**
 * Calls for somebody who isn't looking, and counts on the application's icon, while the page is open.
 * @param {import("./account.js").Account} account
 */
export function startNotifier(account) {
  /** @type {import("../client/session.js").Arrival | null} */
  let last = null;
  effect(() => {
    const chat = account.chat.value;
    const arrival = chat?.arrived.value ?? null;
    if (!chat || !arrival || arrival === last) return;
    last = arrival;
    const conversation = chat.session.conversations.get(arrival.conv);
    const place = route.peek();
    const seen = attention.peek() && "id" in place && place.id === arrival.conv;
    if (!conversation || seen || !notify.peek() || chat.blocked.peek().has(arrival.message.sender)) return;
    if (callsFor(conversation, arrival.message, chat.me, Date.now())) show(chat, conversation, arrival.message);
  });
  effect(() => {
    const conversations = account.chat.value?.conversations.value ?? [];
    const now = Date.now();
    const count = conversations.reduce((sum, one) => sum + (isMuted(one, now) ? 0 : (one.unread ?? 0)), 0);
    if (!("setAppBadge" in navigator)) return;
    (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {});
  });
}

/**
 * @param {import("./chat.js").Chat} chat
 * @param {import("../client/wire.js").Conversation} conversation
 * @param {import("../client/wire.js").Message} message
 */
async function show(chat, conversation, message) {
  if (!canNotify() || Notification.permission !== "granted") return;
  const sender = chat.session.conversations.person(message.sender)?.name ?? t("person.unknown");
  await askForMarkdown();
  const text = summary(message).slice(0, SHOWN);
  const body = conversation.kind === "group" && isSaid(message) ? t("announcer.message", { name: sender, text }) : text;
  const title = [conversationName(conversation, chat.me), serverName.value].filter(Boolean).join(" · ");
  const options = { body, tag: conversation.id, icon: "icon-192.png", data: { path: PATHS.conversation(conversation.id) } };
  const worker = await navigator.serviceWorker?.getRegistration();
  if (worker?.active) {
    await worker.showNotification(title, options);
    return;
  }
  const notification = new Notification(title, options);
  notification.onclick = () => {
    window.focus();
    go(options.data.path);
    notification.close();
  };
}
