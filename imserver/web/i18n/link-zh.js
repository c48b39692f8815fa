/** @type {import("./link-en.js").LinkCatalogue} */
const catalogue = {
  "link.busy": "请稍候…",
  "link.checking": "请稍候…",
  "link.invalid": "链接无效",
  "link.invite.intro": "邀请您在 {host} 上聊天。",
  "link.invite.submit": "创建我的账号",
  "link.invite.title": "欢迎",
  "link.login": "账号",
  "link.login-hint": "用于登录，例如“xiaoming”。",
  "link.name": "您的姓名",
  "link.name-hint": "其他人看到的名字，可以不填。",
  "link.password": "新密码",
  "link.password-hint": "至少 8 个字符。",
  "link.password.intro": "请为“{login}”设置新密码。",
  "link.password.submit": "保存并登录",
  "link.password.title": "设置新密码",
  "link.setup.intro": "这是一台新的服务器，请创建管理它的账号。",
  "link.setup.submit": "创建管理员",
  "link.setup.title": "设置 {host}",
  "link.to-login": "前往登录",
};

export default catalogue;
