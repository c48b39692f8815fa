/** Texts of people, loaded with the first one. */
const catalogue = {
  "group.chosen": "Chosen people",
  "group.create-empty": "Create a group",
  "group.create.one": "Create a group with {count} person",
  "group.create.other": "Create a group with {count} people",
  "group.new": "New group",
  "group.rename": "Save the name",
  "group.title": "Name of the group",
  "group.unpick": "Leave out {name}",
  "people.alone": "Nobody else is here yet.",
  "people.none": "Nobody is called that.",
  "people.search": "Search by name or login",
};

/** @typedef {typeof catalogue} PeopleCatalogue */

export default catalogue;
