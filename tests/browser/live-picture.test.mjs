// The live chart is the prerendered picture, in either theme; and what only it can do: numbers, PNG, full screen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();
const charted = site.pages.filter((path) => site.read(path).includes("class=\"chart\""));

/** Waits until every chart of a page lives, and gives their ids. */
async function wake(page) {
  const ids = await page.evaluate(() => [...document.querySelectorAll(".chart")].map((chart) => chart.dataset.chart));
  for (const id of ids) {
    await page.locator(`.chart[data-chart="${id}"]`).scrollIntoViewIfNeeded();
    await page.waitForFunction((id) => window.sourcebookCharts?.some(({ box, points }) => box.dataset.chart === id && points), id);
  }
  return ids;
}

/** The share of pixels that differ clearly between two PNG files, computed on a canvas. */
const difference = (page, one, other) => page.evaluate(async (files) => {
  const pixels = await Promise.all(files.map(async (file) => {
    const image = new Image();
    image.src = `data:image/png;base64,${file}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return canvas.getImageData(0, 0, image.width, image.height);
  }));
  if (pixels[0].width !== pixels[1].width || pixels[0].height !== pixels[1].height) return 1;
  let differ = 0;
  for (let at = 0; at < pixels[0].data.length; at += 4) {
    if ([0, 1, 2].some((part) => Math.abs(pixels[0].data[at + part] - pixels[1].data[at + part]) > 60)) differ += 1;
  }
  return differ / (pixels[0].width * pixels[0].height);
}, [one, other].map((file) => file.toString("base64")));

for (const [width, theme] of [[1280, "light"], [1280, "dark"], [320, "light"]]) {
  test(`live charts look as the prerendered ones (${width} px, ${theme})`, async () => {
    const findings = [];
    for (const path of charted) {
      await site.visit(path, { width, theme }, async (page, where) => {
        for (const id of await wake(page)) {
          const chart = page.locator(`.chart[data-chart="${id}"]`);
          await chart.scrollIntoViewIfNeeded();
          const alive = await chart.screenshot();
          await chart.evaluate((box) => {
            box.querySelector(".chart-alive").style.display = "none";
            for (const one of box.querySelectorAll(".chart-wide, .chart-narrow")) one.style.visibility = "visible";
          });
          const still = await chart.screenshot();
          // A scaled picture has its letters at other fractions of pixels.
          const share = await difference(page, alive, still);
          if (share > (width < 640 ? 0.015 : 0.004)) findings.push(`${where}: ${id}: ${(share * 100).toFixed(2)} % of the pixels differ`);
        }
      });
    }
    expectNone(findings);
  });
}

test("a chart can be downloaded as a PNG with its title, from a file and from a server", async () => {
  for (const origin of ["file", "server"]) {
    await site.visit(charted[0], { origin, acceptDownloads: true }, async (page, where, problems) => {
      const [id] = await wake(page);
      const button = page.locator(`figure:has(.chart[data-chart="${id}"]) [data-chart-action="png"]`);
      const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
      assert.equal(download.suggestedFilename(), `${id}.png`, where);
      const chunks = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk);
      const png = Buffer.concat(chunks);
      assert.equal(png.toString("latin1", 1, 4), "PNG", where);
      assert.ok(png.readUInt32BE(16) >= 1360 && png.length > 8000, `${where}: ${png.readUInt32BE(16)} px wide, ${png.length} bytes`);
      expectNone(problems);
    });
  }
});

test("full screen shows the figure, larger, and comes back", () => site.visit(charted[0], {}, async (page, where) => {
  const [id] = await wake(page);
  const chart = page.locator(`.chart[data-chart="${id}"]`);
  const before = await chart.boundingBox();
  await page.locator(`figure:has(.chart[data-chart="${id}"]) [data-chart-action="full-screen"]`).click();
  await page.waitForFunction(() => document.fullscreenElement?.tagName === "FIGURE");
  await page.waitForTimeout(400);
  const full = await chart.boundingBox();
  assert.ok(full.width > before.width, `${where}: ${before.width} px, then ${full.width} px`);
  await page.evaluate(() => document.exitFullscreen());
  await page.waitForTimeout(400);
  const after = await chart.boundingBox();
  assert.ok(Math.abs(after.width - before.width) < 1 && Math.abs(after.height - before.height) < 1, `${where}: it does not come back`);
}));

test("number keys hide and show series, and say so; the tooltip names the source", async () => {
  let tried = 0;
  for (const path of charted) {
    await site.visit(path, {}, async (page, where) => {
      for (const id of await wake(page)) {
        const several = await page.evaluate((id) => {
          const chart = window.sourcebookCharts.find(({ box }) => box.dataset.chart === id);
          return (chart.instance.getOption().legend?.[0]?.data ?? []).length > 1;
        }, id);
        const chart = page.locator(`.chart[data-chart="${id}"]`);
        await chart.locator(".chart-alive").focus();
        await page.keyboard.press("ArrowRight");
        await page.waitForTimeout(100);
        const [said, source] = await chart.evaluate((box) => [box.querySelector(".chart-alive").textContent, box.closest("figure").querySelector(".figure-source")?.textContent.trim().split(" ")[1]]);
        if (source) assert.ok(said.includes(source), `${where}: ${id}: no source “${source}” in the tooltip`);
        if (!several) continue;
        tried += 1;
        const count = () => page.evaluate((id) => window.sourcebookCharts.find(({ box }) => box.dataset.chart === id).points.length, id);
        const all = await count();
        await page.keyboard.press("1");
        assert.match(await chart.locator("[aria-live]").textContent(), /\S+ is hidden\.$/, where);
        assert.ok(await count() < all, `${where}: ${id}: nothing is hidden`);
        await page.keyboard.press("1");
        assert.match(await chart.locator("[aria-live]").textContent(), /\S+ is shown\.$/, where);
        assert.equal(await count(), all, where);
      }
    });
  }
  assert.notEqual(tried, 0, "no chart has a legend");
});

test("without JavaScript no button promises what only the live chart can do", () => site.visit(charted[0], { js: false }, async (page, where) => {
  const shown = await page.evaluate(() => [...document.querySelectorAll("[data-chart-action]")].filter(look.visible).length);
  assert.equal(shown, 0, where);
}));
