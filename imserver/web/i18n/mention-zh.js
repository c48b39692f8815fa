/** @type {import("./mention-en.js").MentionCatalogue} */
const catalogue = {
  "mention.all": "所有人",
  "mention.ambiguous": "{name} 可能指多个人，目前不会提及任何人。",
  "mention.ask": "选择…",
  "mention.card": "提及的人",
  "mention.everybody": "提及了群组里的所有人。",
  "mention.label": "可提及的人",
  "mention.left": "{name} 已不在此群组中，不会被提及。",
  "mention.me": "这是您自己。",
  "mention.unknown": "已不在此群组中。",
  "mention.without": "不提及对方，直接发送",
  "mention.write": "发消息",
};

export default catalogue;
