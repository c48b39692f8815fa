/** Texts of choosing a picture, loaded with the editor. */
const catalogue = {
  "avatar.another": "Choose another one",
  "avatar.choose": "Choose a picture",
  "avatar.cut": "Picture. Arrow keys move it; plus and minus zoom.",
  "avatar.drop": "Or drop a picture here.",
  "avatar.how-mouse": "Drag the picture to move it, turn the wheel to zoom.",
  "avatar.how-touch": "Move the picture with one finger, zoom with two.",
  "avatar.place": "Middle at {x} from the left and {y} from the top, zoom {zoom}",
  "avatar.remove": "Remove the picture",
  "avatar.removed": "The picture was removed.",
  "avatar.save": "Save",
  "avatar.saved": "The picture was saved.",
  "avatar.saving": "Uploading the picture",
  "avatar.unseen": "This browser can’t show the picture. It is sent as it is, and the server takes the middle of it.",
  "avatar.why.internal": "The picture couldn’t be saved. Try again, or choose another one.",
  "avatar.why.picture_heic": "HEIC pictures can’t be used here. Save or export it as a JPEG, and choose that.",
  "avatar.why.picture_invalid": "The server can’t read this picture. Choose a JPEG, PNG, WebP, GIF or AVIF of at most 40 megapixels.",
  "avatar.why.storage_full": "The server’s disk has no room for pictures. Try again later, or tell an administrator.",
  "avatar.why.too_large": "The file is larger than 10 MB. Choose a smaller one, or one in another format.",
  "avatar.zoom": "Zoom",
};

/** @typedef {typeof catalogue} AvatarCatalogue */

export default catalogue;
