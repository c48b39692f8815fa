/** @type {import("./notices-en.js").NoticesCatalogue} */
const catalogue = {
  "notice.several.one": "{count} 条新消息",
  "notice.several.other": "{count} 条新消息",
  "notices.blocked":
    "浏览器已禁止此聊天的通知。如需开启，请点按地址栏旁的图标，或打开应用的系统设置，找到“通知”并允许。",
  "notices.home-screen": "在 iPhone 或 iPad 上，请先点按“共享”，再选择“添加到主屏幕”，然后从主屏幕打开聊天并开启通知。",
  "notices.insecure": "浏览器只在 HTTPS 下提供通知。请用 https:// 开头的地址打开聊天，或联系服务器管理员。",
  "notices.off": "此设备不会提醒您有新消息。",
  "notices.on": "有新消息时，此设备会提醒您，聊天关闭时也会。",
  "notices.page": "仅在聊天打开时提醒：浏览器无法在后台接收通知。后台通知需要连接互联网，并且此设备信任服务器的证书。",
  "notices.unable": "此浏览器不支持通知，请更新浏览器或换用其他浏览器。",
  "notices.waiting": "目前仅在聊天打开时提醒。连上服务器后，聊天关闭时也会提醒。",
  "offer.accept": "开启",
  "offer.decline": "不用了",
  "offer.later": "您随时可以在菜单中开启通知。",
  "offer.text": "聊天关闭时，也要接收新消息通知吗？",
  "settings.notify": "通知",
};

export default catalogue;
