/** @type {import("./find-en.js").FindCatalogue} */
const catalogue = {
  "find.date": "跳转到日期",
  "find.newer": "下一条较新的结果",
  "find.none": "未找到",
  "find.nothing-since": "此日期之后没有消息。",
  "find.of": "第 {number}/{count} 条",
  "find.older": "下一条较早的结果",
  "find.placeholder": "搜索此会话",
  "search.done": "结束搜索",
  "search.messages": "消息",
  "search.no-messages": "没有消息包含这些词。",
  "search.none": "没有找到匹配的会话或消息。",
};

export default catalogue;
