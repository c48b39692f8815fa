/** Texts of people, loaded with the first one. */
const catalogue = {
  "group.add": "Add somebody",
  "group.add-done": "Done",
  "group.chosen": "Chosen people",
  "group.create-empty": "Create a group",
  "group.create.one": "Create a group with {count} person",
  "group.create.other": "Create a group with {count} people",
  "group.new": "New group",
  "group.rename": "Save the name",
  "group.title": "Name of the group",
  "group.unpick": "Leave out {name}",
  "list.invite": "Invite people",
  "people.alone": "Nobody else is here yet.",
  "people.me": "(you)",
  "people.none": "Nobody is called that.",
  "people.others.one": "and {count} more",
  "people.others.other": "and {count} more",
  "people.search": "Search by name or login",
};

/** @typedef {typeof catalogue} PeopleCatalogue */

export default catalogue;
