/** @type {import("./rules-en.js").RulesCatalogue} */
const catalogue = {
  "rules.admins": "群主和管理员",
  "rules.banned": "已永久移除",
  "rules.days": "{count} 天",
  "rules.everybody": "所有人",
  "rules.forever": "永久",
  "rules.from-beginning": "全部消息",
  "rules.from-joining": "加入之后",
  "rules.history": "新成员可见",
  "rules.mention-all": "谁可以提及所有人",
  "rules.posting": "谁可以发言",
  "rules.retention": "消息保留时间",
  "rules.title": "群组规则",
  "rules.unban": "解除限制",
};

export default catalogue;
