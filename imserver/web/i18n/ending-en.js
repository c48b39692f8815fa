/** Texts of how signing in comes to an end, loaded when it does. */
const catalogue = {
  "login.leaving": "You are signed out here. The server is told as soon as it can be reached.",
  "reuse.advice": "Somebody may have copied it. If you don’t know why, change your password.",
  "reuse.ended": "“{device}” was signed out: what it signs in with was used twice ({time}).",
};

/** @typedef {typeof catalogue} EndingCatalogue */

export default catalogue;
