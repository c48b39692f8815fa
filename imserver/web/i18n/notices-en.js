/** Texts of notices, of the offer and the settings of them. */
const catalogue = {
  "notice.several.one": "{count} new message",
  "notice.several.other": "{count} new messages",
  "notices.blocked":
    "The browser blocks notifications of this chat. To allow them, press the sign beside the address, or open the settings of the app, and look for notifications.",
  "notices.home-screen":
    "On an iPhone or iPad, put the chat on the home screen first: press Share, then Add to Home Screen. Open it from there and switch notifications on.",
  "notices.insecure": "Browsers notify over HTTPS only. Open the chat at its https:// address, or ask who runs the server.",
  "notices.off": "This device doesn’t tell you of new messages.",
  "notices.on": "This device tells you of new messages, also while the chat is closed.",
  "notices.page":
    "While the chat is open only: the browser can’t be woken. That takes the internet, and a certificate that this device trusts.",
  "notices.unable": "This browser can’t notify you. Use a newer one, or another.",
  "notices.waiting": "While the chat is open. Also while it is closed, as soon as the server is reached.",
  "offer.accept": "Turn on",
  "offer.decline": "No, thanks",
  "offer.later": "You can turn notifications on in the menu at any time.",
  "offer.text": "Be told of new messages, also while the chat is closed?",
  "settings.notify": "Notifications",
};

/** @typedef {typeof catalogue} NoticesCatalogue */

export default catalogue;
