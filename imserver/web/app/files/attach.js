/**
 * Have files go along with what is being written. What uploads them is fetched with the first one.
 * @param {import("./uploads.js").Place} place
 * @param {readonly File[]} files
 */
export async function attach(place, files) {
  const { upload } = await import("./uploads.js");
  await upload(place, files);
}
