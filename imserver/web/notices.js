// Notices of Web Push, as the service worker shows, replaces, opens and clears them. A classic script: of the browsers
// that are supported not all know workers that are modules, and those that aren't can import nothing else.

(() => {
  /** @typedef {"en" | "zh"} Language */

  /**
   * What the server tells of a conversation (docs/push.md), with what is left out filled in.
   * @typedef {{ conv: string, seq: number, name: string, ts: number, unread: number, title: string, text: string, files: number, mentioned: boolean, server: string }} Notice
   */

  /**
   * What the page wrote down for the worker, which can't read `localStorage`: whose notices these are.
   * @typedef {{ user: string, language: Language }} NoticeRecord
   */

  const TEXTS = {
    en: {
      generic: "There may be new messages",
      new: "New message",
      from: "New message from {name}",
      several: "{count} new messages",
      latest: "{count} new messages, the last one from {name}",
      mentioned: "{name} mentioned you",
      says: "{name}: {text}",
      file: "Sent a file",
      files: "Sent {count} files",
    },
    zh: {
      generic: "可能有新消息",
      new: "新消息",
      from: "{name}发来新消息",
      several: "{count} 条新消息",
      latest: "{count} 条新消息，最后一条来自{name}",
      mentioned: "{name}提到了您",
      says: "{name}：{text}",
      file: "发来一个文件",
      files: "发来 {count} 个文件",
    },
  };

  /** Where the page keeps the record. */
  const CACHE = "imnode-notices";
  const RECORD = "/notices.json";

  /** What is shown where a push can't be read: browsers demand that something is. */
  const GENERIC_TAG = "imnode";

  /** Most characters of a name or title, and of a text. */
  const MAX_NAME = 100;
  const MAX_TEXT = 300;

  /**
   * @param {string} text
   * @param {Record<string, string | number>} values
   */
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
  }

  /**
   * Text from elsewhere, in one line and not too long.
   * @param {unknown} value
   * @param {number} most characters
   */
  function line(value, most) {
    if (typeof value !== "string") return "";
    const text = value.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
    return [...text].slice(0, most).join("");
  }

  /** @param {unknown} value */
  function count(value) {
    return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : 0;
  }

  /**
   * @param {string | undefined} body
   * @returns {Notice | null} null where it isn't one
   */
  function read(body) {
    /** @type {any} */
    let told;
    try {
      told = JSON.parse(body ?? "");
    } catch {
      return null;
    }
    if (typeof told?.conv !== "string" || !/^[\w-]{1,64}$/.test(told.conv) || !count(told.seq)) return null;
    return {
      conv: told.conv,
      seq: told.seq,
      name: line(told.name, MAX_NAME),
      ts: count(told.ts),
      unread: count(told.unread) || 1,
      title: line(told.title, MAX_NAME),
      text: line(told.text, MAX_TEXT),
      files: count(told.files),
      mentioned: told.mentioned === true,
      server: line(told.server, MAX_NAME),
    };
  }

  /**
   * @param {Notice} notice
   * @param {Language} language
   */
  function words({ name, unread, title, text, files, mentioned }, language) {
    const say = TEXTS[language];
    const sent = text || (files > 1 ? fill(say.files, { count: files }) : files ? say.file : "");
    const group = title !== "" && name !== "";
    if (sent) {
      const first = group ? fill(say.says, { name, text: sent }) : sent;
      return unread > 1 ? `${first}\n${fill(say.several, { count: unread })}` : first;
    }
    if (mentioned && group) return fill(say.mentioned, { name });
    if (unread > 1) return fill(group ? say.latest : say.several, { count: unread, name });
    return group ? fill(say.from, { name }) : say.new;
  }

  /**
   * How a notice is shown: under the tag of its conversation, so that a later one takes its place.
   * @param {Notice} notice
   * @param {Language} language
   */
  function describe(notice, language) {
    const { conv, seq, unread, ts, title, name, server } = notice;
    const options = {
      body: words(notice, language),
      tag: conv,
      lang: language === "zh" ? "zh-Hans" : "en",
      icon: "icon-192.png",
      timestamp: ts || undefined,
      data: { path: `#/c/${conv}`, conv, seq, unread },
    };
    return { title: [title || name, server].filter(Boolean).join(" · ") || TEXTS[language].new, options };
  }

  /** @param {Language} language */
  function generic(language) {
    const options = { tag: GENERIC_TAG, icon: "icon-192.png", data: { path: "#/" } };
    return { title: TEXTS[language].generic, options };
  }

  /**
   * The worker's side of notices.
   * @param {any} worker its global scope
   */
  function start(worker) {
    const { registration, clients, caches, navigator } = worker;

    /** @returns {Promise<NoticeRecord | null>} null where nobody wants notices here */
    async function record() {
      try {
        const kept = await (await caches.open(CACHE)).match(RECORD);
        return kept ? await kept.json() : null;
      } catch {
        return null;
      }
    }

    /** @param {NoticeRecord | null} kept @returns {Language} */
    function languageOf(kept) {
      if (kept) return kept.language === "zh" ? "zh" : "en";
      return String(navigator.language).toLowerCase().startsWith("zh") ? "zh" : "en";
    }

    /** @param {string | undefined} body */
    async function push(body) {
      const kept = await record();
      const notice = kept && read(body);
      if (notice) await show(notice, languageOf(kept));
      else {
        const { title, options } = generic(languageOf(kept));
        await registration.showNotification(title, options);
      }
      if (!kept) await (await registration.pushManager.getSubscription())?.unsubscribe();
      await badge();
      await tell({ notice: true }); // a page that is open knows better what to count
    }

    /**
     * Sounds when it is later than what is shown, and nobody looks at the page.
     * @param {Notice} notice
     * @param {Language} language
     */
    async function show(notice, language) {
      const [shown] = await registration.getNotifications({ tag: notice.conv });
      const last = shown?.data?.seq ?? 0;
      const looking = (await pages()).some((page) => page.focused);
      const { title, options } = describe(notice, language);
      const same = last > notice.seq ? { title: shown.title, body: shown.body, data: shown.data } : { title };
      const renotify = notice.seq > last;
      await registration.showNotification(same.title, { ...options, ...same, renotify, silent: looking || !renotify });
    }

    /** On the application's icon, as much as the notices tell. */
    async function badge() {
      if (!navigator.setAppBadge) return;
      const shown = await registration.getNotifications();
      const sum = shown.reduce((/** @type {number} */ all, /** @type {any} */ one) => all + (one.data?.unread ?? 0), 0);
      await navigator.setAppBadge(sum || undefined).catch(() => {});
    }

    /** Open pages of the chat, the one that was looked at last first. @returns {Promise<any[]>} */
    async function pages() {
      const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
      return windows.filter((/** @type {any} */ one) => /^\/(index\.html|admin\/?)?$/.test(new URL(one.url).pathname));
    }

    /** @param {object} message */
    async function tell(message) {
      for (const page of await pages()) page.postMessage(message);
    }

    /** @param {string} path */
    async function open(path) {
      const [page] = (await pages()).sort((one, other) => Number(other.focused) - Number(one.focused));
      const focused = await page?.focus().catch(() => null);
      if (focused) focused.postMessage({ path });
      else await clients.openWindow(`/${path}`);
    }

    /**
     * The browser gave the subscription up, or another one for it. The page tells the server: the worker can't sign in.
     * @param {any} event
     */
    async function resubscribe({ oldSubscription, newSubscription }) {
      const key = oldSubscription?.options.applicationServerKey;
      if (!newSubscription && key && (await record())) {
        const options = { userVisibleOnly: true, applicationServerKey: key };
        await registration.pushManager.subscribe(options).catch(() => null);
      }
      await tell({ subscription: true });
    }

    worker.addEventListener("push", (/** @type {any} */ event) => event.waitUntil(push(event.data?.text())));
    worker.addEventListener("pushsubscriptionchange", (/** @type {any} */ event) =>
      event.waitUntil(resubscribe(event)),
    );
    worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
      event.notification.close();
      event.waitUntil(open(event.notification.data?.path ?? "#/"));
    });
  }

  /** @type {any} */ (self).NOTICES = { read, describe, generic, start, TEXTS };
})();
