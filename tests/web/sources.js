import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** Where the files lie that the server serves. */
export const WEB = fileURLToPath(new URL("../../imserver/web", import.meta.url));

/** Every module below a folder of the page, by full path. */
export function sourceFiles(folder) {
  return readdirSync(join(WEB, folder), { recursive: true })
    .filter((name) => name.endsWith(".js"))
    .map((name) => join(WEB, folder, name));
}
