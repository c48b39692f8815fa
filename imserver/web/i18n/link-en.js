/** Texts of what a one-time link opens. */
const catalogue = {
  "link.busy": "One moment …",
  "link.checking": "One moment …",
  "link.invalid": "This link isn’t valid",
  "link.invite.intro": "You were invited to chat on {host}.",
  "link.invite.submit": "Create my account",
  "link.invite.title": "Welcome",
  "link.login": "Login",
  "link.login-hint": "What you sign in with, such as “maria”.",
  "link.name": "Your name",
  "link.name-hint": "What others see. You can leave it empty.",
  "link.password": "New password",
  "link.password-hint": "At least 8 characters.",
  "link.password.intro": "Choose a new password for “{login}”.",
  "link.password.submit": "Save and sign in",
  "link.password.title": "New password",
  "link.setup.intro": "This is a new server. Create the account that will run it.",
  "link.setup.submit": "Create the administrator",
  "link.setup.title": "Set up {host}",
  "link.to-login": "To the sign-in page",
};

/** @typedef {typeof catalogue} LinkCatalogue */

export default catalogue;
