// Nothing moves for those who asked for rest, and prerendered charts move for nobody.
import { test } from "node:test";
import { expectNone, openSite, scrollThrough } from "./lib/site.mjs";

const site = await openSite();

for (const path of site.pages) {
  test(`nothing moves on ${path}`, () => site.visit(path, {}, async (page, where) => {
    const findings = [];
    if (/<animate|@keyframes/.test(site.read(path))) findings.push(`${path}: an animation in the page itself`);
    await scrollThrough(page);
    const running = await page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running" && one.effect.getComputedTiming().duration > 1).map((one) => look.name(one.effect.target)));
    expectNone([...findings, ...running.map((name) => `${where}, reduced motion: ${name} moves`)]);
  }));
}
