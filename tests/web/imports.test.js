import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { sourceFiles, WEB } from "./sources.js";

/** The folders of the page, each above those that it may import. */
const LAYERS = [
  "vendor",
  "i18n",
  "client",
  "app/ui",
  "app/texts",
  "app/state",
  "app/people",
  "app/avatar",
  "app/files",
  "app/messages",
  "app/compose",
  "app/search",
  "app/conversations",
  "app/notices",
  "app/sign-in",
  "app/settings",
  "app/admin",
  "app/shell",
  "app",
];

/** What is fetched late from a layer above: the editor behind an avatar, mentions within a text. */
const LATE_UPWARDS = ["app/people → app/avatar", "app/messages → app/compose"];

const STATIC = /^(?:import|export)\b(?:[^"';]*?\bfrom)?\s*"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*"([^"]+)"\s*\)/g;

/** What each module imports, by path below the page. */
function imports(pattern) {
  return new Map(
    ["app", "client", "i18n"].flatMap(sourceFiles).map((file) => {
      const code = readFileSync(file, "utf8").replace(/\/\*\*[\s\S]*?\*\//g, "");
      const targets = [...code.matchAll(pattern)].map(([, target]) => relative(WEB, join(dirname(file), target)));
      return [relative(WEB, file), targets];
    }),
  );
}

/** The first circle of imports, as the modules along it; empty where there is none. */
function circle(graph) {
  const done = new Set();
  const walk = (module, path) => {
    if (path.includes(module)) return [...path.slice(path.indexOf(module)), module];
    if (done.has(module)) return [];
    done.add(module);
    for (const target of graph.get(module) ?? []) {
      const found = walk(target, [...path, module]);
      if (found.length > 0) return found;
    }
    return [];
  };
  for (const module of graph.keys()) {
    const found = walk(module, []);
    if (found.length > 0) return found;
  }
  return [];
}

const folderOf = (module) => (module.startsWith("vendor/") ? "vendor" : dirname(module));

/** Imports of a folder that isn't below: `[from → to, module → module]`. */
function upward(graph) {
  return [...graph].flatMap(([module, targets]) =>
    targets
      .filter((target) => LAYERS.indexOf(folderOf(target)) > LAYERS.indexOf(folderOf(module)))
      .map((target) => [`${folderOf(module)} → ${folderOf(target)}`, `${module} → ${target}`]),
  );
}

test("circles of imports are found, with their path", () => {
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c", "d"]],
    ["c", []],
    ["d", ["b"]],
  ]);
  assert.deepEqual(circle(graph), ["b", "d", "b"]);
  assert.deepEqual(
    circle(
      new Map([
        ["a", ["b", "c"]],
        ["b", ["c"]],
      ]),
    ),
    [],
  );
});

test("no module imports itself by way of others", () => {
  const found = circle(imports(STATIC));
  assert.equal(found.join(" → "), "");
});

test("every folder has its layer, and imports only those below", () => {
  const graph = imports(STATIC);
  for (const module of graph.keys()) assert.ok(LAYERS.includes(folderOf(module)), `${module} has no layer`);
  assert.deepEqual(
    upward(graph).map(([, path]) => path),
    [],
  );
});

test("what is fetched late from above is known, and needed", () => {
  const found = upward(imports(DYNAMIC));
  assert.deepEqual(
    found.filter(([folders]) => !LATE_UPWARDS.includes(folders)).map(([, path]) => path),
    [],
  );
  assert.deepEqual([...new Set(found.map(([folders]) => folders))].sort(), LATE_UPWARDS.toSorted());
});
