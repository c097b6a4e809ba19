// Figures and tables: numbered in order through the report, captioned, sourced, with their data.
import { test } from "node:test";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();

for (const path of site.pages) {
  test(`figures of ${path} are complete`, () => site.visit(path, { js: false }, async (page, where) => {
    const findings = await page.evaluate(() => [...document.querySelectorAll("figure.figure")].flatMap((figure) => {
      const lacks = [];
      const need = (condition, words) => condition || lacks.push(`${look.name(figure).slice(0, 80)}: ${words}`);
      need(figure.id, "no id");
      need(figure.querySelectorAll("figcaption").length === 1, "not exactly one figcaption");
      need(figure.querySelector("figcaption .figure-label")?.textContent.match(/\d+/), "no number");
      const title = figure.querySelector("figcaption .figure-title")?.textContent.trim() ?? "";
      need(title, "no title");
      need(/[\u3000-\u9fff\uac00-\ud7af]/.test(title) || title.split(/\s+/).length <= 12, `a title of more than 12 words: ${title}`);
      const downloads = [...figure.querySelectorAll(".figure-downloads a[download]")].map((link) => link.getAttribute("href"));
      const source = figure.querySelector(".figure-source a[href]");
      if (!figure.matches(".figure-chart")) {
        // A table written in the text has its sources there; one of a dataset may say in its note that nobody is named.
        need(source || figure.querySelector(".figure-note") || downloads.length < 2, "neither a linked source line nor a note");
        return lacks;
      }
      need(source, "no linked source line");
      need(figure.querySelector("details.figure-data table"), "no data table");
      need(downloads.some((href) => href.endsWith(".csv")), "no CSV to download");
      need(downloads.some((href) => href.endsWith(".svg")), "no SVG to download");
      return lacks;
    }));
    expectNone(findings.map((finding) => `${where}: ${finding}`));
  }));

  test(`tables of ${path} have a name and headers with scope`, () => site.visit(path, { js: false }, async (page, where) => {
    const findings = await page.evaluate(() => [...document.querySelectorAll("main table")].flatMap((table) => {
      const lacks = [...table.querySelectorAll("th:not([scope])")].map((cell) => `${look.name(cell)} has no scope`);
      if (!table.tHead?.querySelector("th[scope=col], th[scope=colgroup]")) lacks.push(`${look.name(table)}: no column headers`);
      if (table.matches(".data-table") && !table.caption && !table.getAttribute("aria-labelledby")) lacks.push(`${look.name(table)}: no caption`);
      return lacks;
    }));
    expectNone(findings.map((finding) => `${where}: ${finding}`));
  }));
}

test("figures and tables are numbered apart, in order, through the report", async () => {
  const order = await readingOrder();
  const seen = { "figure-chart": 0, "figure-table": 0 };
  const findings = [];
  for (const path of order) {
    await site.visit(path, { js: false }, async (page, where) => {
      const labels = await page.evaluate(() => [...document.querySelectorAll("figure.figure")].map((figure) => ({
        kind: figure.matches(".figure-table") ? "figure-table" : "figure-chart",
        name: look.name(figure).slice(0, 60),
        number: Number(figure.querySelector(".figure-label")?.textContent.match(/\d+/)?.[0]),
      })));
      for (const { kind, name, number } of labels) {
        seen[kind] += 1;
        if (number !== seen[kind]) findings.push(`${where}: ${name} has number ${number}, expected ${seen[kind]}`);
        seen[kind] = number || seen[kind];
      }
    });
  }
  expectNone(findings);
});

/** Pages by their "next" links, from the home page on. */
async function readingOrder() {
  const order = [];
  for (let path = "index.html"; path && !order.includes(path);) {
    order.push(path);
    path = await site.visit(path, { js: false }, async (page) => {
      const next = await page.evaluate(() => document.querySelector("a[rel=next]")?.href);
      return next && decodeURIComponent(next).slice(decodeURIComponent(site.roots.file).length).split("#")[0];
    });
  }
  return order;
}
