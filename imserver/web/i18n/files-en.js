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
  "files.unplayable": "This browser can’t play it. Save the file and open it with another program.",
  "files.uploading": "Uploading {name}",
  "files.waiting": "The message is sent once the files are uploaded.",
  "files.why.bad_request": "The upload was broken off. Remove the file and choose it again.",
  "files.why.empty": "The file is empty.",
  "files.why.folder": "Folders can’t be sent. Pack them into an archive first.",
  "files.why.lost": "The page was closed during the upload. Remove the file and choose it again.",
  "files.why.quota_full": "It has {size}, and you have room for {limit}. Recall messages with files that nobody needs, or ask an administrator for more space.",
  "files.why.storage_full": "The server’s disk has no room for files. Try again later, or tell an administrator.",
  "files.why.too_large": "It has {size}, and this server takes {limit}. Send a smaller one, or ask an administrator.",
  "files.why.too_many_files": "A message takes ten files. Send the others with the next one.",
};

/** @typedef {typeof catalogue} FilesCatalogue */

export default catalogue;
