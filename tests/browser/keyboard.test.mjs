// The whole page with the Tab key: the skip link first, a visible ring on each stop, no trap.
import { test } from "node:test";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();

for (const path of site.pages) {
  test(`the Tab key walks through ${path}`, () => site.visit(path, {}, async (page, where) => {
    const findings = [];
    const count = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex]")].filter((one) => one.tabIndex >= 0 && look.visible(one)).length);
    let stops = 0;
    for (; stops < count + 60; stops += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const [before, box] = [getComputedStyle(element), element.getBoundingClientRect()];
        const ring = (before.outlineStyle !== "none" && Number.parseFloat(before.outlineWidth) >= 1) || before.boxShadow !== "none";
        const first = !window.seenStops;
        window.seenStops ??= new Set();
        const again = window.seenStops.has(element);
        window.seenStops.add(element);
        return { name: look.name(element), ring, first, again, skip: element.matches(".skip-link"), shown: box.bottom > 0 && box.top < innerHeight && box.width > 1 };
      });
      if (!stop) break;
      if (stop.first && !stop.skip) findings.push(`${where}: the first stop is ${stop.name}`);
      if (!stop.ring) findings.push(`${where}: ${stop.name} shows no ring`);
      if (!stop.shown) findings.push(`${where}: ${stop.name} has the focus and is off the screen`);
      if (stop.again) {
        findings.push(`${where}: ${stop.name} comes a second time`);
        break;
      }
    }
    if (stops >= count + 60) findings.push(`${where}: more than ${stops} stops; no end`);
    expectNone(findings);
  }));
}
