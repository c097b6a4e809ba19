// Every link inside the site names an existing file, in its exact case, and an existing fragment; none depends on where the
// site stands; no file tells where it was built.
import { test } from "node:test";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { homedir } from "node:os";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();
const here = join(dirname(fileURLToPath(import.meta.url)), "../..");
const ids = new Map();
const links = new Map();

for (const path of site.pages) {
  await site.visit(path, { js: false }, async (page) => {
    ids.set(path, new Set(await page.evaluate(() => [...document.querySelectorAll("[id]")].map((element) => element.id))));
    links.set(path, await page.evaluate(() => [...document.querySelectorAll("[href], [src], [data-search-index], [data-echarts]")].flatMap((element) =>
      ["href", "src", "data-search-index", "data-echarts"].filter((attribute) => element.hasAttribute(attribute)).map((attribute) => ({
        name: look.name(element), rel: element.getAttribute("rel") ?? "", written: element.getAttribute(attribute),
        address: new URL(element.getAttribute(attribute), document.baseURI).href,
      })))));
  });
}

for (const path of site.pages) {
  test(`links of ${path} lead somewhere`, () => {
    const findings = links.get(path).flatMap(({ name, rel, written, address }) => {
      if (/^(https?:|mailto:|data:)/.test(written)) return [];
      if (written.startsWith("/")) return path === "404.html" ? [] : [`${path}: ${name}: ${written} counts from the server's root`];
      if (!address.startsWith(site.roots.file)) return [`${path}: ${name}: ${written} leaves the site`];
      const [file, fragment] = address.slice(site.roots.file.length).split("#").map(decodeURIComponent);
      const target = file.split("?")[0];
      if (!site.files.includes(target)) return [`${path}: ${name}: there is no file ${target} (${written}${rel && `, ${rel}`})`];
      if (fragment && ids.has(target) && !ids.get(target).has(fragment)) return [`${path}: ${name}: ${target} has no #${fragment}`];
      return [];
    });
    expectNone(findings);
  });
}

test("no file tells where it was built", () => {
  const secrets = [here, site.folder, homedir()].filter((secret) => secret.length > 3 && secret !== "/root");
  const texts = site.files.filter((path) => /\.(html|css|js|json|xml|svg|txt|csv)$/.test(path) && !/echarts/.test(path));
  const found = texts.flatMap((path) => secrets.filter((secret) => site.read(path).includes(secret)).map((secret) => `${path} holds ${secret}`));
  // What a page says about addresses of this machine is its own affair; what it loads or leads to is not.
  const local = /(file:\/\/\/|localhost|127\.0\.0\.1)/;
  const tags = (path) => (path.endsWith(".html") ? site.read(path).match(/<[^>]*>/g).join("\n") : site.read(path));
  const loopback = texts.filter((path) => !/search-index|feed|facts/.test(path) && local.test(tags(path))).map((path) => `${path} names a local address`);
  expectNone([...found, ...loopback]);
});
