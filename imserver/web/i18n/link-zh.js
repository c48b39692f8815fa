/** @type {import("./link-en.js").LinkCatalogue} */
const catalogue = {
  "error.link_invalid": "该链接已被使用、已过期或不存在，请索取新的链接。",
  "error.password_weak": "请使用 8 到 256 个字符，且不能与账号名相同。",
  "link.busy": "请稍候…",
  "link.checking": "请稍候…",
  "link.invalid": "链接无效",
  "link.invite.intro": "创建账号，和大家一起聊天。",
  "link.invite.submit": "创建我的账号",
  "link.invite.title": "邀请您加入 {server}",
  "link.login": "账号",
  "link.login-hint": "用于登录，例如“xiaoming”。",
  "link.name": "您的姓名",
  "link.name-hint": "其他人看到的名字，可以不填。",
  "link.password": "新密码",
  "link.password-hint": "至少 8 个字符。",
  "link.password.intro": "请为“{login}”在 {server} 上设置新密码。",
  "link.password.submit": "保存并登录",
  "link.password.title": "设置新密码",
  "link.server": "服务器名称",
  "link.server-hint": "例如学校、团队或家庭的名称。所有人都会看到，以后可以更改。",
  "link.setup.intro": "这是一台新的服务器，请创建管理它的账号。",
  "link.setup.submit": "创建管理员",
  "link.setup.title": "设置您的服务器",
  "link.to-login": "前往登录",
};

export default catalogue;
