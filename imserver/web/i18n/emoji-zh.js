/** @type {import("./emoji-en.js").EmojiCatalogue} */
const catalogue = {
  "emoji.group.0": "表情",
  "emoji.group.1": "人物",
  "emoji.group.2": "动物与自然",
  "emoji.group.3": "食物",
  "emoji.group.4": "旅行",
  "emoji.group.5": "活动",
  "emoji.group.6": "物品",
  "emoji.group.7": "符号",
  "emoji.groups": "表情分类",
  "emoji.none": "没有找到相关表情。",
  "emoji.recent": "最近使用",
  "emoji.search": "搜索表情",
};

export default catalogue;
