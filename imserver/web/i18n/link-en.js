/** Texts of what a one-time link opens. */
const catalogue = {
  "error.link_invalid": "It was already used, has expired, or never existed. Ask for a new one.",
  "error.password_weak": "Use 8 to 256 characters, and not the login.",
  "link.busy": "One moment…",
  "link.checking": "One moment…",
  "link.invalid": "This link isn’t valid",
  "link.invite.intro": "Create your account and chat with the others.",
  "link.invite.submit": "Create my account",
  "link.invite.title": "You’re invited to {server}",
  "link.login": "Login",
  "link.login-hint": "What you sign in with, such as “maria”.",
  "link.name": "Your name",
  "link.name-hint": "What others see. You can leave it empty.",
  "link.password": "New password",
  "link.password-hint": "At least 8 characters.",
  "link.password.intro": "Choose a new password for “{login}” on {server}.",
  "link.password.submit": "Save and sign in",
  "link.password.title": "New password",
  "link.server": "Server name",
  "link.server-hint": "Such as the name of your school, team or family. Everyone sees it, and you can change it later.",
  "link.setup.intro": "This is a new server. Create the account that will run it.",
  "link.setup.submit": "Create administrator account",
  "link.setup.title": "Set up your server",
  "link.to-login": "Go to sign-in",
};

/** @typedef {typeof catalogue} LinkCatalogue */

export default catalogue;
