/** Texts of a group's rules, loaded with them. */
const catalogue = {
  "rules.admins": "Owners and admins",
  "rules.banned": "Banned",
  "rules.days": "{count} days",
  "rules.everybody": "Everyone",
  "rules.forever": "Forever",
  "rules.from-beginning": "Everything",
  "rules.from-joining": "Since they joined",
  "rules.history": "What new members see",
  "rules.mention-all": "Who can mention everyone",
  "rules.posting": "Who can write",
  "rules.retention": "How long messages are kept",
  "rules.title": "Group rules",
  "rules.unban": "Unban",
};

/** @typedef {typeof catalogue} RulesCatalogue */

export default catalogue;
