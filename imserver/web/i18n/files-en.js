/** Texts of files, loaded with the first one. */
const catalogue = {
  "files.chosen": "Files to send",
  "files.drop": "Drop files here to send them to {name}",
  "files.next": "Next picture",
  "files.of": "{number} of {count}",
  "files.open": "Open the picture {name}",
  "files.play": "Play",
  "files.previous": "Previous picture",
  "files.remove": "Remove {name}",
  "files.save": "Save",
  "files.picture": "Picture ({format})",
  "files.unplayable": "This browser can’t play this file. Save it and open it in another app.",
  "files.uploading": "Uploading {name}",
  "files.waiting": "Your message is sent once the files are uploaded.",
  "files.why.bad_request": "The upload was interrupted. Remove the file and choose it again.",
  "files.why.empty": "The file is empty.",
  "files.why.folder": "Folders can’t be sent. Compress them into a zip file first.",
  "files.why.lost": "The page was closed during the upload. Remove the file and choose it again.",
  "files.why.quota_full":
    "The file is {size}, and you have {limit} left. Recall messages with files that nobody needs, or ask an administrator for more space.",
  "files.why.storage_full": "The server’s disk has no room for files. Try again later, or tell an administrator.",
  "files.why.too_large":
    "The file is {size}, and this server accepts up to {limit}. Send a smaller one, or ask an administrator.",
  "files.why.too_many_files": "A message can have up to ten files. Send the rest in another message.",
};

/** @typedef {typeof catalogue} FilesCatalogue */

export default catalogue;
