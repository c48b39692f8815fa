import { computed, effect, signal } from "../../vendor/signals/signals.js";
import { language } from "../ui/language.js";
import { clearRecord, readRecord, writeRecord } from "./notice-record.js";
import { offered } from "../state/preferences.js";
import { loadStyles } from "../ui/styles.js";
import { Subscription } from "./subscription.js";
import { update } from "../state/update.js";

/**
 * Why a browser can't notify, or that it can.
 * - `insecure`: over plain HTTP no browser does
 * - `home-screen`: an iPhone or iPad does so for what lies on its home screen
 * - `unable`: this one never does
 * @typedef {"insecure" | "home-screen" | "unable" | "able"} Ability
 */

/**
 * - `blocked`: the person, or somebody for them, forbade it in the browser
 * - `on`, `waiting`, `page`: as a subscription says
 * @typedef {Exclude<Ability, "able"> | "blocked" | "off" | import("./subscription.js").Outcome} NoticesState
 */

const NOTIFY = "imnode.notify";
const ANSWERED = "imnode.notify-offered";
const LATER = "imnode.notify-later";

/** After this time somebody is asked again who answered neither yes nor no (ms). */
const DAY = 24 * 60 * 60_000;

/** How long a worker may take to come up (ms). */
const PATIENCE = 60_000;

/** Whether the person wants notices on this device. */
export const notify = signal(false);

const permission = signal(/** @type {NotificationPermission} */ ("default"));

/** What came of subscribing. */
const outcome = signal(/** @type {import("./subscription.js").Outcome} */ ("waiting"));

/** Whether there is a worker that could be woken. */
const wakeable = signal(false);

const able = signal(/** @type {Ability} */ ("unable"));

/** @type {Subscription} */
let subscription;

export const noticesState = computed(() => stateOf(able.value, permission.value, notify.value, outcome.value));

/**
 * @param {Ability} able
 * @param {NotificationPermission} permission
 * @param {boolean} wanted
 * @param {import("./subscription.js").Outcome} outcome
 * @returns {NoticesState}
 */
export function stateOf(able, permission, wanted, outcome) {
  if (able !== "able") return able;
  if (permission === "denied") return "blocked";
  return wanted && permission === "granted" ? outcome : "off";
}

/**
 * @param {{ isSecureContext: boolean, Notification?: unknown, navigator: { userAgent: string, maxTouchPoints: number } }} browser
 * @returns {Ability}
 */
export function abilityOf({ isSecureContext, Notification, navigator: { userAgent, maxTouchPoints } }) {
  if (!isSecureContext) return "insecure";
  if (Notification) return "able";
  const isApple = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  return isApple ? "home-screen" : "unable";
}

/**
 * Keep the subscription as the person wants it, for as long as they are signed in.
 * @param {import("../state/account.js").Account} account
 */
export function startPush(account) {
  able.value = abilityOf(window);
  if (able.value !== "able") return;
  permission.value = Notification.permission;
  notify.value = localStorage.getItem(NOTIFY) === "on";
  const request = account.api.request.bind(account.api);
  subscription = new Subscription({ registration, request, marks: localStorage });
  registration().then((found) => {
    wakeable.value = Boolean(found?.pushManager);
  });
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key === NOTIFY) notify.value = newValue === "on";
  });
  const look = () => {
    permission.value = Notification.permission;
  };
  window.addEventListener("focus", look); // Safari doesn't tell of changes
  navigator.permissions?.query({ name: "notifications" }).then(
    (status) => {
      status.onchange = look;
    },
    () => {},
  );
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data?.subscription) renew(account);
  });
  followSession(account);
  followOffer(account);
}

