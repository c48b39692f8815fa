/** @type {import("./help-en.js").HelpCatalogue} */
const catalogue = {
  "help.anywhere": "任意位置",
  "help.back": "返回，或回到输入框",
  "help.bold": "**粗体**",
  "help.code": "`代码`",
  "help.edit-last": "编辑上一条消息（输入框为空时）",
  "help.find": "搜索此会话",
  "help.help": "显示此帮助",
  "help.italic": "_斜体_",
  "help.line": "换行",
  "help.list": "- 列表",
  "help.markup": "文本格式",
  "help.mention": "在群组中提及某人",
  "help.menu": "打开操作菜单",
  "help.message": "选中消息时",
  "help.move": "移到上一条或下一条消息",
  "help.new": "新聊天",
  "help.next": "下一个会话",
  "help.previous": "上一个会话",
  "help.quote": "> 引用",
  "help.search": "全局搜索",
  "help.send": "发送",
  "help.struck": "~~删除线~~",
  "help.writing": "输入时",
};

export default catalogue;
