/** Texts of how signing in comes to an end, loaded when it does. */
const catalogue = {
  "login.leaving": "You’re signed out on this device. The server is told as soon as it can be reached.",
  "reuse.advice": "If it wasn’t you, change your password.",
  "reuse.ended": "“{device}” was signed out ({time}): someone else may have used its sign-in.",
};

/** @typedef {typeof catalogue} EndingCatalogue */

export default catalogue;
