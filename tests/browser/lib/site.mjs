// A built site in Chromium: its files, two origins (file:// and a server under a sub-path), and visits to its pages.
import { after } from "node:test";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { inPage } from "./in-page.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const ARGUMENTS = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const TYPES = {
  ".css": "text/css", ".csv": "text/csv", ".html": "text/html; charset=utf-8", ".js": "text/javascript",
  ".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml", ".txt": "text/plain", ".xml": "application/xml",
};

/** The folder of the site under test: SITE, else output/ of the repository. */
export const siteFolder = resolve(process.env.SITE ?? join(here, "../../../output"));

/** The site in `folder`, without a browser: file names with /, pages first to last. */
export function readSite(folder = siteFolder) {
  const list = (at) => readdirSync(at, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? (entry.name === ".git" ? [] : list(join(at, entry.name))) : [join(at, entry.name)]);
  const files = list(folder).map((path) => relative(folder, path).split(sep).join("/")).sort();
  const pages = files.filter((path) => path.endsWith(".html"));
  if (pages.length === 0) throw new Error(`${folder} holds no page: build the site first`);
  return { folder, files, pages, read: (path, encoding = "utf8") => readFileSync(join(folder, path), encoding) };
}

/** The site in `folder` with a browser and a server; both end when the test file ends. */
export async function openSite(folder = siteFolder, base = "/some/base/") {
  const site = readSite(folder);
  const server = await serve(folder, base);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });
  after(async () => {
    await browser.close();
    server.close();
  });
  const roots = { file: `${pathToFileURL(folder)}/`, server: `http://127.0.0.1:${server.address().port}${base}` };
  const url = (path, origin = "file") => roots[origin] + path.split("/").map(encodeURIComponent).join("/");

  /**
   * Opens a page of the site, runs `action(page, where)` and closes it again. `where` names page, origin and settings.
   * Options: origin, width, height, theme, js, url (instead of the page's own), and any of a Playwright context.
   */
  async function visit(path, options, action) {
    const { origin = "file", width = 1280, height = 900, theme = "light", js = true, url: other, ...more } = options;
    const context = await browser.newContext({
      viewport: { width, height }, colorScheme: theme, javaScriptEnabled: js, reducedMotion: "reduce", ...more,
    });
    const page = await context.newPage();
    const where = place(path, { origin, width, theme, js });
    try {
      const problems = watch(page, roots[origin]);
      await page.goto(other ?? url(path, origin), { waitUntil: "load" });
      await page.evaluate(inPage);
      return await action(page, where, problems);
    } catch (error) {
      if (!error.message.includes(where)) error.message = `${where}: ${error.message}`;
      throw error;
    } finally {
      await context.close();
    }
  }

  /**
   * One visit whose window takes each of `widths` in turn, as when a reader turns a phone or drags an edge;
   * `action(page, where, width)` is run at each. A tenth of the time of as many visits.
   */
  async function resize(path, { widths, ...options }, action) {
    await visit(path, { ...options, width: widths[0] }, async (page) => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: options.height ?? 900 });
        // What observes the size has answered; without scripts nothing does, and style and layout are made when asked for.
        if (options.js !== false) await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        await action(page, place(path, { ...options, width }), width);
      }
    });
  }
  return { ...site, browser, roots, url, visit, resize };
}

/** What a message says of where it was found. */
function place(path, { origin = "file", width = 1280, theme = "light", js = true }) {
  return [path, origin, `${width} px`, theme, js ? "JavaScript on" : "JavaScript off"].join(", ");
}

/** What goes wrong while a page is open, as texts: console errors, exceptions, failed and foreign requests. */
function watch(page, root) {
  const problems = [];
  const origin = root.startsWith("file:") ? root : new URL(root).origin + "/";
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`console ${message.type()}: ${message.text()}`);
  });
  // Before the page loads: one that comes then would else be closed unseen.
  page.on("dialog", async (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  page.on("requestfailed", (request) => problems.push(`failed request: ${request.url()} ${request.failure()?.errorText}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) problems.push(`foreign request: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`status ${response.status()}: ${response.url()}`);
  });
  return problems;
}

/** A static server on the loopback that knows the site under `base` only, as GitHub Pages would: 404.html for the rest. */
function serve(folder, base) {
  const find = (path) => {
    if (!path.startsWith(base)) return null;
    const file = resolve(folder, `.${sep}${path.slice(base.length)}`);
    if (file !== folder && !file.startsWith(folder + sep)) return null;
    return [join(file, "index.html"), file].find((path) => existsSync(path) && statSync(path).isFile()) ?? null;
  };
  const server = createServer((request, response) => {
    const file = find(decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname));
    const shown = file ?? join(folder, "404.html");
    response.writeHead(file ? 200 : 404, { "content-type": TYPES[extname(shown)] ?? "application/octet-stream" });
    response.end(existsSync(shown) ? readFileSync(shown) : "not found");
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

/** Scrolls to the end in steps, so that everything which waits for being near is loaded. */
export async function scrollThrough(page) {
  for (;;) {
    const end = await page.evaluate(() => {
      scrollBy(0, innerHeight * 0.8);
      return scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    });
    await page.waitForTimeout(60);
    if (end) break;
  }
  await page.waitForLoadState("networkidle");
}

/** Fails with all findings, one a line; each should say page, viewport and element. */
export function expectNone(findings) {
  if (findings.length === 0) return;
  const shown = findings.slice(0, 40).map((finding) => `  - ${finding}`);
  const more = findings.length > 40 ? `\n  … and ${findings.length - 40} more` : "";
  const error = new Error(`${findings.length} found:\n${shown.join("\n")}${more}`);
  error.stack = error.message;
  throw error;
}
