/** @typedef {import("./wire.js").Message} Message */

/**
 * A message without what a frame has around it, nor what says nothing.
 * @param {Message} message
 * @returns {Message}
 */
export function bare({
  seq,
  sender,
  client_id,
  ts,
  text,
  reply_to,
  thread,
  mentions,
  spans,
  edited_at,
  reactions,
  unnamed,
  gone,
  attachments,
  note,
  action,
}) {
  return {
    ...{ seq, sender, client_id, ts, text },
    ...(reply_to && { reply_to }),
    ...(thread && { thread }),
    ...(mentions?.length && { mentions }),
    ...(spans?.length && { spans }),
    ...(edited_at && { edited_at }),
    ...(reactions && { reactions }),
    ...(unnamed && { unnamed }),
    ...(gone && { gone }),
    ...(attachments?.length && { attachments }),
    ...(note && { note }),
    ...(action && { action }),
  };
}

/**
 * @param {Message} message
 * @param {import("./outbox.js").Alteration | undefined} change
 * @param {string} user
 * @param {number} ts
 * @returns {Message}
 */
export function changed(message, { t, text = "", mentions, spans, emoji = "", on = true } = { t: "recall" }, user, ts) {
  if (t === "edit") return edited(message, { text, mentions, spans }, ts);
  return t === "recall" ? recalled(message) : react(message, { user, emoji, on });
}

/**
 * @param {Message} message
 * @param {{ text: string, mentions?: string[], spans?: import("./wire.js").Span[] }} edit
 * @param {number} ts
 * @returns {Message}
 */
export function edited({ spans: _, ...message }, { text, mentions = [], spans }, ts) {
  return { ...message, text, mentions, ...(spans?.length && { spans }), edited_at: ts };
}

/**
 * @param {Message} message
 * @returns {Message}
 */
export function recalled({ seq, sender, client_id, ts }) {
  return { seq, sender, client_id, ts, text: "", gone: "recalled" };
}

/**
 * @param {Message} message
 * @param {{ user: string, emoji: string, on: boolean }} reaction
 * @returns {Message}
 */
export function react(message, { user, emoji, on }) {
  const { [emoji]: hidden = 0 } = message.unnamed ?? {};
  if (!on && hidden && !message.reactions?.[emoji]?.includes(user)) {
    return { ...message, unnamed: { ...message.unnamed, [emoji]: hidden - 1 } };
  }
  const others = (message.reactions?.[emoji] ?? []).filter((who) => who !== user);
  const { [emoji]: _, ...rest } = message.reactions ?? {};
  const who = on ? [...others, user] : others;
  if (on && message.reactions && emoji in message.reactions) {
    return { ...message, reactions: { ...message.reactions, [emoji]: who } };
  }
  return { ...message, reactions: who.length > 0 ? { ...rest, [emoji]: who } : rest };
}
