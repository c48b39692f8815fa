import { bytes } from "../ui/bytes.js";
import { t } from "../ui/language.js";
import "../texts/files.js";

/** Longer endings of names say nothing about a file. */
const LONGEST_ENDING = 16;

/** What iPhones make: pictures that few browsers show, which not everybody knows by the ending. */
const HEIF = /^image\/(hei[cf])/;

/**
 * What stands below a file's name, which may be cut where it is long: how it ends, or a kind in words, and its size.
 * @param {{ name: string, size: number, type?: string }} file
 */
export function facts({ name, size, type = "" }) {
  const [, format] = HEIF.exec(type) ?? [];
  if (format) return `${t("files.picture", { format: format.toUpperCase() })} · ${bytes(size)}`;
  const ending = name.slice(name.lastIndexOf(".") + 1);
  const isEnding = ending !== name && ending !== "" && ending.length <= LONGEST_ENDING;
  return isEnding ? `${ending.toUpperCase()} · ${bytes(size)}` : bytes(size);
}
