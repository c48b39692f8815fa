/** @type {import("./unowned-en.js").UnownedCatalogue} */
const catalogue = {
  "unowned.hint": "这台服务器还没有所有者。在控制台运行以下命令可获得所有者链接：",
  "unowned.in-checkout": "用 ./scripts/serve 启动的服务器",
  "unowned.intro": "服务器已在运行，正等待所有者完成设置。",
  "unowned.link": "所有者链接，或链接末尾的代码",
  "unowned.new-link": "找不到控制台，或链接已超过一周？用下面的命令生成新链接：",
  "unowned.on-node": "用 playbook 安装的节点",
  "unowned.open": "设置服务器",
  "unowned.others": "服务器是别人安装的？请对方先完成设置，再邀请您加入。",
  "unowned.refused": "这不是有效的设置链接。请复制以 http 开头的整行内容。",
  "unowned.title": "这是一台新服务器",
  "unowned.where": "链接显示在启动服务器的控制台中，只能使用一次。",
};

export default catalogue;
