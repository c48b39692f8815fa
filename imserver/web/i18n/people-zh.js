/** @type {import("./people-en.js").PeopleCatalogue} */
const catalogue = {
  "group.add": "添加成员",
  "group.add-done": "完成",
  "group.create-empty": "创建群组",
  "group.create.one": "创建群组（{count} 人）",
  "group.create.other": "创建群组（{count} 人）",
  "group.deselect": "移除{name}",
  "group.new": "新建群组",
  "group.rename": "保存名称",
  "group.selected": "已选成员",
  "group.title": "群组名称",
  "list.invite": "邀请他人",
  "people.alone": "这里还没有其他人。",
  "people.me": "（我）",
  "people.none": "没有找到相关联系人。",
  "people.others.one": "还有 {count} 人",
  "people.others.other": "还有 {count} 人",
  "people.search": "按姓名或账号搜索",
};

export default catalogue;
