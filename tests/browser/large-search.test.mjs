// A report of more than a thousand pages has a search index of several files: all of them are searched, from file://, from a
// server and in the single file.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { openSite } from "./lib/site.mjs";
import { program, temporary } from "./lib/program.mjs";

const folder = temporary("large-search");

// Words of the first and of the last page, and of the source, which the last file has.
const NUMBER = 2100;
mkdirSync(join(folder, "content"));
writeFileSync(join(folder, "sourcebook.toml"), 'title = "Large"\n[publish]\ncards = "none"\n');
writeFileSync(join(folder, "content/sources.yaml"), "kept:\n  type: Web\n  title: Quokka yearbook\n  url: https://example.org/q\n");
writeFileSync(join(folder, "content/index.md"), "# Aardvark\n\nFirst words [@kept].\n");
for (let page = 1; page < NUMBER; page += 1) {
  writeFileSync(join(folder, `content/p${page}.md`), `+++\norder = ${page}\n+++\n\n# ${page === NUMBER - 1 ? "Zebra" : `Page ${page}`}\n\nWords.\n`);
}
const out = join(folder, "output");
const single = join(folder, "single.html");
execFileSync(program, ["build", folder, "--quiet", "--single-file", single], { stdio: "pipe" });

const site = await openSite(out);
const PLACES = [["file", {}], ["server", { origin: "server" }], ["single file", { url: pathToFileURL(single).href }]];

/** Opens the search, types, and gives the texts of results and the line above them. */
async function search(page, query) {
  await page.keyboard.press("/");
  await page.locator("dialog.search[open]").waitFor();
  await page.fill(".search-input", query);
  await page.waitForFunction(() => /\d|“|”|could not/.test(document.querySelector(".search-status").textContent));
  return page.evaluate(() => ({
    results: [...document.querySelectorAll(".search-results a")].map((link) => link.textContent),
    status: document.querySelector(".search-status").textContent,
  }));
}

for (const [name, options] of PLACES) {
  test(`words of the first page, the last and the sources are found (${name})`, async () => {
    for (const [query, title] of [["aardvark", "Aardvark"], ["zebra", "Zebra"], ["quokka", "Quokka yearbook"]]) {
      await site.visit("index.html", options, async (page, where, problems) => {
        const { results, status } = await search(page, query);
        assert.ok(results.some((text) => text.includes(title)), `${where}: “${query}” finds ${results.join(" | ") || status}`);
        assert.deepEqual(problems.filter((problem) => !problem.includes(options.url ?? " ")), []);
      });
    }
  });
}

test("a file of the index that is gone is said, and nothing is found by half", async () => {
  unlinkSync(join(out, "assets/search-index.3.js"));
  await site.visit("index.html", {}, async (page) => {
    const { results, status } = await search(page, "aardvark");
    assert.deepEqual(results, []);
    assert.match(status, /could not be loaded/);
  });
});
