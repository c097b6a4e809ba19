// A page's first load is light: HTML with its pictures, style and our scripts, compressed as a server would.
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { expectNone, readSite } from "./lib/site.mjs";

const site = readSite();
const KB = 1024;
const size = (path) => gzipSync(site.read(path, null), { level: 6 }).length;
const kb = (bytes) => `${(bytes / KB).toFixed(1)} KB`;

/** The files that a page asks for by itself: style sheets and scripts, by their paths in the site. */
function parts(path) {
  const html = site.read(path).replace(/<svg[\s\S]*?<\/svg>/g, "");
  const addresses = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.(?:js|css))"/g)].map((match) => match[1]);
  return addresses.map((address) => decodeURIComponent(new URL(address, `http://site/${path}`).pathname.slice(1))).filter((file) => site.files.includes(file));
}

test("the first load of every page is at most 60 KB", (context) => {
  const loads = site.pages.map((path) => ({ path, parts: [path, ...parts(path)] }))
    .map(({ path, parts }) => ({ path, total: parts.map(size).reduce((sum, one) => sum + one, 0), list: parts.map((part) => `${part} ${kb(size(part))}`).join(", ") }))
    .sort((a, b) => b.total - a.total);
  context.diagnostic(`largest: ${loads[0].path}, ${kb(loads[0].total)}: ${loads[0].list}`);
  expectNone(loads.filter(({ total }) => total > 60 * KB).map(({ path, total, list }) => `${path}: ${kb(total)}: ${list}`));
});

test("style sheets are at most 30 KB, and pages ask for neither ECharts nor the search index", () => {
  const styles = site.files.filter((path) => path.endsWith(".css") && size(path) > 30 * KB).map((path) => `${path}: ${kb(size(path))}`);
  const early = site.pages.flatMap((path) => parts(path).filter((part) => /echarts|search-index/.test(part)).map((part) => `${path} asks for ${part}`));
  expectNone([...styles, ...early]);
});

test("scripts are deferred", () => {
  expectNone(site.pages.flatMap((path) => [...site.read(path).matchAll(/<script\b[^>]*\bsrc=[^>]*>/g)].filter(([tag]) => !/\bdefer\b/.test(tag)).map(([tag]) => `${path}: ${tag}`)));
});
