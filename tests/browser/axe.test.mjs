// axe-core finds nothing: WCAG 2.2 A and AA, best practice; light and dark, desktop and phone, folded parts open.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const ALL = { runOnly: { type: "tag", values: TAGS }, rules: { "target-size": { enabled: true } } };
// What a theme can break: colours are all that it changes.
const COLOURS = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };

// With HALF set, for sites whose pages are alike: every second page is a phone's in the light, the rest are in the dark.
const WAYS = process.env.HALF
  ? [{ light: [1280], dark: [320] }, { light: [320], dark: [1280] }]
  : [{ light: [1280, 320], dark: [320, 1280] }];

async function violations(page, where, rules = ALL) {
  const results = await page.evaluate(async (rules) => {
    const { violations } = await window.axe.run(document, { ...rules, resultTypes: ["violations"] });
    return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id} at ${node.target.join(" ")}: ${node.any.concat(node.all, node.none).map((check) => check.message).join("; ")}`));
  }, rules);
  return results.map((result) => `${where}: ${result}`);
}

/** Turns the window and the system's theme into others, and waits until the page has answered. */
async function turn(page, { width, theme }) {
  await page.emulateMedia({ colorScheme: theme });
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

for (const [index, path] of site.pages.entries()) {
  test(`axe finds nothing on ${path}`, async () => {
    const { light, dark } = WAYS[index % WAYS.length];
    const findings = [];
    await site.visit(path, { width: light[0] }, async (page) => {
      await page.evaluate(axe);
      findings.push(...await violations(page, `${path}, ${light[0]} px, light, folded`));
      await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
      for (const [theme, widths, rules] of [["light", light, ALL], ["dark", dark, COLOURS]]) {
        for (const width of widths) {
          await turn(page, { width, theme });
          findings.push(...await violations(page, `${path}, ${width} px, ${theme}, unfolded`, rules));
        }
      }
    });
    expectNone([...new Set(findings)]);
  });
}

test("axe finds nothing in the search dialog", async () => {
  const findings = [];
  for (const theme of ["light", "dark"]) {
    for (const width of [1280, 320]) {
      await site.visit("index.html", { theme, width }, async (page, where) => {
        await page.evaluate(axe);
        await page.keyboard.press("/");
        await page.fill(".search-input", await page.locator("h1").innerText());
        await page.waitForSelector(".search-results li");
        findings.push(...await violations(page, `${where}, search open`));
      });
    }
  }
  expectNone(findings);
});
