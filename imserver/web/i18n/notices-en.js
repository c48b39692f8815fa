/** Texts of notices, of the offer and the settings of them. */
const catalogue = {
  "notice.several.one": "{count} new message",
  "notice.several.other": "{count} new messages",
  "notices.blocked":
    "The browser blocks notifications from this chat. To allow them, press the icon next to the address, or open the app’s settings, and look for notifications.",
  "notices.home-screen":
    "On an iPhone or iPad, add the chat to your home screen first: tap Share, then Add to Home Screen. Open it from there and turn notifications on.",
  "notices.insecure":
    "Browsers show notifications over HTTPS only. Open the chat at its https:// address, or ask whoever runs the server.",
  "notices.off": "This device doesn’t notify you of new messages.",
  "notices.on": "This device notifies you of new messages, even while the chat is closed.",
  "notices.page":
    "You’re notified only while the chat is open. While it is closed, that takes internet access and a certificate that this device trusts.",
  "notices.unable": "This browser can’t show notifications. Update it, or use another one.",
  "notices.waiting": "You’re notified while the chat is open; also while it is closed, once the server can be reached.",
  "offer.accept": "Turn on",
  "offer.decline": "No thanks",
  "offer.later": "You can turn notifications on in the menu at any time.",
  "offer.text": "Get notified of new messages, even while the chat is closed?",
  "settings.notify": "Notifications",
};

/** @typedef {typeof catalogue} NoticesCatalogue */

export default catalogue;
