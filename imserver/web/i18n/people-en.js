/** Texts of people, loaded with the first one. */
const catalogue = {
  "group.add": "Add members",
  "group.add-done": "Done",
  "group.create-empty": "Create group",
  "group.create.one": "Create group with {count} person",
  "group.create.other": "Create group with {count} people",
  "group.deselect": "Remove {name}",
  "group.new": "New group",
  "group.rename": "Save name",
  "group.selected": "Selected people",
  "group.title": "Group name",
  "list.invite": "Invite people",
  "people.alone": "Nobody else is here yet.",
  "people.me": "(you)",
  "people.none": "No one found.",
  "people.others.one": "and {count} more",
  "people.others.other": "and {count} more",
  "people.search": "Search by name or login",
};

/** @typedef {typeof catalogue} PeopleCatalogue */

export default catalogue;
