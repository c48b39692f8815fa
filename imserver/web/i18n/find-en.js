/** Texts of the searches, loaded with them. */
const catalogue = {
  "find.all": "Search all messages",
  "find.clear": "Other words",
  "find.date": "Jump to a date",
  "find.everywhere": "Search all conversations",
  "find.forget-date": "Leave out the date",
  "find.kept": "Only messages that are kept on this device were searched.",
  "find.newer": "Newer result",
  "find.none": "Nothing found",
  "find.nothing": "Nothing found for “{query}”",
  "find.nothing-since": "Nothing was written since {day}",
  "find.of": "{number} of {count}",
  "find.older": "Older result",
  "find.placeholder": "Search this conversation",
  "find.short": "Search here",
  "find.to-last": "To the newest message",
  "find.where": "All messages in “{name}” were searched.",
  "search.done": "End the search",
  "search.hint": "Try another spelling, fewer words, or the beginning of a word.",
  "search.messages": "Messages",
  "search.no-messages": "No message has “{query}”.",
  "search.none": "Nothing found for “{query}”",
  "search.people": "Look for people",
  "search.where": "The names of your chats and all messages in them were searched.",
};

/** @typedef {typeof catalogue} FindCatalogue */

export default catalogue;
