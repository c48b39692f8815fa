/** Addresses of the admin page. */
export const ADMIN = Object.freeze({
  overview: "#/admin",
  users: "#/admin/users",
  newUser: "#/admin/users/new",
  importUsers: "#/admin/users/import",
  /** @param {string} id */
  user: (id) => `#/admin/users/${encodeURIComponent(id)}`,
  invites: "#/admin/invites",
  groups: "#/admin/groups",
  newGroup: "#/admin/groups/new",
  /** @param {string} id */
  group: (id) => `#/admin/groups/${encodeURIComponent(id)}`,
  tuning: "#/admin/tuning",
  audit: "#/admin/audit",
});
