/** Texts of the searches, loaded with them. */
const catalogue = {
  "find.date": "Jump to a date",
  "find.newer": "Newer result",
  "find.none": "Nothing found",
  "find.nothing-since": "Nothing was said since then.",
  "find.of": "{number} of {count}",
  "find.older": "Older result",
  "find.placeholder": "Search this conversation",
  "search.done": "End the search",
  "search.messages": "Messages",
  "search.no-messages": "No message has these words.",
  "search.none": "Nothing is called that, and no message has these words.",
};

/** @typedef {typeof catalogue} FindCatalogue */

export default catalogue;
