/** @type {import("./files-en.js").FilesCatalogue} */
const catalogue = {
  "files.chosen": "要发送的文件",
  "files.drop": "将文件拖放到这里，发送给{name}",
  "files.next": "下一张图片",
  "files.of": "第 {number}/{count} 张",
  "files.open": "打开图片 {name}",
  "files.play": "播放",
  "files.previous": "上一张图片",
  "files.remove": "移除 {name}",
  "files.save": "保存",
  "files.picture": "图片（{format}）",
  "files.unplayable": "此浏览器无法播放。请保存文件后用其他程序打开。",
  "files.uploading": "正在上传 {name}",
  "files.waiting": "文件上传完成后即发送消息。",
  "files.why.bad_request": "上传已中断。请移除该文件后重新选择。",
  "files.why.empty": "文件为空。",
  "files.why.folder": "无法发送文件夹，请先打包成压缩文件。",
  "files.why.lost": "上传期间页面被关闭。请移除该文件后重新选择。",
  "files.why.quota_full":
    "文件大小为 {size}，您的剩余空间为 {limit}。请撤回不再需要的带文件的消息，或请管理员增加空间。",
  "files.why.storage_full": "服务器磁盘空间不足，无法存放文件。请稍后再试，或联系管理员。",
  "files.why.too_large": "文件大小为 {size}，此服务器的上限为 {limit}。请发送较小的文件，或联系管理员。",
  "files.why.too_many_files": "每条消息最多十个文件，其余请随下一条发送。",
};

export default catalogue;
