// Pictures of every page, to be looked at: node screenshots.mjs FOLDER [PAGE …]. No test.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSite, scrollThrough } from "./lib/site.mjs";

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) throw new Error("usage: node screenshots.mjs FOLDER [PAGE …]");
const site = await openSite();
mkdirSync(folder, { recursive: true });

const SETTINGS = {
  1920: { width: 1920, height: 1080 },
  1440: { width: 1440 },
  768: { width: 768 },
  320: { width: 320, height: 640 },
  dark: { width: 1440, theme: "dark" },
  "dark-320": { width: 320, height: 640, theme: "dark" },
  nojs: { width: 1440, js: false },
  forced: { width: 1440, forcedColors: "active" },
  zoom200: { width: 720, deviceScaleFactor: 2 },
};

for (const path of wanted.length ? wanted : site.pages) {
  const name = path.replace(/\/?index\.html$|\.html$/, "").replaceAll("/", "-") || "home";
  for (const [setting, options] of Object.entries(SETTINGS)) {
    await site.visit(path, options, async (page) => {
      await scrollThrough(page);
      await page.evaluate(() => scrollTo(0, 0));
      await page.waitForTimeout(200);
      await page.screenshot({ path: join(folder, `${name}.${setting}.png`), fullPage: true });
    });
  }
  await site.visit(path, {}, async (page) => writeFileSync(join(folder, `${name}.pdf`), await page.pdf({ preferCSSPageSize: true })));
}
console.log(`pictures are in ${folder}`);
process.exit(0);
