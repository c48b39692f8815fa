/** Why something was refused, to somebody who is signed in or about to be; loaded when they are. */
const catalogue = {
  "error.banned": "This person was removed for good. Lift the ban first.",
  "error.blocked": "One of you has blocked the other.",
  "error.emoji_invalid": "This can’t be a reaction.",
  "error.last_owner": "Give somebody else the role of owner first.",
  "error.login_invalid": "Use 1 to 64 letters, digits, dots, hyphens, underscores or @, without spaces.",
  "error.login_taken": "Somebody has this login already. Choose another one.",
  "error.name_invalid": "Use 1 to 100 visible characters.",
  "error.not_found": "This doesn’t exist any more.",
  "error.not_member": "You aren’t in this conversation any more.",
  "error.server_name_invalid": "Use 1 to 64 visible characters.",
  "error.storage_full": "The server’s disk is full. Your message waits, and is sent once there is space again.",
  "error.text_invalid": "The text is empty or too long.",
  "error.title_invalid": "Use 1 to 100 visible characters.",
  "error.token_reused": "You were signed out: somebody else may have used this device’s sign-in. Sign in again, and if it wasn’t you, change your password.",
  "error.too_late": "It is too late to recall this message. Ask an admin of the group.",
  "error.too_many": "That is more than a group can hold.",
  "error.unknown_conversation": "This conversation doesn’t exist any more.",
  "error.unknown_file": "A file of this message isn’t there any more. Choose it again.",
  "error.unknown_message": "This message doesn’t exist any more.",
  "error.unknown_user": "This person’s account doesn’t exist any more.",
};

/** @typedef {typeof catalogue} RefusalCatalogue */

export default catalogue;
