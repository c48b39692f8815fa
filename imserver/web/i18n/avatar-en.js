/** Texts of choosing a picture, loaded with the editor. */
const catalogue = {
  "avatar.choose": "Choose a picture",
  "avatar.choose-another": "Choose another",
  "avatar.crop": "Picture. Arrow keys move it; plus and minus zoom.",
  "avatar.drop": "Or drop a picture here.",
  "avatar.how-mouse": "Drag to move the picture, scroll to zoom.",
  "avatar.how-touch": "Drag with one finger to move the picture, pinch to zoom.",
  "avatar.no-preview":
    "This browser can’t show the picture. It is uploaded as it is, and the server uses the middle of it.",
  "avatar.place": "Middle at {x} from the left and {y} from the top, zoom {zoom}",
  "avatar.remove": "Remove picture",
  "avatar.removed": "The picture was removed.",
  "avatar.save": "Save",
  "avatar.saved": "The picture was saved.",
  "avatar.saving": "Uploading the picture",
  "avatar.why.internal": "The picture couldn’t be saved. Try again, or choose another one.",
  "avatar.why.picture_heic": "HEIC pictures aren’t supported. Export the picture as a JPEG, and choose that.",
  "avatar.why.picture_invalid":
    "The server can’t read this picture. Choose a JPEG, PNG, WebP, GIF or AVIF of up to 40 megapixels.",
  "avatar.why.storage_full": "The server’s disk has no room for pictures. Try again later, or tell an administrator.",
  "avatar.why.too_large": "The file is larger than 10 MB. Choose a smaller one, or another format.",
  "avatar.zoom": "Zoom",
};

/** @typedef {typeof catalogue} AvatarCatalogue */

export default catalogue;
