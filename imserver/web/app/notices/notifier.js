import { effect } from "../../vendor/signals/signals.js";
import { isSaid } from "../../client/wire.js";
import { attention } from "../state/attention.js";
import { t, tCount } from "../ui/language.js";
import { loadMarkdown, summary } from "../messages/message-text.js";
import { conversationName } from "../state/names.js";
import { shouldNotify, isMuted } from "../state/muting.js";
import "../texts/notices.js";
import { notify, startPush } from "./push.js";
import { go } from "../ui/navigation.js";
import { PATHS, route } from "../state/route.js";
import { serverName } from "../state/server.js";

/** How much of a message a notification shows (characters). */
const SHOWN = 180;

/** What was read is cleared after this, at once for all that is read until then (ms). */
const SOON = 200;

/**
 * Shown by the page itself, where there is no worker, by conversation.
 * @type {Map<string, Notification>}
 */
const own = new Map();

/**
 * Calls for somebody who isn't looking, and counts on the application's icon, while the page is open. Clears what was
 * read, whoever has shown it.
 * @param {import("../state/account.js").Account} account
 */
export function startNotifier(account) {
  startPush(account);
  /** @type {import("../../client/session.js").Arrival | null} */
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
    if (shouldNotify(conversation, arrival.message, chat.me, Date.now())) show(chat, conversation, arrival.message);
  });
  let counted = -1;
  const count = () => {
    const conversations = account.chat.value?.conversations.value ?? [];
    const now = Date.now();
    const unread = conversations.reduce((sum, one) => sum + (isMuted(one, now) ? 0 : (one.unread ?? 0)), 0);
    if (unread === counted || !("setAppBadge" in navigator)) return;
    counted = unread;
    (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => {});
  };
  effect(count);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (!data?.notice) return;
    counted = -1; // the worker has counted
    count();
  });
  followReading(account);
}

/**
 * What was read, here or elsewhere, is told of no longer.
 * @param {import("../state/account.js").Account} account
 */
function followReading(account) {
  let read = "";
  let soon = 0;
  const tidy = () => {
    clearTimeout(soon);
    soon = 0;
    const chat = account.chat.peek();
    if (chat) clear(chat);
  };
  effect(() => {
    const chat = account.chat.value;
    if (!chat) closeOwn();
    if (!chat?.ready.value) return;
    const positions = chat.conversations.value
      .map((one) => `${one.id} ${one.read}`)
      .sort()
      .join();
    if (positions !== read) soon ||= setTimeout(tidy, SOON);
    read = positions;
  });
  const hurry = () => {
    if (soon) tidy();
  };
  document.addEventListener("visibilitychange", hurry);
  window.addEventListener("pagehide", hurry);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    const chat = account.chat.peek();
    if (data?.notice && chat) clear(chat);
  });
}

function closeOwn() {
  for (const notice of own.values()) notice.close();
  own.clear();
}

/** @param {import("../state/chat.js").Chat} chat */
async function clear(chat) {
  const worker = await navigator.serviceWorker?.getRegistration();
  for (const notice of [...((await worker?.getNotifications()) ?? []), ...own.values()]) {
    const { conv, seq } = notice.data ?? {};
    const conversation = chat.session.conversations.get(conv);
    if (conversation ? (conversation.read ?? 0) < seq : conv && chat.state.peek() !== "live") continue;
    notice.close();
    own.delete(conv);
  }
}

/**
 * In the place of an earlier notice of the conversation, with a sound of its own.
 * @param {import("../state/chat.js").Chat} chat
 * @param {import("../../client/wire.js").Conversation} conversation
 * @param {import("../../client/wire.js").Message} message
 */
async function show(chat, conversation, message) {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
  const sender = chat.session.conversations.person(message.sender)?.name ?? t("person.unknown");
  await loadMarkdown();
  const text = summary(message).slice(0, SHOWN);
  const said = conversation.kind === "group" && isSaid(message) ? t("announcer.message", { name: sender, text }) : text;
  const { id, unread = 1 } = conversation;
  const title = [conversationName(conversation, chat.me), serverName.value].filter(Boolean).join(" · ");
  const options = {
    body: unread > 1 ? `${said}\n${tCount("notice.several", unread)}` : said,
    tag: id,
    renotify: true,
    icon: "icon-192.png",
    data: { path: PATHS.conversation(id), conv: id, seq: message.seq, unread },
  };
  const worker = await navigator.serviceWorker?.getRegistration();
  if (worker?.active) {
    const [shown] = await worker.getNotifications({ tag: id });
    if (shown?.data?.seq >= message.seq) return; // the worker was faster
    await worker.showNotification(title, options);
  } else {
    const notification = new Notification(title, options);
    own.set(id, notification);
    notification.onclick = () => {
      window.focus();
      go(options.data.path);
      notification.close();
    };
  }
  if ((chat.session.conversations.get(id)?.read ?? 0) >= message.seq) await clear(chat); // read meanwhile
}
