/** Texts of the emoji picker. */
const catalogue = {
  "emoji.group.0": "Smileys",
  "emoji.group.1": "People",
  "emoji.group.2": "Animals and nature",
  "emoji.group.3": "Food",
  "emoji.group.4": "Travel",
  "emoji.group.5": "Activities",
  "emoji.group.6": "Objects",
  "emoji.group.7": "Symbols",
  "emoji.groups": "Emoji categories",
  "emoji.none": "No emoji found.",
  "emoji.recent": "Recently used",
  "emoji.search": "Search emoji",
};

/** @typedef {typeof catalogue} EmojiCatalogue */

export default catalogue;
