// Print: no navigation, everything unfolded, light colours, nothing wider than the paper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOfTables } from "./lib/pdf.mjs";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();
/** The width of A4 with margins of 18 mm, in CSS pixels. */
const PAPER = 658;

for (const path of site.pages) {
  test(`${path} is fit for paper`, async () => {
    const findings = [];
    // 404.html finds its style sheet by its script.
    for (const js of path === "404.html" ? [true] : [true, false]) {
      await site.visit(path, { js, width: PAPER, theme: "dark" }, async (page, where) => {
        await page.emulateMedia({ media: "print" });
        if (js) await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
        findings.push(...(await page.evaluate(printed)).map((finding) => `${where}, print: ${finding}`));
      });
    }
    expectNone(findings);
  });
}

test("the longest page makes a PDF", async () => {
  const longest = [...site.pages].sort((a, b) => site.read(b).length - site.read(a).length)[0];
  await site.visit(longest, {}, async (page, where) => {
    const pdf = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
    const sheets = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    assert.ok(sheets > 0, `${where}: no sheet`);
  });
});

test("no head of a table ends a sheet without a row", async () => {
  const [most] = [...site.pages].sort((a, b) => tables(b) - tables(a));
  const findings = [];
  let broken = 0;
  await site.visit(most, {}, async (page, where) => {
    await page.evaluate(onSheetsOfTheirOwn);
    // Every place near the foot of a sheet is tried, by steps smaller than a row.
    for (let down = 600; down < 1000; down += 15) {
      await page.evaluate((down) => document.querySelectorAll(".down").forEach((space) => (space.style.height = `${down}px`)), down);
      const rows = rowsOfTables(await page.pdf({ format: "A4", preferCSSPageSize: true, tagged: true }));
      assert.equal(rows.length, tables(most), `${where}: tables in the PDF`);
      broken += rows.filter((sheets) => new Set(sheets).size > 1).length;
      for (const [at, [head, first]] of rows.entries()) {
        if (head < first) findings.push(`${where}, ${down} px down: the head of table ${at + 1} stands alone`);
      }
    }
  });
  expectNone(findings);
  assert.ok(broken > 0, "a table goes from one sheet to the next");
});

/** Inside the page: leaves its tables alone, each with a space before it at the top of a sheet. */
function onSheetsOfTheirOwn() {
  document.querySelectorAll("main .chart").forEach((chart) => chart.remove());
  const boxes = [...document.querySelectorAll("main .table-scroll")].map((box) => box.closest(".figure") ?? box);
  const space = document.createElement("div");
  space.className = "down";
  space.style.breakBefore = "page";
  document.querySelector(".page-body").replaceChildren(...boxes.flatMap((box) => [space.cloneNode(), box]));
}

function tables(path) {
  return site.read(path).split("<table").length - 1;
}

/** Inside the page. */
function printed() {
  const findings = [];
  const shown = (selector) => [...document.querySelectorAll(selector)].filter(look.visible);
  for (const element of shown("nav, button, .site-tools, .skip-link, dialog, .toc")) findings.push(`${look.name(element)} is printed`);
  for (const element of [...document.body.querySelectorAll("*")].filter(look.visible)) {
    if (["fixed", "sticky"].includes(getComputedStyle(element).position)) findings.push(`${look.name(element)} stays fixed`);
  }
  for (const fold of document.querySelectorAll("main details")) {
    const inner = fold.querySelector("table, p, pre, ol, ul");
    if (inner && !inner.closest("nav, .toc") && !(inner.checkVisibility({ contentVisibilityAuto: true, contentVisibilityProperty: true }) && inner.getBoundingClientRect().height > 0)) {
      findings.push(`${look.name(fold)} stays folded`);
    }
  }
  if (look.contrast(look.background(document.body), [255, 255, 255, 1]) > 1.2) findings.push("the ground is not white");
  if (document.scrollingElement.scrollWidth > document.documentElement.clientWidth) findings.push(`${document.scrollingElement.scrollWidth} px wide`);
  for (const figure of shown(".figure-head, .chart, tr")) {
    if (!getComputedStyle(figure).breakInside.startsWith("avoid")) findings.push(`${look.name(figure)} may break across sheets`);
  }
  for (const heading of shown("main h2, main h3")) {
    if (!getComputedStyle(heading).breakAfter.startsWith("avoid")) findings.push(`${look.name(heading)} may end a sheet`);
  }
  for (const chart of document.querySelectorAll(".chart")) {
    if (![...chart.querySelectorAll("svg, canvas")].some(look.visible)) findings.push(`${look.name(chart.closest("figure"))}: no picture`);
  }
  return findings;
}
