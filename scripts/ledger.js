import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const WEB = join(ROOT, "imserver/web");
export const BUNDLE = join(ROOT, "imserver/bundle");
const LEDGER = join(BUNDLE, "ledger.json");

/** @param {string} path */
const digest = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

/** Hashes by path. @param {string} folder @param {Iterable<string>} paths */
const hashes = (folder, paths) =>
  Object.fromEntries([...paths].sort().map((path) => [path, digest(join(folder, path))]));

/** What else decides what comes out: the program, and the bundler that package-lock.json names. */
function maker() {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  return { script: digest(join(ROOT, "scripts/bundle")), rolldown: lock.packages["node_modules/rolldown"].version };
}

/** Write down what the bundle is and what it was made of, by paths. @param {Iterable<string>} sources @param {Iterable<string>} files */
export function record(sources, files) {
  const ledger = { maker: maker(), sources: hashes(WEB, new Set(sources)), files: hashes(BUNDLE, files) };
  writeFileSync(LEDGER, `${JSON.stringify(ledger, null, 1)}\n`);
}

/** What of the bundle isn't that of the sources, by path. @returns {string[]} */
export function differences() {
  try {
    const ledger = JSON.parse(readFileSync(LEDGER, "utf8"));
    const made = JSON.stringify(ledger.maker) === JSON.stringify(maker()) ? [] : ["scripts/bundle, or its bundler,"];
    return [...made, ...others(WEB, ledger.sources), ...others(BUNDLE, ledger.files)];
  } catch {
    return [relative(ROOT, LEDGER)];
  }
}

/** The files that have another hash, or are missing. @param {string} folder @param {Record<string, string>} listed */
function others(folder, listed) {
  return Object.keys(listed).filter((path) => {
    try {
      return digest(join(folder, path)) !== listed[path];
    } catch {
      return true;
    }
  });
}
