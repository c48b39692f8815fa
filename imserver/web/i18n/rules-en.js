/** Texts of a group's rules, loaded with them. */
const catalogue = {
  "rules.admins": "Owners, admins",
  "rules.banned": "Removed for good",
  "rules.days": "{count} days",
  "rules.everybody": "Everybody",
  "rules.forever": "For ever",
  "rules.from-beginning": "Everything",
  "rules.from-joining": "From joining on",
  "rules.history": "What newcomers see",
  "rules.mention-all": "Who may mention everyone",
  "rules.posting": "Who writes",
  "rules.retention": "How long messages are kept",
  "rules.title": "Rules of the group",
  "rules.unban": "Lift",
};

/** @typedef {typeof catalogue} RulesCatalogue */

export default catalogue;
