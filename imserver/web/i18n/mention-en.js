/** Texts of mentions: while one is written, and of the card behind one. */
const catalogue = {
  "mention.all": "everyone",
  "mention.ambiguous": "{name} could be several people, so nobody is mentioned.",
  "mention.ask": "Choose…",
  "mention.card": "Mentioned person",
  "mention.everybody": "Everyone in this group is mentioned.",
  "mention.label": "People to mention",
  "mention.left": "{name} is no longer in this group and won’t be mentioned.",
  "mention.me": "This is you.",
  "mention.unknown": "No longer in this group.",
  "mention.without": "Send without mentioning them",
  "mention.write": "Message",
};

/** @typedef {typeof catalogue} MentionCatalogue */

export default catalogue;
