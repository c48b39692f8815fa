/** Texts of the panel beside a conversation: its people, and what one wants of it. */
const catalogue = {
  "block.hint": "While somebody is blocked, neither of you can write to the other directly.",
  "block.on": "Block",
  "group.leave": "Leave the group",
  "group.leave-ask": "You will no longer see what is written in this group.",
  "group.leave-sure": "Yes, leave",
  "list.pin-label": "On top of your list",
  "member.ban": "Remove for good",
  "member.ban-ask": "Remove {name} for good? Nobody can add them again until the ban is lifted.",
  "member.make-admin": "Make an admin",
  "member.make-member": "Make a simple member",
  "member.make-owner": "Make an owner",
  "member.menu": "What to do about {name}",
  "member.remove": "Remove from the group",
  "member.remove-ask": "Remove {name} from the group?",
  "member.silence": "Silence",
  "member.silenced": "Silenced",
  "member.unsilence": "Let speak again",
  "member.write": "Write directly",
  "mute.hint": "Nothing of it calls for you; it still counts what is unread.",
  "mute.label": "Mute",
  "notify.all": "All",
  "notify.mentions": "Mentions",
  "notify.nothing": "Nothing",
  "notify.title": "Notify me of",
  "people.members": "Members",
};

/** @typedef {typeof catalogue} DetailsCatalogue */

export default catalogue;
