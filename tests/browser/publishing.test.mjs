// What a host and other programs need: the page for what is not there, sitemap, feed, robots, social card.
import assert from "node:assert/strict";
import { test } from "node:test";
import { expectNone, openSite, readSite } from "./lib/site.mjs";

/** Where the site says it will stand: 404.html may count from there, since it is shown at any depth. */
const home = /<link[^>]*rel="canonical"[^>]*href="([^"]+)"/.exec(readSite().read("index.html"))?.[1];
const base = home ? new URL(".", home).pathname : "/some/base/";
const site = await openSite(undefined, base);

for (const missing of ["nothing.html", "no/such/depth/of/folders/", "index.html/x"]) {
  test(`404.html works at ${missing}`, () => site.visit("404.html", { origin: "server", url: site.roots.server + missing }, async (page, where, problems) => {
    assert.equal(await page.locator("h1").count(), 1, where);
    const styled = await page.evaluate(() => [...document.styleSheets].some((sheet) => sheet.href && sheet.cssRules.length > 10));
    assert.ok(styled, `${where}, at ${missing}: no style`);
    const links = await page.evaluate(() => [...document.querySelectorAll("main a[href], header a[href]")].map((link) => link.href));
    assert.ok(links.some((link) => [site.roots.server, `${site.roots.server}index.html`].includes(link)), `${where}, at ${missing}: no way home among ${links.join(" ")}`);
    for (const link of links.filter((link) => link.startsWith(site.roots.server))) {
      assert.equal((await page.request.get(link)).status(), 200, `${where}, at ${missing}: ${link}`);
    }
    expectNone(problems.filter((problem) => !problem.includes("404")).map((problem) => `${where}, at ${missing}: ${problem}`));
  }));
}

test("the sitemap names every page and nothing else", async () => {
  const addresses = await xml("sitemap.xml", "loc");
  const expected = site.pages.filter((path) => path !== "404.html").map((path) => new URL(path.replace(/(^|\/)index\.html$/, "$1"), home).href);
  const short = addresses.map((address) => address.replace(/\/index\.html$/, "/"));
  assert.deepEqual(short.sort(), expected.sort());
});

test("the feed is Atom with dated entries", async () => {
  for (const element of ["title", "id", "updated"]) assert.notEqual((await xml("feed.xml", element)).length, 0, `feed.xml has no ${element}`);
  for (const date of await xml("feed.xml", "updated")) assert.match(date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/);
  assert.match(site.read("feed.xml"), /xmlns="http:\/\/www\.w3\.org\/2005\/Atom"/);
});

/** The texts of all elements of a name in an XML file of the site; fails when it is not well-formed. */
async function xml(path, element) {
  return site.visit("index.html", {}, (page) => page.evaluate(({ text, element, path }) => {
    const parsed = new DOMParser().parseFromString(text, "application/xml");
    if (parsed.querySelector("parsererror")) throw new Error(`${path}: ${parsed.querySelector("parsererror").textContent}`);
    return [...parsed.getElementsByTagName(element)].map((found) => found.textContent);
  }, { text: site.read(path), element, path }));
}

test("GitHub Pages takes the files as they are, and robots find the sitemap", () => {
  assert.ok(site.files.includes(".nojekyll"), ".nojekyll is missing");
  assert.match(site.read("robots.txt"), /^Sitemap: https?:\/\/.*sitemap\.xml$/m);
});

test("every page's social card is a PNG of at least 1200 × 600 pixels", () => {
  const findings = [];
  for (const path of site.pages.filter((path) => path !== "404.html")) {
    const address = /<meta[^>]*property="og:image"[^>]*content="([^"]+)"/.exec(site.read(path))?.[1] ?? "";
    const file = address.startsWith(new URL(".", home).href) ? decodeURIComponent(address.slice(new URL(".", home).href.length)) : "";
    if (!site.files.includes(file)) {
      findings.push(`${path}: og:image ${address} is no file of the site`);
      continue;
    }
    const bytes = site.read(file, null);
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    if (bytes.toString("latin1", 1, 4) !== "PNG" || width < 1200 || height < 600) findings.push(`${path}: ${file} is ${width} × ${height}`);
  }
  expectNone(findings);
});

test("SVG downloads stand alone", async () => {
  const findings = [];
  for (const path of site.files.filter((path) => /^figures\/.*\.svg$/.test(path))) {
    const text = site.read(path);
    if (!/xmlns="http:\/\/www\.w3\.org\/2000\/svg"/.test(text)) findings.push(`${path}: no namespace`);
    if ((await xml(path, "text")).length === 0) findings.push(`${path}: no text`);
    if (/var\(--/.test(text) && !/--chart-1\s*:/.test(text)) findings.push(`${path}: names colours that stand in the page's style sheet`);
  }
  expectNone(findings);
});
