/** @type {import("./beginning-en.js").BeginningCatalogue} */
const catalogue = {
  "beginning.add": "添加成员",
  "beginning.alone": "目前群里只有您一人。添加成员，开始聊天吧。",
  "beginning.direct": "这里还没有消息。此会话只有你们两人。",
  "beginning.group": "这里还没有消息。群组成员：",
  "beginning.label": "会话的开始",
  "beginning.members": "群组成员",
  "beginning.write": "发送第一条消息",
  "conversation.gone": "您已不在“{name}”中。",
  "conversation.missing": "该会话不存在，或您已不在其中。",
  "conversation.none": "选择一个会话，或发起新的聊天",
  "conversation.none-yet": "会话将在这里打开",
  "list.group-hint": "适合班级、团队或家人",
  "list.invite-hint": "生成链接，对方可自行注册账号",
  "list.none": "还没有聊天",
  "list.none-hint": "收到的消息会显示在这里。您也可以主动开始：",
  "list.set-up": "设置此设备",
  "list.set-up-hint": "通知、语言和外观",
  "list.start": "发起聊天",
  "list.start-hint": "选择一个人，发出第一条消息",
};

export default catalogue;
