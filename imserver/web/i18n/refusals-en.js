/** Why something was refused, to somebody who is signed in or about to be; loaded when they are. */
const catalogue = {
  "error.banned": "This person was removed for good. Lift the ban first.",
  "error.blocked": "One of you has blocked the other.",
  "error.emoji_invalid": "This can’t be a reaction.",
  "error.last_owner": "Give somebody else the role of owner first.",
  "error.login_confusable": "This looks like a login that somebody has. Choose one that can’t be mistaken for another.",
  "error.login_invalid":
    "Use 1 to 64 letters, digits, dots, hyphens, underscores or @, without spaces, among them a letter or digit.",
  "error.login_mixed": "Take all letters from one alphabet: those of several can look alike.",
  "error.login_reserved": "This word mentions everybody, or is an id. Choose another login.",
  "error.login_taken": "Somebody has this login already. Choose another one.",
  "error.name_invalid": "Use 1 to 100 visible characters on one line, with no pile of accents on a letter.",
  "error.not_found": "This doesn’t exist any more.",
  "error.not_member": "You aren’t in this conversation any more.",
  "error.server_name_invalid": "Use 1 to 64 visible characters.",
  "error.storage_full": "The server’s disk is full. Your message waits, and is sent once there is space again.",
  "error.text_invalid": "There is nothing to see in this text, or it is too long.",
  "error.title_invalid": "Use 1 to 100 visible characters on one line, with no pile of accents on a letter.",
  "error.token_reused": "You were signed out: somebody else may have used this device’s sign-in. Sign in again, and if it wasn’t you, change your password.",
  "error.too_late": "It is too late to recall this message. Ask an admin of the group.",
  "error.too_many": "That is more than a group can hold.",
  "error.unknown_conversation": "This conversation doesn’t exist any more.",
  "error.unknown_file": "A file of this message isn’t there any more. Choose it again.",
  "error.unknown_message": "This message doesn’t exist any more.",
  "error.mention_left": "Somebody whom you mention isn’t in this group any more.",
  "error.unknown_user": "This person’s account doesn’t exist any more.",
};

/** @typedef {typeof catalogue} RefusalCatalogue */

export default catalogue;
