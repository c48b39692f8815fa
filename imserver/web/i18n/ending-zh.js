/** @type {import("./ending-en.js").EndingCatalogue} */
const catalogue = {
  "login.leaving": "您已在此设备上退出登录。连接恢复后会立即通知服务器。",
  "reuse.advice": "如果不是您本人操作，请修改密码。",
  "reuse.ended": "“{device}”已退出登录（{time}）：其登录凭证可能已被他人使用。",
};

export default catalogue;
