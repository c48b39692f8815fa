/** @type {import("./menu-en.js").MenuCatalogue} */
const catalogue = {
  "emoji.more": "更多表情",
  "list.mark-read": "标为已读",
  "list.pin": "置顶",
  "list.unpin": "取消置顶",
  "message.copy": "复制文字",
  "message.pin": "为所有人置顶",
  "message.react-with": "用 {emoji} 回应",
  "message.readers": "已读情况",
  "message.recall": "撤回",
  "message.select": "选择文字",
  "message.unpin": "取消置顶",
  "mute.always": "一直免打扰",
  "mute.day": "免打扰一天",
  "mute.hour": "免打扰一小时",
  "mute.off": "取消免打扰",
  "readers.delivered": "已送达",
  "readers.read": "已读",
  "readers.waiting": "尚未送达",
  "recall.ask": "为所有人撤回此消息？撤回后无法恢复。",
  "recall.ask-other": "为所有人撤回这条他人的消息？撤回后无法恢复。",
};

export default catalogue;
