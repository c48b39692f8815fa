/** @type {import("./find-en.js").FindCatalogue} */
const catalogue = {
  "find.all": "搜索全部消息",
  "find.clear": "换个关键词",
  "find.clear-date": "不限日期",
  "find.date": "跳转到日期",
  "find.everywhere": "搜索所有会话",
  "find.newer": "下一条较新的结果",
  "find.none": "未找到",
  "find.nothing": "没有找到“{query}”",
  "find.nothing-since": "{day}以来没有消息",
  "find.of": "第 {number}/{count} 条",
  "find.older": "下一条较早的结果",
  "find.placeholder": "搜索此会话",
  "find.short": "在此搜索",
  "find.this-device-only": "仅搜索了保存在此设备上的消息。",
  "find.to-last": "回到最新消息",
  "find.where": "已搜索“{name}”中的全部消息。",
  "search.done": "结束搜索",
  "search.hint": "请检查错别字，或减少关键词后重试。",
  "search.messages": "消息",
  "search.no-messages": "没有包含“{query}”的消息。",
  "search.none": "没有找到“{query}”",
  "search.people": "查找联系人",
  "search.where": "已搜索您的会话名称及其中的全部消息。",
};

export default catalogue;
