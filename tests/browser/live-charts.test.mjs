// Charts with JavaScript: ECharts takes over when a chart comes near, in the same place, and can be used with the keyboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { expectNone, openSite, scrollThrough } from "./lib/site.mjs";

const site = await openSite();
const charted = site.pages.filter((path) => site.read(path).includes("class=\"chart\""));
const plain = site.pages.filter((path) => !charted.includes(path));

/** Inside the page: the live chart of a `.chart`, if it has started. */
const live = "window.liveOf = (chart) => window.sourcebookCharts.find(({ box }) => box === chart)?.instance";

const started = (id) => {
  const chart = document.querySelector(`.chart[data-chart="${id}"]`);
  return typeof window.liveOf(chart)?.getOption === "function";
};

for (const path of charted) {
  for (const [origin, width] of [["file", 1280], ["server", 1280], ["file", 320]]) {
    test(`every chart of ${path} starts in its place (${origin}, ${width} px)`, () => site.visit(path, { origin, width }, async (page, where, problems) => {
      await page.evaluate(live);
      const findings = [];
      const ids = await page.evaluate(() => [...document.querySelectorAll(".chart")].map((chart) => chart.dataset.chart));
      for (const id of ids) {
        const chart = page.locator(`.chart[data-chart="${id}"]`);
        const before = await chart.boundingBox();
        await chart.scrollIntoViewIfNeeded();
        const ready = await page.waitForFunction(started, id, { timeout: 10000 }).catch(() => null);
        if (!ready) {
          findings.push(`${where}: ${id} does not start`);
          continue;
        }
        const after = await chart.boundingBox();
        if (Math.abs(before.width - after.width) > 0.5 || Math.abs(before.height - after.height) > 0.5) {
          findings.push(`${where}: ${id} was ${before.width} × ${before.height} px and is ${after.width} × ${after.height} px`);
        }
        const shown = await chart.evaluate((box) => [...box.querySelectorAll("svg, canvas")].filter((one) => look.visible(one) && !one.parentElement.closest("svg")).length);
        if (shown !== 1) findings.push(`${where}: ${id} shows ${shown} pictures`);
      }
      expectNone([...findings, ...problems.map((problem) => `${where}: ${problem}`)]);
    }));
  }

  test(`bars and lines over a dataset on ${path} say what they draw, and not their whole record`, () => site.visit(path, {}, async (page, where) => {
    await scrollThrough(page);
    const said = await page.evaluate(() => (window.sourcebookCharts ?? []).filter((chart) => chart.option.dataset).flatMap((chart) => {
      const types = [chart.option.series].flat().map((series) => (series.data ? "" : series.type));
      return chart.points.filter((point) => ["bar", "line"].includes(types[point.seriesIndex])).map((point) => `${point.words.head}: ${point.words.value}`);
    }));
    expectNone(said.filter((words) => words.includes(";") || words.endsWith(": ")).map((words) => `${where}: ${words}`));
  }));

  test(`nothing on ${path} moves while charts start`, () => site.visit(path, {}, async (page, where) => {
    await scrollThrough(page);
    const shift = await page.evaluate(() => new Promise((done) => {
      let sum = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.hadRecentInput ? 0 : entry.value; })).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(sum), 300);
    }));
    assert.ok(shift < 0.01, `${where}: layout shift of ${shift}`);
  }));
}

test("pages without charts load no chart code", async () => {
  const findings = [];
  for (const path of plain) {
    await site.visit(path, { origin: "server" }, async (page, where) => {
      await scrollThrough(page);
      const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
      findings.push(...loaded.filter((name) => /(echarts|charts)\.[^/]*js$/.test(name)).map((name) => `${where}: ${name}`));
    });
  }
  expectNone(findings);
});

test("ECharts loads only when a chart comes near", async () => {
  const tried = [];
  for (const path of charted) {
    await site.visit(path, { origin: "server", height: 300 }, async (page, where) => {
      const top = await page.evaluate(() => document.querySelector(".chart").getBoundingClientRect().top);
      // The height of the window, and room for what counts as near.
      if (top < 300 + 400) return;
      tried.push(path);
      const echarts = () => page.evaluate(() => performance.getEntriesByType("resource").some((entry) => /echarts\.[^/]*js$/.test(entry.name)));
      await page.waitForTimeout(600);
      assert.equal(await echarts(), false, `${where}: loaded with the first chart ${Math.round(top)} px away`);
      await page.locator(".chart").first().scrollIntoViewIfNeeded();
      await page.waitForFunction(() => performance.getEntriesByType("resource").some((entry) => /echarts\.[^/]*js$/.test(entry.name)));
    });
  }
  assert.notEqual(tried.length, 0, "no page has its first chart far from the top");
});

