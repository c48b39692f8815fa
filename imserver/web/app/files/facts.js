import { bytes } from "../bytes.js";

/** Longer endings of names say nothing about a file. */
const LONGEST_ENDING = 16;

/**
 * What stands below a file's name, which may be cut where it is long: how it ends, and its size.
 * @param {{ name: string, size: number }} file
 */
export function facts({ name, size }) {
  const ending = name.slice(name.lastIndexOf(".") + 1);
  const isEnding = ending !== name && ending !== "" && ending.length <= LONGEST_ENDING;
  return isEnding ? `${ending.toUpperCase()} · ${bytes(size)}` : bytes(size);
}
