/** Texts of mentions: while one is written, and of the card behind one. */
const catalogue = {
  "mention.all": "everyone",
  "mention.ask": "Choose …",
  "mention.doubt": "{name} could be several people: nobody is mentioned.",
  "mention.everybody": "Everybody in this group is mentioned.",
  "mention.label": "People to mention",
  "mention.left": "{name} isn’t in this group any more, and won’t be mentioned.",
  "mention.me": "This is you.",
  "mention.unknown": "Not in this group any more.",
  "mention.who": "Who is mentioned",
  "mention.without": "Send without mentioning them",
  "mention.write": "Message",
};

/** @typedef {typeof catalogue} MentionCatalogue */

export default catalogue;
