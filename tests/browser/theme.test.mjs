// Dark mode: by the system, also without JavaScript, and by the switch.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openSite } from "./lib/site.mjs";

const site = await openSite();
const brightness = (page) => page.evaluate(() => look.contrast(look.background(document.body), [0, 0, 0, 1]));

for (const js of [true, false]) {
  test(`the page follows the system (JavaScript ${js ? "on" : "off"})`, async () => {
    // 404.html finds its style sheet by its script.
    for (const path of site.pages.filter((path) => js || path !== "404.html")) {
      const light = await site.visit(path, { js, theme: "light" }, brightness);
      const dark = await site.visit(path, { js, theme: "dark" }, brightness);
      assert.ok(light > 15 && dark < 3, `${path}: light ${light.toFixed(1)}:1 and dark ${dark.toFixed(1)}:1 against black`);
    }
  });
}

for (const theme of ["light", "dark"]) {
  test(`the switch turns a ${theme} page over, and the choice holds on the next page`, () =>
    site.visit("index.html", { origin: "server", theme }, async (page, where) => {
      const button = page.locator(".theme-switch");
      const turned = theme === "light" ? "dark" : "light";
      assert.equal(await button.getAttribute("aria-pressed"), String(theme === "dark"), where);
      await button.click();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), turned, where);
      assert.equal(await button.getAttribute("aria-pressed"), String(turned === "dark"), where);
      assert.ok((await brightness(page)) < 3 === (turned === "dark"), `${where}: the page is not ${turned}`);
      await page.reload();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), turned, `${where}: forgotten after a reload`);
      await page.locator(".theme-switch").click();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme ?? "none"), "none", `${where}: back to the system`);
    }));
}

test("the switch is not offered without JavaScript", () => site.visit("index.html", { js: false }, async (page, where) => {
  assert.equal(await page.locator(".theme-switch:visible, .search-open:visible").count(), 0, where);
}));
