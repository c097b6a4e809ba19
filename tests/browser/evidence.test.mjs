// Evidence: the origin of a number on hover and focus, and the switch that shows all of them by class.
import assert from "node:assert/strict";
import { test } from "node:test";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();
const pages = site.pages.filter((path) => site.read(path).includes("evidence-switch"));
const proven = pages.filter((path) => /<data class="(?:value|claim)"[^>]* title=/.test(site.read(path)));
const CLASSES = ["value", "claim", "cited", "unsupported"];

test("the report has evidence", () => {
  assert.ok(pages.length >= 5 && proven.length >= 3, `${pages.length} pages with facts, ${proven.length} with data`);
});

/** The first number with an origin that stands on the screen and in no link. */
const first = (page) => page.locator("main :is(p, li) :is(.value, .claim)[data-origin]:not(a *):visible").first();

for (const origin of ["file", "server"]) {
  test(`hover shows the origin with a link to the data; Escape and leaving close it (${origin})`, () => site.visit(proven[0], { origin }, async (page, where, problems) => {
    const fact = first(page);
    const card = page.locator(".fact-origin");
    await fact.scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => document.documentElement.scrollHeight);
    await fact.hover();
    await card.waitFor({ state: "visible" });
    const text = await card.innerText();
    assert.match(text, / · /, `${where}: “${text}” names no record and field`);
    assert.match(text, /Sources?: \S/, `${where}: “${text}” names no source`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), before, "the page does not grow");
    assert.equal(await fact.getAttribute("title"), null, "there is no second tooltip");
    assert.equal(await fact.getAttribute("aria-describedby"), "fact-origin");
    // The pointer may move onto the card (WCAG 1.4.13).
    await card.hover();
    await page.waitForTimeout(400);
    assert.ok(await card.isVisible(), "the card stays under the pointer");
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "hidden" });
    await page.mouse.move(0, 0);
    await page.waitForTimeout(400);
    await fact.hover();
    await card.waitFor({ state: "visible" });
    await page.mouse.move(0, 0);
    await card.waitFor({ state: "hidden" });
    await fact.hover();
    await card.waitFor({ state: "visible" });
    const target = await card.locator("a").getAttribute("href");
    await card.locator("a").click();
    await page.waitForURL((url) => url.href.endsWith(target.replace(/^(\.\.\/)+/, "")));
    const hash = new URL(page.url()).hash;
    if (hash) assert.equal(await page.locator(hash).count(), 1, `${hash} is on the page`);
    assert.deepEqual(problems, []);
  }));
}

test("numbers are stops of the keyboard only while the switch is on, and Enter leads to their data", () => site.visit(proven[0], {}, async (page) => {
  const stops = () => page.locator("main :is(.value, .claim)[tabindex]").count();
  assert.equal(await stops(), 0);
  const control = page.locator(".evidence-switch");
  await control.focus();
  await page.keyboard.press("Space");
  assert.ok(await control.isChecked());
  assert.notEqual(await stops(), 0);
  const fact = first(page);
  await fact.focus();
  await page.locator(".fact-origin").waitFor({ state: "visible" });
  const at = await fact.getAttribute("data-at");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.href.endsWith(at.replace(/^(\.\.\/)+/, "")));
}));

for (const theme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    test(`the switch marks each class with a line of its own and moves nothing (${theme}, ${width} px)`, () => site.visit(pages.find((path) => path.includes("data-notes")) ?? pages[0], { theme, width }, async (page, where) => {
      const tops = () => page.evaluate(() => [...document.querySelectorAll("main h2, main p, main figure")].map((one) => one.getBoundingClientRect().top + scrollY));
      const styles = () => page.evaluate((classes) => classes.map((name) => {
        const one = [...document.querySelectorAll(`main .${name}`)].find(look.visible);
        const style = one && getComputedStyle(one);
        return style && { name, line: style.textDecorationLine, kind: style.textDecorationStyle, background: style.backgroundColor };
      }).filter(Boolean), CLASSES);
      const before = await tops();
      expectNone((await styles()).filter(({ line }) => line !== "none").map(({ name }) => `${where}: .${name} is marked while the switch is off`));
      await page.locator(".evidence-label").click();
      assert.deepEqual(await tops(), before, `${where}: something moves`);
      const on = await styles();
      assert.ok(on.length >= 2, `${where}: ${on.length} classes`);
      expectNone(on.filter(({ line }) => line !== "underline").map(({ name }) => `${where}: .${name} is not marked`));
      assert.equal(new Set(on.map(({ kind }) => kind)).size, on.length, `${where}: classes share a line: ${JSON.stringify(on)}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${where}: sideways scroll`);
      const counts = await page.locator(".evidence-legend li").allInnerTexts();
      assert.ok(counts.length >= on.length && counts.every((text) => /\d/.test(text)), counts.join());
    }));
  }
}

test("the switch is remembered on the next page of a server", () => site.visit(pages[0], { origin: "server" }, async (page) => {
  await page.locator(".evidence-label").click();
  await page.goto(site.url(pages[1], "server"));
  assert.ok(await page.locator(".evidence-switch").isChecked());
}));

test("without JavaScript a title has the origin, and the switch works", () => site.visit(proven[0], { js: false }, async (page) => {
  const fact = page.locator("main :is(.value, .claim)[title]:visible").first();
  assert.match(await fact.getAttribute("title"), / · /);
  const line = () => fact.evaluate((one) => getComputedStyle(one).textDecorationLine);
  assert.equal(await line(), "none");
  await page.locator(".evidence-label").click();
  assert.equal(await line(), "underline");
}));

test("in print numbers are plain text, with the switch on or off", () => site.visit(proven[0], {}, async (page, where) => {
  await page.locator(".evidence-label").click();
  await page.emulateMedia({ media: "print" });
  const findings = await page.evaluate(() => [...document.querySelectorAll("main :is(.value, .claim, .cited, .unsupported)")]
    .filter((one) => getComputedStyle(one).textDecorationLine !== "none" || !/, 0\)$|transparent/.test(getComputedStyle(one).backgroundColor))
    .map((one) => one.outerHTML));
  expectNone(findings.map((finding) => `${where}: ${finding}`));
  assert.equal(await page.locator(".evidence").isVisible(), false);
}));