test("a chart is one stop; arrow keys walk through its values and say them; Escape ends it", async () => {
  const findings = [];
  for (const path of charted) {
    await site.visit(path, {}, async (page, where) => {
      await page.evaluate(live);
      await scrollThrough(page);
      for (const id of await page.evaluate(() => [...document.querySelectorAll(".chart")].map((chart) => chart.dataset.chart))) {
        await page.locator(`.chart[data-chart="${id}"]`).scrollIntoViewIfNeeded();
        await page.waitForFunction(started, id);
        const stops = await page.evaluate((id) => [...document.querySelectorAll(`.chart[data-chart="${id}"], .chart[data-chart="${id}"] *`)].filter((one) => one.tabIndex >= 0 && look.visible(one)).length, id);
        if (stops !== 1) findings.push(`${where}: ${id} has ${stops} stops`);
        if (stops === 0) continue;
        await page.evaluate((id) => [...document.querySelectorAll(`.chart[data-chart="${id}"], .chart[data-chart="${id}"] *`)].find((one) => one.tabIndex >= 0 && look.visible(one)).focus(), id);
        const spoken = () => page.evaluate((id) => [...document.querySelector(`.chart[data-chart="${id}"]`).closest("figure").querySelectorAll("[role=status], [aria-live]")].map((one) => one.textContent.trim()).join(" ").trim(), id);
        await page.keyboard.press("ArrowRight");
        await page.waitForTimeout(120);
        const first = await spoken();
        await page.keyboard.press("ArrowRight");
        await page.waitForTimeout(120);
        const second = await spoken();
        // What stands in a tree or a network may have a name and no value; a gauge may have a single one.
        const { named, only } = await page.evaluate((id) => {
          const chart = window.sourcebookCharts.find(({ box }) => box.dataset.chart === id);
          const named = [].concat(chart.option.series).some(({ type }) => type === "tree" || type === "graph");
          return { named, only: chart.points.length === 1 };
        }, id);
        const telling = named ? /\p{L}/u : /\d/;
        if (!telling.test(first) || (first === second && !only)) findings.push(`${where}: ${id}: arrow keys say “${first}”, then “${second}”`);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Tab");
        if (await page.evaluate((id) => document.querySelector(`.chart[data-chart="${id}"]`).contains(document.activeElement), id)) findings.push(`${where}: ${id} keeps the focus`);
      }
    });
  }
  expectNone(findings);
});

test("live charts follow the theme switch", () => site.visit(charted[0], {}, async (page, where) => {
  await page.evaluate(live);
  const chart = page.locator(".chart").first();
  const id = await chart.getAttribute("data-chart");
  await chart.scrollIntoViewIfNeeded();
  await page.waitForFunction(started, id);
  const paints = () => page.evaluate(() => {
    const svg = look.pictures().find((one) => one.closest(".chart") === document.querySelector(".chart"));
    const ground = look.background(document.querySelector(".chart"));
    const colours = [1, 2, 3, 4, 5, 6].map((index) => look.property(`--chart-${index}`));
    const used = look.shapes(svg).flatMap(({ fill, stroke }) => [fill, stroke]).filter((one) => one && colours.some((colour) => look.same(colour, one)));
    const text = look.colour(getComputedStyle(svg.querySelector("text")).fill);
    return { used: used.length, contrast: look.contrast(text, ground) };
  });
  const before = await paints();
  await page.locator(".theme-switch").click();
  await page.waitForTimeout(400);
  const after = await paints();
  assert.ok(before.used > 0, `${where}: the live chart uses none of the page's colours`);
  assert.ok(after.used > 0, `${where}: after the switch the chart keeps the other theme's colours`);
  assert.ok(after.contrast >= 4.5, `${where}: after the switch its text has ${after.contrast.toFixed(2)}:1`);
}));
