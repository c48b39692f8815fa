/** Texts of a server that nobody has set up yet. */
const catalogue = {
  "unowned.hint": "This server has no owner yet. Its console prints the owner’s link:",
  "unowned.in-checkout": "where it was started by ./scripts/serve",
  "unowned.intro": "It is running and waiting for its owner.",
  "unowned.link": "The owner’s link, or the code at its end",
  "unowned.new-link": "No console, or a link older than a week? This prints a new one:",
  "unowned.on-node": "on a node that the playbook installed",
  "unowned.open": "Set up the server",
  "unowned.others": "Did someone else install it? Ask them to set it up and then invite you.",
  "unowned.refused": "This isn’t an owner’s link. Copy the whole line that begins with http.",
  "unowned.title": "This server is new",
  "unowned.where": "It is shown in the console where the server was started, and works once.",
};

/** @typedef {typeof catalogue} UnownedCatalogue */

export default catalogue;
