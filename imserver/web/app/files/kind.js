/**
 * What stands in the place of a file: a picture, a video, or a card.
 * @param {import("../../client/wire.js").Attachment} file
 */
export function kindOf({ type, thumbnail }) {
  const [kind] = type.split("/");
  if (kind === "image") return thumbnail ? "image" : "card";
  return kind === "video" ? "video" : "card";
}
