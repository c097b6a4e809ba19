// Charts without JavaScript: the picture is there, named, in the page's colours, and each mark stands out.
import { test } from "node:test";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();
const charted = site.pages.filter((path) => site.read(path).includes("class=\"chart\""));

test("the report has charts", () => expectNone(charted.length ? [] : [`no page of ${site.folder} has a .chart`]));

for (const path of charted) {
  test(`every chart of ${path} shows one named picture without JavaScript`, async () => {
    const findings = [];
    for (const [width, kind, other] of [[1280, "wide", "narrow"], [320, "narrow", "wide"]]) {
      await site.visit(path, { width, js: false }, async (page, where) => {
        const found = await page.evaluate(({ kind, other }) => [...document.querySelectorAll(".chart")].flatMap((chart) => {
          const lacks = [];
          const svg = chart.querySelector(`.chart-${kind} svg`);
          if (!svg || !look.visible(svg)) lacks.push(`${look.name(chart.closest("figure"))}: .chart-${kind} svg is not shown`);
          if ([...chart.querySelectorAll(`.chart-${other} svg`)].some(look.visible)) lacks.push(`${look.name(chart)}: .chart-${other} is shown too`);
          for (const picture of chart.querySelectorAll("svg")) {
            const words = picture.getAttribute("aria-label") ?? document.getElementById(picture.getAttribute("aria-labelledby"))?.textContent ?? "";
            if (picture.getAttribute("role") !== "img" || words.split(/\s+/).length < 4 && words.length < 12) lacks.push(`${look.name(picture)}: no role=img with a telling name: “${words}”`);
            if (/^(bar|line|pie|area)?\s*(chart|graph)\.?$/i.test(words.trim())) lacks.push(`${look.name(picture)}: named “${words}”`);
            if (!picture.querySelector("text")) lacks.push(`${look.name(picture)}: no text elements`);
          }
          return lacks;
        }), { kind, other });
        findings.push(...found.map((finding) => `${where}: ${finding}`));
      });
    }
    expectNone(findings);
  });

  test(`marks of ${path} are 3:1 against the ground, light and dark`, async () => {
    const findings = [];
    for (const theme of ["light", "dark"]) {
      for (const width of [1280, 320]) {
        await site.visit(path, { width, theme, js: false }, async (page, where) => {
          findings.push(...(await page.evaluate(weakMarks)).map((finding) => `${where}: ${finding}`));
        });
      }
    }
    expectNone(findings);
  });
}

/** Inside the page: shapes in none of the style sheet's quiet colours that do not stand out, and pictures without a mark. */
function weakMarks() {
  const quiet = ["--chart-grid", "--chart-axis", "--chart-background", "--chart-muted", "--chart-text"].map(look.property);
  return look.pictures().flatMap((svg) => {
    const ground = look.background(svg.parentElement);
    const marks = look.shapes(svg).flatMap(({ shape, fill, stroke }) => [fill, stroke].map((colour) => ({ shape, colour })))
      .filter(({ colour }) => colour && !look.same(colour, ground) && !quiet.some((one) => look.same(one, colour)));
    if (marks.length === 0) return [`${look.name(svg.closest("figure"))}: no coloured mark`];
    return marks.map(({ shape, colour }) => ({ shape, colour, contrast: look.contrast(colour, ground) })).filter(({ contrast }) => contrast < 3)
      .map(({ shape, colour, contrast }) => `${look.name(shape)}: ${look.hex(colour)} on ${look.hex(ground)} is ${contrast.toFixed(2)}:1`);
  });
}

test("the palette passes, its neighbours are told apart, and light and dark differ", async () => {
  const findings = [];
  const palettes = [];
  for (const theme of ["light", "dark"]) {
    await site.visit(charted[0], { theme, js: false }, async (page, where) => {
      const { weak, palette } = await page.evaluate(() => {
        const ground = look.background(document.querySelector(".chart"));
        const palette = [1, 2, 3, 4, 5, 6].map((index) => look.property(`--chart-${index}`));
        const weak = palette.map((one, index) => ({ index, contrast: one ? look.contrast(one, ground) : 0 })).filter(({ contrast }) => contrast < 3);
        const twins = palette.slice(1).filter((one, index) => look.same(one, palette[index]));
        return { palette: palette.map((one) => one && look.hex(one)), weak: [...weak.map(({ index, contrast }) => `--chart-${index + 1} is ${contrast.toFixed(2)}:1`), ...twins.map(() => "two neighbours are the same")] };
      });
      palettes.push(palette.join(" "));
      findings.push(...weak.map((finding) => `${where}: ${finding}`));
    });
  }
  if (palettes[0] === palettes[1]) findings.push("the dark palette is the light one");
  expectNone(findings);
});
