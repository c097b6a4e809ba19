// Long words, formulas and raw tables break or scroll in their own boxes: no page scrolls sideways.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { expectNone, openSite } from "./lib/site.mjs";
import { program, temporary } from "./lib/program.mjs";

const folder = temporary("overflow");

const WORD = "national_statistics_office_quarterly_export_2023_v2_final.csv";
const FORMULA = "$f(x) = a_0 + a_1 x + a_2 x^2 + a_3 x^3 + a_4 x^4 + a_5 x^5 + a_6 x^6$";
const row = (cell, text) => `<tr>${`<${cell}>${text}</${cell}>`.repeat(6)}</tr>`;
const figure = (key) => `\`\`\`chart\nid: fig-${key}\ntype: bar\ndata: m\nx: M\ny: P\n${key}: ${WORD}\n${key === "title" ? "" : "title: x\n"}\`\`\`\n`;
/** A page for each, so that a finding names its cause. */
const PAGES = {
  index: "# Home\n",
  author: `---\nauthors: ["Rindfleischetikettierung@bundesministerium-fuer-ernaehrung.example"]\n---\n# x\n`,
  title: `# ${WORD}\n\n## ${WORD}\n\nText.\n`,
  caption: `# x\n\n${figure("caption")}`,
  note: `# x\n\n${figure("note")}`,
  "figure-title": `# x\n\n${figure("title")}`,
  summary: `# x\n\n<details><summary>${WORD}</summary>\n\n${WORD}\n\n</details>\n`,
  table: `# x\n\n<table>${row("th", "2023")}${row("td", "1,234,567")}</table>\n`,
  formula: `# x\n\nSo ${FORMULA} is long.\n`,
  "formula-in-note": `# x\n\nSo.[^1]\n\n[^1]: So ${FORMULA} is long.\n`,
  gaps: "# x\n\n```table\ndata: wide\ntitle: x\n```\n",
  arabic: `---\nlanguage: ar\n---\n# x\n\n\`\`\`chart\ntype: bar\ndata: arabic\nx: المدينة\ny: الحصة\nhorizontal: true\ntitle: x\n\`\`\`\n`,
  "formula-in-cell": `# x\n\n| a | b |\n|-|-|\n| ${FORMULA} | 1 |\n`,
};
mkdirSync(join(folder, "content/data"), { recursive: true });
writeFileSync(join(folder, "sourcebook.toml"), `title = "${WORD}"\n`);
writeFileSync(join(folder, "content/data/m.csv"), "M,P\na,1\nb,2\n");
const fields = Array.from({ length: 12 }, (_, number) => `Measure ${number}`);
writeFileSync(join(folder, "content/data/wide.csv"), `Name,${fields}\n${["a", "b"].map((name) => `${name},${fields.map((_, at) => (at % 2 ? "" : 1234567))}\n`).join("")}`);
writeFileSync(join(folder, "content/data/arabic.csv"), "المدينة,الحصة\nقادس,31.8%\nآراو,23.5%\n");
for (const [name, text] of Object.entries(PAGES)) writeFileSync(join(folder, `content/${name}.md`), text);
execFileSync(program, ["build", folder, "--quiet", "--no-cache", "--output", join(folder, "site")], { stdio: "pipe" });
const site = await openSite(join(folder, "site"));

for (const path of site.pages) {
  test(`${path} does not scroll sideways`, async () => {
    const findings = [];
    await site.resize(path, { widths: [320, 375, 768, 1024, 1280, 1920] }, async (page, where) => {
      const [width, room] = await page.evaluate(() => [document.scrollingElement.scrollWidth, document.documentElement.clientWidth]);
      if (width > room) findings.push(`${where}: ${width} px in ${room} px`);
    });
    expectNone(findings);
  });
}

test("a formula that scrolls stands on the line of its text", async () => {
  await site.visit("formula/index.html", {}, async (page, where) => {
    const [scrolling, plain] = await page.evaluate(() => {
      const formula = document.querySelector("main math");
      const letter = () => formula.querySelector("mi").getBoundingClientRect().top;
      const scrolling = letter();
      formula.style.overflow = "visible";
      return [scrolling, letter()];
    });
    expectNone(Math.abs(scrolling - plain) < 0.5 ? [] : [`${where}: the formula is moved by ${scrolling - plain} px`]);
  });
});

test("names of bars stand beside them on a page from right to left, too", async () => {
  await site.visit("arabic/index.html", {}, async (page, where) => {
    const overlaps = await page.evaluate(() => {
      const drawing = document.querySelector(".chart svg").getBoundingClientRect();
      const bars = [...document.querySelectorAll(".chart-wide path[fill]")].map((bar) => bar.getBoundingClientRect()).filter((bar) => bar.width > 40 && bar.height > 8 && bar.height < 40);
      const names = [...document.querySelectorAll(".chart-wide text")].filter((text) => /قادس|آراو/.test(text.textContent));
      if (bars.length < 2 || names.length !== 2) return [`${bars.length} bars, ${names.length} names`];
      return names.map((name) => name.getBoundingClientRect()).filter((name) => name.left < drawing.left - 1 || bars.some((bar) => name.right > bar.left + 1)).map(() => "a name lies on a bar");
    });
    expectNone(overlaps.map((overlap) => `${where}: ${overlap}`));
  });
});
