/** Texts of the help sheet, loaded with it. */
const catalogue = {
  "help.anywhere": "Anywhere",
  "help.back": "Back, or to where you write",
  "help.bold": "**bold**",
  "help.code": "`code`",
  "help.edit-last": "Edit your last message (in an empty field)",
  "help.find": "Search this conversation",
  "help.help": "Show this sheet",
  "help.italic": "_italic_",
  "help.line": "New line",
  "help.list": "- list",
  "help.markup": "Formatting",
  "help.mention": "Mention somebody in a group",
  "help.menu": "Everything you can do with it",
  "help.message": "On a message",
  "help.move": "To the message before or after",
  "help.new": "New chat",
  "help.next": "Next conversation",
  "help.previous": "Previous conversation",
  "help.quote": "> quote",
  "help.search": "Search everything",
  "help.send": "Send",
  "help.struck": "~~struck~~",
  "help.writing": "While writing",
};

/** @typedef {typeof catalogue} HelpCatalogue */

export default catalogue;
