import { useEffect, useMemo, useState } from "../../vendor/preact/hooks.js";
import { computed } from "../../vendor/signals/signals.js";
import { useChat } from "../state/context.js";
import { hueOf } from "../people/avatar.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { summary } from "./message-text.js";

/**
 * The message with a number, as it is now: at once where it is at hand, else when it has come.
 * @param {string} conv
 * @param {number} seq
 * @returns {import("../../client/wire.js").Message | null | undefined} undefined while it is on its way
 */
export function useMessage(conv, seq) {
  const chat = useChat();
  const { session } = chat;
  const live = chat.state.value === "live";
  const found = useMemo(
    () => computed(() => chat.timeline(conv).value && session.timeline(conv).find(seq)),
    [chat, conv, seq],
  );
  const shown = found.value;
  const [fetched, setFetched] = useState(/** @type {any} */ (undefined));
  useEffect(() => {
    let current = true;
    if (shown) return;
    const fetch = () =>
      session.message(conv, seq).then(
        (message) => current && setFetched(message ?? null),
        () => current && live && setFetched(null),
      );
    fetch();
    const stop = session.on("revised", (one) => one.conv === conv && one.seq === seq && fetch());
    return () => {
      current = false;
      stop();
    };
  }, [conv, seq, Boolean(shown), live]);
  return shown ?? fetched;
}

/**
 * The beginning of a message that another one answers.
 * @param {{ conv: string, seq: number }} props
 */
export function Quote({ conv, seq }) {
  const chat = useChat();
  const message = useMessage(conv, seq);
  const name =
    message &&
    (message.sender === chat.me ? t("list.you") : (chat.person(message.sender)?.name ?? t("person.unknown")));
  const text = message ? summary(message) : message === null ? t("quote.missing") : "…";
  return html`<span class=${`quote ${message ? `ink hue-${hueOf(message.sender)}` : ""}`}>
    ${name && html`<span class="quote-name"><bdi>${name}</bdi></span>`}
    <span class="quote-text" dir="auto">${text.slice(0, 200)}</span>
  </span>`;
}
