/** @type {import("./avatar-en.js").AvatarCatalogue} */
const catalogue = {
  "avatar.choose": "选择图片",
  "avatar.choose-another": "另选一张",
  "avatar.crop": "图片。方向键移动，加减键缩放。",
  "avatar.drop": "也可将图片拖放到这里。",
  "avatar.how-mouse": "拖动图片以移动，滚动滚轮以缩放。",
  "avatar.how-touch": "单指移动图片，双指缩放。",
  "avatar.no-preview": "此浏览器无法显示该图片。图片将原样上传，由服务器截取中间部分。",
  "avatar.place": "中心距左 {x}、距上 {y}，缩放 {zoom}",
  "avatar.remove": "移除头像",
  "avatar.removed": "头像已移除。",
  "avatar.save": "保存",
  "avatar.saved": "头像已保存。",
  "avatar.saving": "正在上传头像",
  "avatar.why.internal": "头像未能保存。请重试，或另选一张。",
  "avatar.why.picture_heic": "此处无法使用 HEIC 图片。请先将其另存或导出为 JPEG，再选择。",
  "avatar.why.picture_invalid": "服务器无法读取此图片。请选择 JPEG、PNG、WebP、GIF 或 AVIF 图片，不超过 4000 万像素。",
  "avatar.why.storage_full": "服务器磁盘空间不足，无法存放头像。请稍后再试，或联系管理员。",
  "avatar.why.too_large": "文件超过 10 MB。请选择较小的图片，或换一种格式。",
  "avatar.zoom": "缩放",
};

export default catalogue;
