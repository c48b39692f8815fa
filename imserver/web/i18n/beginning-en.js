/** Texts of screens on which there is nothing yet, loaded with them. */
const catalogue = {
  "beginning.add": "Add people",
  "beginning.alone": "You’re the only one here so far. Add the people this group is for.",
  "beginning.direct": "No messages here yet. Only the two of you are in this conversation.",
  "beginning.group": "No messages here yet. Members of this group:",
  "beginning.label": "The beginning of this conversation",
  "beginning.members": "In this group",
  "beginning.write": "Write the first message",
  "conversation.gone": "You are no longer in “{name}”.",
  "conversation.missing": "This conversation doesn’t exist, or you are no longer in it.",
  "conversation.none": "Choose a conversation, or start a new one",
  "conversation.none-yet": "Your conversations open here",
  "list.group-hint": "For a class, a team or the family",
  "list.invite-hint": "A link for others to create an account",
  "list.none": "No chats yet",
  "list.none-hint": "People who write to you appear here. Or start yourself:",
  "list.set-up": "Set up this device",
  "list.set-up-hint": "Notifications, language, appearance",
  "list.start": "Start a chat",
  "list.start-hint": "Choose someone and write the first message",
};

/** @typedef {typeof catalogue} BeginningCatalogue */

export default catalogue;
