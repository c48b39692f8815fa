import { useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { attempt } from "../ui/toast.js";

/** Most names that are told of one reaction. */
const NAMED = 20;

/**
 * Who reacted with what; a click joins in, or takes it back.
 * @param {{ conv: string, seq: number, reactions: Record<string, string[]>, unnamed?: Record<string, number> }} props
 */
export function Reactions({ conv, seq, reactions, unnamed = {} }) {
  const chat = useChat();
  const entries = Object.entries(reactions).filter(([emoji, who]) => who.length || unnamed[emoji]);
  if (entries.length === 0) return null;
  return html`<ul class="reactions" aria-label=${t("reactions.label")}>
    ${entries.map(([emoji, who]) => {
      const mine = who.includes(chat.me);
      const names = who
        .slice(0, NAMED)
        .map((id) => (id === chat.me ? t("list.you") : (chat.person(id)?.name ?? t("person.unknown"))));
      return html`<li key=${emoji}>
        <button
          type="button"
          class="reaction"
          aria-pressed=${mine}
          title=${names.join(", ")}
          onClick=${() => attempt(chat.session.react(conv, seq, emoji, !mine))}
        >
          <span>${emoji}</span>${" "}<span class="reaction-count">${who.length + (unnamed[emoji] ?? 0)}</span>${" "}
          <span class="hidden-text">${names.join(", ")}</span>
        </button>
      </li>`;
    })}
  </ul>`;
}
