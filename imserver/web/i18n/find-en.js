/** Texts of the searches, loaded with them. */
const catalogue = {
  "find.all": "Search all messages",
  "find.clear": "Try other words",
  "find.clear-date": "Clear the date",
  "find.date": "Jump to a date",
  "find.everywhere": "Search all conversations",
  "find.newer": "Newer result",
  "find.none": "Nothing found",
  "find.nothing": "Nothing found for “{query}”",
  "find.nothing-since": "No messages since {day}",
  "find.of": "{number} of {count}",
  "find.older": "Older result",
  "find.placeholder": "Search this conversation",
  "find.short": "Search here",
  "find.this-device-only": "Only messages saved on this device were searched.",
  "find.to-last": "Jump to the latest message",
  "find.where": "All messages in “{name}” were searched.",
  "search.done": "Close search",
  "search.hint": "Try another spelling, fewer words, or the start of a word.",
  "search.messages": "Messages",
  "search.no-messages": "No messages contain “{query}”.",
  "search.none": "Nothing found for “{query}”",
  "search.people": "Find people",
  "search.where": "The names of your chats and all their messages were searched.",
};

/** @typedef {typeof catalogue} FindCatalogue */

export default catalogue;
