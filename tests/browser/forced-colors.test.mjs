// Forced colours: pictures and their text stay readable.
import { test } from "node:test";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();

for (const path of site.pages.filter((path) => site.read(path).includes("class=\"chart\""))) {
  test(`charts of ${path} stand out in forced colours`, () => site.visit(path, { js: false, forcedColors: "active", theme: "dark" }, async (page, where) => {
    const findings = await page.evaluate(() => look.pictures().flatMap((svg) => {
      const ground = look.background(svg.parentElement);
      const clear = (one) => one && look.contrast(one, ground) >= 3;
      const lost = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim() && !clear(look.colour(getComputedStyle(text).fill)));
      const marks = look.shapes(svg).some(({ fill, stroke }) => clear(fill) || clear(stroke));
      return [...lost.map((text) => `${look.name(text)} is lost`), ...(marks ? [] : [`${look.name(svg)}: no mark stands out`])];
    }));
    expectNone(findings.map((finding) => `${where}, forced colours: ${finding}`));
  }));
}
