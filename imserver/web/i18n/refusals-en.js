/** Why something was refused, to somebody who is signed in or about to be; loaded when they are. */
const catalogue = {
  "error.banned": "This person is banned from the group. Lift the ban first.",
  "error.blocked": "One of you has blocked the other.",
  "error.emoji_invalid": "This can’t be used as a reaction.",
  "error.last_owner": "Make someone else an owner first.",
  "error.login_confusable":
    "This looks too much like an existing login. Choose one that can’t be mistaken for another.",
  "error.login_invalid":
    "Use 1 to 64 letters, digits, dots, hyphens, underscores or @, without spaces and with at least one letter or digit.",
  "error.login_mixed": "Use letters from one alphabet only: those of several can look alike.",
  "error.login_reserved": "This word mentions everyone, or is an ID. Choose another login.",
  "error.login_taken": "This login is taken. Choose another one.",
  "error.name_invalid": "Use 1 to 100 visible characters on one line, without too many accents on one letter.",
  "error.not_found": "This no longer exists.",
  "error.not_member": "You’re no longer in this conversation.",
  "error.server_name_invalid": "Use 1 to 64 visible characters.",
  "error.storage_full": "The server’s disk is full. Your message will be sent once there is space again.",
  "error.text_invalid": "This text is too long, or has nothing visible in it.",
  "error.title_invalid": "Use 1 to 100 visible characters on one line, without too many accents on one letter.",
  "error.token_reused":
    "You were signed out: someone else may have used this device’s sign-in. Sign in again, and if it wasn’t you, change your password.",
  "error.too_late": "It is too late to recall this message. Ask an admin of the group.",
  "error.too_many": "A group can’t have that many members.",
  "error.unknown_conversation": "This conversation no longer exists.",
  "error.unknown_file": "A file of this message is no longer available. Choose it again.",
  "error.unknown_message": "This message no longer exists.",
  "error.mention_left": "Someone you mention is no longer in this group.",
  "error.unknown_user": "This person’s account no longer exists.",
};

/** @typedef {typeof catalogue} RefusalCatalogue */

export default catalogue;