/** @param {import("../state/account.js").Account} account */
function followSession(account) {
  /** @type {string | undefined} */
  let who;
  effect(() => {
    const chat = account.chat.value;
    if (chat) who = chat.me;
    outcome.value = "waiting";
  });
  effect(() => {
    if (account.phase.value === "signed-out") forget(who);
  });
  effect(() => {
    const chat = account.chat.value;
    if (!chat || chat.state.value !== "live") return;
    if (notify.value && permission.value === "granted" && outcome.peek() !== "on") renew(account);
    else subscription.settle();
  });
  effect(() => {
    const record = { user: account.chat.value?.me ?? "", language: language.value };
    if (record.user && notify.value && permission.value === "granted") writeRecord(record).catch(() => {});
  });
}

/** @param {import("../state/account.js").Account} account */
async function renew(account) {
  const chat = account.chat.peek();
  if (!chat || !notify.peek()) return;
  await subscription.settle();
  const came = await subscription.open();
  if (account.chat.peek() === chat) outcome.value = came;
}

/**
 * Offer notices until there is an answer: to somebody who wrote something, or installed the page.
 * @param {import("../state/account.js").Account} account
 */
function followOffer(account) {
  effect(() => {
    const chat = account.chat.value;
    const wrote = chat && chat.written.value > 0 && chat.pending.value.length === 0;
    const apt = chat?.state.value === "live" && (wrote || matchMedia("(display-mode: standalone)").matches);
    const busy = update.value || account.reused.value;
    if (apt && !busy && wakeable.value && noticesState.value === "off" && !isAnswered()) showOffer();
    if (!chat || noticesState.value !== "off") offered.value = null;
  });
}

async function showOffer() {
  const [{ PushOffer }] = await Promise.all([import("./push-offer.js"), loadStyles("css/offer.css")]);
  if (noticesState.peek() === "off" && !isAnswered()) offered.value = PushOffer;
}

function isAnswered() {
  const isFinal = localStorage.getItem(NOTIFY) !== null || localStorage.getItem(ANSWERED) !== null;
  return isFinal || Date.now() < Number(localStorage.getItem(LATER));
}

/** The offer isn't made again. */
export function answerOffer() {
  localStorage.setItem(ANSWERED, "1");
  offered.value = null;
}

/** The browser's question was passed over: the offer is made again the next day. */
export function postponeOffer() {
  localStorage.setItem(LATER, String(Date.now() + DAY));
  offered.value = null;
}

/**
 * Ask the browser's leave, in a click, and subscribe.
 * @returns {Promise<boolean>} whether it was given
 */
export async function switchOn() {
  permission.value = await Notification.requestPermission();
  if (permission.value !== "granted") return false;
  choose(true);
  return true;
}

/** This device tells of nothing from then on. The server learns it when it can be reached. */
export async function switchOff() {
  choose(false);
  outcome.value = "waiting";
  await Promise.all([subscription.end(), clearRecord(), closeAll()]);
  await subscription.settle();
}

/** @param {boolean} on */
function choose(on) {
  localStorage.setItem(NOTIFY, on ? "on" : "off");
  notify.value = on;
}

/**
 * Nobody is signed in any more: nothing of theirs is to come here.
 * @param {string | undefined} who was signed in, as far as this page knows
 */
async function forget(who) {
  const record = await readRecord().catch(() => null);
  if (who && record && record.user !== who) return; // another tab has signed somebody else in
  localStorage.removeItem(NOTIFY);
  notify.value = false;
  await Promise.all([subscription.forget(), clearRecord(), closeAll()]).catch(() => {});
}

/** @returns {Promise<ServiceWorkerRegistration | null>} null where there is no worker */
async function registration() {
  const { serviceWorker } = navigator;
  if (document.readyState !== "complete") await new Promise((resolve) => window.addEventListener("load", resolve));
  const known = await serviceWorker?.register("sw.js").catch(() => serviceWorker.getRegistration()); // no network
  if (!known) return null;
  const late = new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE));
  return /** @type {Promise<ServiceWorkerRegistration | null>} */ (Promise.race([serviceWorker.ready, late]));
}

async function closeAll() {
  const found = await navigator.serviceWorker?.getRegistration();
  for (const notice of (await found?.getNotifications()) ?? []) notice.close();
}
