// axe-core finds nothing: WCAG 2.2 A and AA, best practice; light and dark, desktop and phone, folded parts open.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SETTINGS = [{ theme: "light" }, { theme: "dark" }, { theme: "light", width: 320 }, { theme: "dark", width: 320 }];

async function violations(page, where) {
  await page.evaluate(axe);
  const results = await page.evaluate(async (tags) => {
    const options = { runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] };
    const { violations } = await window.axe.run(document, options);
    return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id} at ${node.target.join(" ")}: ${node.any.concat(node.all, node.none).map((check) => check.message).join("; ")}`));
  }, TAGS);
  return results.map((result) => `${where}: ${result}`);
}

// With HALF set, for sites whose pages are alike: wide and narrow, light and dark, in one way on every second page, in the
// other way on the rest.
const WAYS = [[SETTINGS[0], SETTINGS[3]], [SETTINGS[1], SETTINGS[2]]];

for (const [index, path] of site.pages.entries()) {
  test(`axe finds nothing on ${path}`, async () => {
    const findings = [];
    for (const setting of process.env.HALF ? WAYS[index % 2] : SETTINGS) {
      await site.visit(path, setting, async (page, where) => {
        findings.push(...await violations(page, `${where}, folded`));
        if (await page.locator("details").count() === 0) return;
        await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
        findings.push(...await violations(page, `${where}, unfolded`));
      });
    }
    expectNone([...new Set(findings)]);
  });
}

test("axe finds nothing in the search dialog", async () => {
  const findings = [];
  for (const setting of SETTINGS) {
    await site.visit("index.html", setting, async (page, where) => {
      await page.keyboard.press("/");
      await page.fill(".search-input", await page.locator("h1").innerText());
      await page.waitForSelector(".search-results li");
      findings.push(...await violations(page, `${where}, search open`));
    });
  }
  expectNone(findings);
});
