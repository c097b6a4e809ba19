// Search works from file:// and from a server, in words with spaces and in Chinese, Japanese and Korean.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openSite, readSite } from "./lib/site.mjs";

const site = await openSite();

/** Opens the dialog with `open`, types `query`, and gives the results' texts and addresses. */
async function search(page, query, open = (page) => page.keyboard.press("/")) {
  await open(page);
  await page.locator("dialog.search[open]").waitFor();
  await page.fill(".search-input", query);
  await page.waitForFunction(() => /\d|“|”/.test(document.querySelector(".search-status").textContent));
  await page.waitForTimeout(150);
  return page.evaluate(() => [...document.querySelectorAll(".search-results a")].map((link) => ({ text: link.textContent, href: link.getAttribute("href") })));
}

/** The text of the first element that matches a selector, on the first page that has one. */
async function textOf(site, selector) {
  for (const path of site.pages) {
    const text = await site.visit(path, { js: false }, (page) => page.evaluate((selector) => {
      const found = document.querySelector(selector)?.cloneNode(true);
      found?.querySelectorAll(".anchor").forEach((anchor) => anchor.remove());
      return found?.textContent.trim().replace(/\s+/g, " ") ?? null;
    }, selector));
    if (text) return text;
  }
  return assert.fail(`no page has ${selector}`);
}

for (const origin of ["file", "server"]) {
  test(`a word of a heading is found, by button and by key (${origin})`, async () => {
    const heading = await textOf(site, ".page-body h2");
    const word = heading.split(/[^\p{L}]+/u).sort((a, b) => b.length - a.length)[0];
    for (const open of [(page) => page.keyboard.press("/"), (page) => page.locator(".search-open").click()]) {
      await site.visit(site.pages[1], { origin }, async (page, where, problems) => {
        const results = await search(page, word.toLowerCase(), open);
        assert.ok(results.some(({ text }) => text.includes(heading)), `${where}: “${word}” finds ${results.map(({ text }) => text).join(" | ")}`);
        assert.deepEqual(problems, []);
        // Chromium takes the first Escape to empty the field.
        await page.keyboard.press("Escape");
        await page.keyboard.press("Escape");
        await page.locator("dialog.search").waitFor({ state: "hidden", timeout: 3000 });
      });
    }
  });

  test(`a result leads to its place (${origin})`, () => site.visit(site.pages[1], { origin }, async (page, where) => {
    const title = await textOf(site, "figure.figure-chart .figure-title");
    const results = await search(page, title);
    assert.notEqual(results.length, 0, `${where}: “${title}” finds nothing`);
    await page.locator(".search-results a").first().click();
    await page.waitForLoadState("load");
    const hash = decodeURIComponent(new URL(page.url()).hash);
    assert.ok(hash && await page.evaluate((id) => document.getElementById(id)?.textContent, hash.slice(1)), `${where}: led to ${page.url()}`);
  }));

  test(`a source is found (${origin})`, () => site.visit("index.html", { origin }, async (page, where) => {
    const ids = [...site.read("sources/index.html").matchAll(/id="(source-[^"]+)"/g)].map((match) => match[1]);
    const words = (await textOf(site, `#${ids[0]}`)).split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 4).slice(0, 2).join(" ");
    const results = await search(page, words);
    assert.ok(results.some(({ href }) => href.includes("sources/index.html")), `${where}: “${words}” finds ${results.map(({ href }) => href).join(" ")}`);
  }));
}

test("what is nowhere gives no result and says so", () => site.visit("index.html", {}, async (page, where) => {
  const results = await search(page, "zzqxv");
  assert.deepEqual(results, [], where);
  assert.match(await page.locator(".search-status").innerText(), /zzqxv/);
}));

test("letters of one language are found by those that another has for them", () => site.visit("index.html", { origin: "server" }, async (page, where) => {
  const pairs = [
    ["Straße", "strasse"], ["Strasse", "straße"], ["GROẞ", "gross"], ["Ærø", "aero"], ["Aero", "ærø"], ["Œuvre", "oeuvre"], ["Malmø", "malmo"],
    ["Malmo", "malmø"], ["Łódź", "lodz"], ["Lodz", "łódź"], ["Đakovo", "dakovo"], ["Þingvellir", "thingvellir"], ["Iğdır", "igdir"], ["Ħamrun", "hamrun"],
  ];
  const entries = pairs.map(([word], at) => ({ t: `Nr ${at}`, u: `index.html#${at}`, k: "section", b: `before ${word} after` }));
  // As in the single file: the index is there already.
  await page.evaluate((entries) => { window.sourcebookSearch = { version: 1, files: 1, entries }; }, entries);
  for (const [at, [word, query]] of pairs.entries()) {
    const results = await search(page, query, at === 0 ? undefined : () => {});
    const own = results.find(({ href }) => href.endsWith(`#${at}`));
    assert.ok(own, `${where}: “${query}” does not find “${word}”, but ${results.map(({ text }) => text).join(" | ") || "nothing"}`);
    const marks = await page.evaluate(() => [...document.querySelectorAll(".search-results mark")].map((mark) => mark.textContent));
    assert.ok(marks.includes(word), `${where}: “${query}” marks ${marks.join(", ")}`);
  }
}));

test("Chinese, Japanese and Korean words are found", { skip: process.env.SITE_CJK ? false : "SITE_CJK names no site" }, async () => {
  const cjk = await openSite(process.env.SITE_CJK);
  assert.notEqual(readSite(process.env.SITE_CJK).pages.length, 0);
  // Each stands in the middle of a longer run of characters on its page.
  for (const [query, address] of [["出口管制", "zh/index.html"], ["価格", "ja/index.html"], ["수출", "ko/index.html"]]) {
    await cjk.visit("index.html", {}, async (page, where) => {
      const results = await search(page, query);
      assert.ok(results.some(({ href }) => href.includes(address)), `${where}: “${query}” finds ${results.map(({ href }) => href).join(" ") || "nothing"}`);
    });
  }
});
