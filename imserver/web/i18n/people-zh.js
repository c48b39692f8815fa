/** @type {import("./people-en.js").PeopleCatalogue} */
const catalogue = {
  "group.chosen": "已选择的人",
  "group.create-empty": "创建群组",
  "group.create.one": "创建群组（{count} 人）",
  "group.create.other": "创建群组（{count} 人）",
  "group.unpick": "移除{name}",
  "people.alone": "这里还没有其他人。",
  "people.search": "按姓名或账号搜索",
};

export default catalogue;
