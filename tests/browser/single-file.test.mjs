// The single file: opened from disk without a network, with and without scripts; and what it is on paper.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { expectNone, openSite, scrollThrough } from "./lib/site.mjs";
import { program, root, temporary } from "./lib/program.mjs";

const folder = temporary("single");
const make = (...more) => execFileSync(program, ["build", root, "--quiet", "--no-cache", "--output", join(folder, "site"), ...more], { stdio: "pipe" });
make("--single-file", join(folder, "report.html"));
make("--single-file", join(folder, "plain.html"), "--no-script");

const site = await openSite(join(folder, "site"));
const url = (name) => pathToFileURL(join(folder, name)).href;
const FILES = [["report.html", true], ["report.html", false], ["plain.html", true]];
/** Opens the file without a network. */
const visit = (name, options, action) => site.visit(name, { url: url(name), offline: true, ...options }, action);

for (const [name, js] of FILES) {
  test(`${name} opens without a network and without a fault, scripts ${js ? "on" : "off"}`, async () => {
    for (const [width, theme] of [[1400, "light"], [320, "dark"]]) {
      await visit(name, { js, width, theme }, async (page, where, problems) => {
        if (js) await scrollThrough(page);
        // The file asks for itself and for nothing else.
        expectNone(problems.filter((problem) => !problem.includes(url(name))).map((problem) => `${where}: ${problem}`));
        expectNone((await page.evaluate(faults)).map((fault) => `${where}: ${fault}`));
      });
    }
  });
}

test("every chart of report.html comes alive, and none of plain.html", async () => {
  await visit("report.html", {}, async (page, where) => {
    await scrollThrough(page);
    await page.waitForFunction(() => document.querySelectorAll(".chart").length === document.querySelectorAll(".chart-is-live").length);
    assert.ok((await page.locator(".chart-alive svg").count()) > 3, where);
  });
  await visit("plain.html", {}, async (page, where) => {
    assert.equal(await page.locator("script, dialog, button").count(), 0, where);
  });
});

test("the search leads to places of the file", async () => {
  await visit("report.html", {}, async (page, where) => {
    await page.locator(".search-open").click();
    await page.locator(".search-input").fill("terbium");
    const first = page.locator(".search-results a").first();
    await first.waitFor();
    const hash = await first.getAttribute("href");
    assert.match(hash, /^#/, where);
    await first.click();
    assert.equal(decodeURIComponent(new URL(page.url()).hash), decodeURIComponent(hash), where);
    assert.ok(await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top < innerHeight, decodeURIComponent(hash.slice(1))), where);
  });
});

test("a note's preview shows the note of its own page", async () => {
  await visit("report.html", { width: 900 }, async (page, where) => {
    for (const part of ["strategy", "rare-earths"]) {
      const mark = page.locator(`#${part} .note-mark a`).first();
      await mark.focus();
      const note = page.locator(`#${part} .notes li`).first();
      const preview = await page.locator("#note-preview").innerText();
      const words = (await note.locator("p").first().innerText()).split(" ").slice(0, 3).join(" ");
      assert.ok(preview.includes(words), `${where}: ${preview} is not ${words}`);
    }
  });
});

test("scripts and styles of others do not run", async () => {
  await visit("report.html", {}, async (page, where) => {
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.foreign = true";
      document.body.append(script);
      const style = document.createElement("style");
      style.textContent = "body { opacity: 0.5 }";
      document.body.append(style);
      return [window.foreign, getComputedStyle(document.body).opacity];
    });
    assert.deepEqual(ran, [undefined, "1"], where);
  });
});

test("on paper nothing is folded, cut or in the way", async () => {
  for (const [name, js] of FILES) {
    await visit(name, { js, width: 658, theme: "dark" }, async (page, where) => {
      await page.emulateMedia({ media: "print" });
      if (js) await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      expectNone((await page.evaluate(printed)).map((finding) => `${where}, print: ${finding}`));
    });
  }
});

