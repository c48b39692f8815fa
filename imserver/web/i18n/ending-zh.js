/** @type {import("./ending-en.js").EndingCatalogue} */
const catalogue = {
  "login.leaving": "您已在此退出登录。连接恢复后会立即通知服务器。",
  "reuse.advice": "凭证可能已被他人复制。如不清楚原因，请修改密码。",
  "reuse.ended": "“{device}”已退出登录：其登录凭证被使用了两次（{time}）。",
};

export default catalogue;
