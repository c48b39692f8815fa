import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { sourceFiles, WEB } from "./sources.js";

const PAGE = readFileSync(join(WEB, "index.html"), "utf8");

/** Every module that `entry` needs, itself included, by path below the page. */
function graph(entry) {
  const found = new Set([entry]);
  for (const module of found) {
    const code = readFileSync(join(WEB, module), "utf8").replace(/\/\*\*[\s\S]*?\*\//g, "");
    for (const [, target] of code.matchAll(
      /(?<!["'])\b(?:import|export)\b\s*(?:[\w*{][^"';]*?\bfrom\s*)?"([^"\s]+)"/g,
    )) {
      assert.match(target, /^\.\.?\//, `${module} imports ${target} by name: browsers need a path`);
      found.add(relative(WEB, join(WEB, dirname(module), target)));
    }
  }
  return found;
}

/** Modules that are fetched when they are first needed, by path below the page. */
function lazily(modules) {
  return [...modules].flatMap((module) =>
    [...readFileSync(join(WEB, module), "utf8").matchAll(/\bimport\("([^"]+)"\)/g)].map(([, target]) =>
      relative(WEB, join(WEB, dirname(module), target)),
    ),
  );
}

/** Every module of the page, early or late. */
function everything() {
  const found = graph("app/main.js");
  for (const module of found) for (const later of lazily([module])) for (const one of graph(later)) found.add(one);
  return found;
}

function references(attribute) {
  return [...PAGE.matchAll(new RegExp(`${attribute}="([^"#:]+\\.[a-z0-9]+)"`, "g"))].map(([, path]) => path);
}

test("every file that the page names exists", () => {
  for (const path of [...references("href"), ...references("src")]) assert.ok(existsSync(join(WEB, path)), path);
});

test("the page announces every module, so that none is found late", () => {
  const announced = [...PAGE.matchAll(/rel="modulepreload" href="([^"]+)"/g)].map(([, path]) => path);
  const needed = [...graph("app/main.js")].filter((path) => path !== "app/main.js").sort();
  const lines = needed.map((path) => `    <link rel="modulepreload" href="${path}" />`).join("\n");
  assert.deepEqual(announced, needed, `index.html should have these lines:\n${lines}\n`);
});

test("what is fetched later exists, and every module of the page is used", () => {
  const used = everything();
  for (const path of used) assert.ok(existsSync(join(WEB, path)), path);
  for (const folder of ["app", "client", "i18n"]) {
    for (const file of sourceFiles(folder)) {
      const path = relative(WEB, file);
      assert.ok(used.has(path) || PAGE.includes(path), `${path} is never used`);
    }
  }
});

test("nothing is loaded from elsewhere, and no script or style stands in the page", () => {
  assert.doesNotMatch(PAGE, /\b(?:href|src)="(?:https?:)?\/\//);
  assert.doesNotMatch(PAGE, /<script>|<style|\sstyle=|\son[a-z]+=/);
  for (const module of [...everything()].filter((path) => !path.startsWith("vendor/"))) {
    const code = readFileSync(join(WEB, module), "utf8");
    assert.ok(!/innerHTML|dangerouslySet|\beval\(|new Function\(|\bstyle="/.test(code), module);
  }
});

test("the protocol client needs no page", () => {
  for (const module of graph("client/session.js")) {
    const code = readFileSync(join(WEB, module), "utf8");
    assert.doesNotMatch(code, /\b(?:document|window|localStorage)\./, module);
  }
});
