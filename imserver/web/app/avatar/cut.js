/**
 * A square of a picture, in its pixels: `x` and `y` are its upper left corner, `side` its size. It lies within the picture.
 * @typedef {{ width: number, height: number, x: number, y: number, side: number }} Cut
 */

/** A place in the square, from 0 to 1 each. @typedef {{ x: number, y: number }} Place */

/** The smallest square (pixels): less than that is a blur. */
const SMALLEST = 64;

/** Most that a picture is enlarged. */
const MOST = 8;

/** The size of what is uploaded (pixels): twice that of what the server makes of it. */
const SIDE = 512;

const QUALITY = 0.9;

/** @type {Place} */
const MIDDLE = { x: 0.5, y: 0.5 };

/**
 * The largest square in the middle.
 * @param {{ width: number, height: number }} picture
 * @returns {Cut}
 */
export function middle({ width, height }) {
  const side = Math.min(width, height);
  return { width, height, side, x: (width - side) / 2, y: (height - side) / 2 };
}

/**
 * How much larger the square is seen than the largest one, from 1.
 * @param {Cut} cut
 */
export function zoomOf({ width, height, side }) {
  return Math.min(width, height) / side;
}

/** @param {Cut} cut */
export function mostZoom({ width, height }) {
  return Math.max(1, Math.min(MOST, Math.min(width, height) / SMALLEST));
}

/**
 * Larger or smaller.
 * @param {Cut} cut
 * @param {number} zoom
 * @param {Place} [still] what stays where it is
 */
export function zoomed(cut, zoom, still = MIDDLE) {
  const side = Math.min(cut.width, cut.height) / Math.min(mostZoom(cut), Math.max(1, zoom));
  return within({ ...cut, side, x: cut.x + still.x * (cut.side - side), y: cut.y + still.y * (cut.side - side) });
}

/**
 * The picture moves under the square, which is 1 wide.
 * @param {Cut} cut
 * @param {number} right
 * @param {number} down
 */
export function moved(cut, right, down) {
  return within({ ...cut, x: cut.x - right * cut.side, y: cut.y - down * cut.side });
}

/**
 * Where the middle of the square is in the picture, in percent.
 * @param {Cut} cut
 * @returns {Place}
 */
export function placeOf({ width, height, x, y, side }) {
  return { x: Math.round(((x + side / 2) / width) * 100), y: Math.round(((y + side / 2) / height) * 100) };
}

/**
 * What is to be uploaded: a JPEG, or one that can be transparent where something is.
 * @param {HTMLImageElement} picture
 * @param {Cut} cut
 * @returns {Promise<Blob>}
 */
export async function cutOut(picture, { x, y, side }) {
  const size = Math.max(1, Math.min(SIDE, Math.round(side)));
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, x, y, side, side, 0, 0, size, size);
  const type = isTransparent(context.getImageData(0, 0, size, size).data) ? "image/webp" : "image/jpeg"; // or PNG in Safari
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture can't be drawn."))), type, QUALITY);
  });
}

/** @param {Uint8ClampedArray} pixels */
function isTransparent(pixels) {
  for (let at = 3; at < pixels.length; at += 4) if (/** @type {number} */ (pixels[at]) < 255) return true;
  return false;
}

/**
 * @param {Cut} cut
 * @returns {Cut}
 */
function within(cut) {
  const { width, height, x, y, side } = cut;
  return { ...cut, x: Math.min(width - side, Math.max(0, x)), y: Math.min(height - side, Math.max(0, y)) };
}
