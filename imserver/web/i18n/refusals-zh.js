/** @type {import("./refusals-en.js").RefusalCatalogue} */
const catalogue = {
  "error.banned": "此人已被永久移除，请先解除。",
  "error.blocked": "你们其中一方已屏蔽对方。",
  "error.emoji_invalid": "不能用作回应。",
  "error.last_owner": "请先将群主身份交给其他人。",
  "error.login_confusable": "该账号名与他人的账号名看起来太像，请换一个不会混淆的。",
  "error.login_invalid":
    "请使用 1 到 64 个字母、汉字、数字、点、连字符、下划线或 @，不能有空格，且至少含一个字母、汉字或数字。",
  "error.login_mixed": "请勿混用不同文字的字母：它们可能看起来一样。中文可以与英文字母同用。",
  "error.login_reserved": "这个词用于提及所有人，或是系统编号，请换一个账号名。",
  "error.login_taken": "该账号名已被使用，请换一个。",
  "error.name_invalid": "请输入 1 到 100 个可见字符，不能换行，一个字母上也不能叠加过多符号。",
  "error.not_found": "该内容已不存在。",
  "error.not_member": "您已不在该会话中。",
  "error.server_name_invalid": "请输入 1 到 64 个可见字符。",
  "error.storage_full": "服务器磁盘已满。您的消息会等待，有空间后自动发送。",
  "error.text_invalid": "消息没有可见内容，或过长。",
  "error.title_invalid": "请输入 1 到 100 个可见字符，不能换行，一个字母上也不能叠加过多符号。",
  "error.token_reused": "您已退出登录：此设备的登录凭证可能已被他人使用。请重新登录；如果不是您本人操作，请修改密码。",
  "error.too_late": "已超过可撤回的时间，请联系群管理员。",
  "error.too_many": "超出了群组的人数上限。",
  "error.unknown_conversation": "该会话已不存在。",
  "error.unknown_file": "消息中的文件已不存在，请重新选择。",
  "error.unknown_message": "该消息已不存在。",
  "error.mention_left": "您提及的人已不在此群组中。",
  "error.unknown_user": "该用户的账号已不存在。",
};

export default catalogue;
