/** Texts of the settings, loaded with them. */
const catalogue = {
  "avatar.change": "Change your picture",
  "avatar.own": "Your picture",
  "devices.end": "Sign out {device}",
  "devices.intro": "You’re signed in on these devices. Sign out any that you don’t know or no longer use.",
  "devices.seen": "Last seen: {time}",
  "devices.this": "This device",
  "devices.unnamed": "Unnamed device",
  logout: "Sign out",
  "logout.anyway": "Sign out and delete them",
  "logout.unsent.one": "{count} message or change hasn’t been sent yet and would be lost.",
  "logout.unsent.other": "{count} messages or changes haven’t been sent yet and would be lost.",
  "name.hint": "What others see.",
  "password.change": "Change password",
  "password.changed": "Password changed.",
  "password.current": "Current password",
  "password.others": "Your other devices will be signed out.",
  "password.wrong": "This isn’t your current password.",
  save: "Save",
  "settings.devices": "Devices",
  "settings.name": "Name",
  "settings.password": "Password",
  "settings.text": "Text size",
  "settings.theme": "Appearance",
  "text.huge": "Largest",
  "text.large": "Larger",
  "text.normal": "Normal",
  "theme.auto": "Automatic",
  "theme.dark": "Dark",
  "theme.light": "Light",
};

/** @typedef {typeof catalogue} SettingsCatalogue */

export default catalogue;
