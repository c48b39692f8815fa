/** Texts of the menus of a message and of a conversation, loaded with them. */
const catalogue = {
  "emoji.more": "More emoji",
  "list.mark-read": "Mark as read",
  "list.pin": "Pin to top",
  "list.unpin": "Unpin",
  "message.copy": "Copy text",
  "message.pin": "Pin for everyone",
  "message.react-with": "React with {emoji}",
  "message.readers": "Who has read it",
  "message.recall": "Recall",
  "message.select": "Select text",
  "message.unpin": "Unpin",
  "mute.always": "Mute until I unmute it",
  "mute.day": "Mute for a day",
  "mute.hour": "Mute for an hour",
  "mute.off": "Unmute",
  "readers.delivered": "Delivered to",
  "readers.read": "Read by",
  "readers.waiting": "Not yet delivered to",
  "recall.ask": "Recall this message for everyone? This can’t be undone.",
  "recall.ask-other": "Recall someone else’s message for everyone? This can’t be undone.",
};

/** @typedef {typeof catalogue} MenuCatalogue */

export default catalogue;