test("the PDF has its heads, its numbers, its outline and all its text", async (t) => {
  make("--pdf", join(folder, "report.pdf"));
  make("--pdf", join(folder, "letter.pdf"), "--paper", "letter");
  const tool = (command, ...more) => {
    try {
      return execFileSync(command, more, { encoding: "utf8" });
    } catch (error) {
      if (error.code === "ENOENT") return null;
      throw error;
    }
  };
  assert.ok(statSync(join(folder, "report.pdf")).size > 100_000);
  const info = tool("pdfinfo", join(folder, "report.pdf"));
  if (info === null) return t.skip("pdfinfo and pdftotext (poppler-utils) are not installed");
  assert.match(info, /Tagged:\s+yes/);
  assert.match(info, /Page size:\s+59[45][.\d]* x 84[12]/);
  assert.match(tool("pdfinfo", join(folder, "letter.pdf")), /Page size:\s+612 x 792/);
  const sheets = tool("pdftotext", "-layout", join(folder, "report.pdf"), "-").split("\f").slice(0, -1);
  assert.equal(sheets.length, Number(info.match(/Pages:\s+(\d+)/)[1]));
  const title = "MiniMax, rare earths and online travel";
  sheets.forEach((sheet, index) => {
    assert.ok(sheet.includes(`${index + 1} / ${sheets.length}`), `sheet ${index + 1} has no number`);
    if (index > 0) assert.ok(sheet.trimStart().startsWith(title), `sheet ${index + 1} has no running head`);
  });
  for (const part of ["Contents", "Rare earths", "Product matrix", "Sources"]) {
    assert.ok(sheets.some((sheet) => sheet.includes(part)), `${part} is missing`);
  }
});

/** Inside the page: what is loaded, named and not there, or wider than the window. */
function faults() {
  const found = [];
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  for (const id of ids.filter((id, index) => ids.indexOf(id) !== index)) found.push(`#${id} stands twice`);
  for (const link of document.querySelectorAll("a[href^='#']")) {
    const id = decodeURIComponent(link.hash.slice(1));
    if (id && !document.getElementById(id)) found.push(`${link.outerHTML} leads nowhere`);
  }
  for (const one of document.querySelectorAll("[src], link, object, iframe, embed, [srcset], [poster]")) {
    const address = one.getAttribute("src") ?? one.getAttribute("href") ?? one.getAttribute("data") ?? "?";
    if (!address.startsWith("data:") && one.rel !== "canonical") found.push(`${look.name(one)} loads ${address}`);
  }
  for (const image of document.images) if (!image.complete || image.naturalWidth === 0) found.push(`${look.name(image)} is not shown`);
  if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
  let level = 1;
  for (const heading of document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) found.push(`${look.name(heading)} skips a level`);
    level = own;
  }
  if (document.scrollingElement.scrollWidth > document.documentElement.clientWidth) found.push(`${document.scrollingElement.scrollWidth} px wide`);
  return found;
}

/** Inside the page, in print. */
function printed() {
  const findings = [];
  const shown = (selector) => [...document.querySelectorAll(selector)].filter(look.visible);
  for (const element of shown("nav:not(.contents), button, .site-tools, .site-header, .skip-link, dialog")) findings.push(`${look.name(element)} is printed`);
  for (const fold of document.querySelectorAll("main details")) {
    const inner = fold.querySelector("table, p, pre, ol, ul");
    if (inner && !(inner.checkVisibility({ contentVisibilityAuto: true, contentVisibilityProperty: true }) && inner.getBoundingClientRect().height > 0)) {
      findings.push(`${look.name(fold)} stays folded`);
    }
  }
  for (const part of document.querySelectorAll(".part-below")) {
    if (getComputedStyle(part).breakBefore !== "page") findings.push(`${look.name(part)} begins in the middle of a sheet`);
  }
  for (const figure of shown(".figure-head, .chart, tr")) {
    if (!getComputedStyle(figure).breakInside.startsWith("avoid")) findings.push(`${look.name(figure)} may break across sheets`);
  }
  for (const heading of shown("main :is(h2, h3, h4)")) {
    if (!getComputedStyle(heading).breakAfter.startsWith("avoid")) findings.push(`${look.name(heading)} may end a sheet`);
  }
  if (look.contrast(look.background(document.body), [255, 255, 255, 1]) > 1.2) findings.push("the ground is not white");
  if (document.scrollingElement.scrollWidth > document.documentElement.clientWidth) findings.push(`${document.scrollingElement.scrollWidth} px wide`);
  return findings;
}
