const KEY = "imnode.emoji";

/** What people reach for first, until they have shown their own. */
const USUAL = [
  ...["👍", "❤️", "😂", "🎉", "😮", "🙏", "😊", "😍", "😅", "😢", "😭", "😎"],
  ...["🤔", "👏", "💪", "🔥", "✅", "👀", "🙌", "👋", "☕", "🌹", "💯", "🚀"],
];

/** Most that are remembered. */
const KEPT = 24;

/**
 * As the server spells it: what is a picture by itself needs no U+FE0F.
 * @param {string} emoji
 */
function spelled(emoji) {
  return emoji.replace(/(\p{Emoji_Presentation})\ufe0f/gu, "$1");
}

/** @returns {string[]} */
function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((emoji) => typeof emoji === "string").map(spelled) : [];
  } catch {
    return [];
  }
}

/**
 * The emoji used last on this browser, then the usual ones.
 * @param {number} count
 */
export function recentEmoji(count) {
  return [...new Set([...kept(), ...USUAL])].slice(0, count);
}

/** @param {string} emoji */
export function rememberEmoji(emoji) {
  localStorage.setItem(KEY, JSON.stringify([...new Set([emoji, ...kept()])].slice(0, KEPT)));
}
