/**
 * Have the browser save a file: it loads it by itself, and asks where to if that is its way.
 * @param {import("../../client/api.js").Api} api
 * @param {import("../../client/wire.js").Attachment} file
 */
export async function save(api, { id, name }) {
  const { url } = await api.mediaLink(id);
  const link = document.createElement("a");
  link.href = `${url}&download=1`;
  link.download = name;
  link.click();
}
