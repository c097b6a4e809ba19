// `sourcebook serve`: pages follow what is saved, keep their place, and show errors until they are mended.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { expectNone } from "./lib/site.mjs";
import { program, root } from "./lib/program.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const FILLING = Array.from({ length: 40 }, (_, at) => `## Section ${at}\n\n${"Some words that fill the page. ".repeat(30)}\n`).join("\n");
const FOLD = "> [!NOTE]\n> A note.\n";
const chart = (title) => `\`\`\`chart\nid: fig-ore\ntype: bar\ntitle: ${title}\ndata: ore\nx: name\ny: tonnes\nalt: Tonnes of ore.\n\`\`\`\n`;
const text = (word) => `# Report\n\nThe ${word} text: {{ data.ore["tin"].tonnes }} tonnes.\n\n${FOLD}\n${FILLING}\n${chart("Ore")}\n`;
const folder = mkdtempSync(join(tmpdir(), "serve-"));
const write = (path, content) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};
write("sourcebook.toml", 'title = "Report"\n');
write("content/index.md", text("first"));
write("content/other.md", "# Other\n\nUntouched.\n");
write("content/data/ore.csv", "name,tonnes\ntin,4711\nlead,300\n");

const server = spawn(program, ["serve", folder, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
let said = "";
const address = await new Promise((done, fail) => {
  const hear = (part) => {
    said += part;
    const found = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
    if (found) done(found[0]);
  };
  server.stdout.on("data", hear);
  server.stderr.on("data", hear);
  server.on("exit", () => fail(new Error(`serve ended: ${said}`)));
});
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
after(async () => {
  await browser.close();
  server.removeAllListeners("exit");
  server.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page, and fails when something goes wrong in it. */
async function visit(path, settings, action) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...settings });
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) problems.push(message.text()); });
  page.on("pageerror", (error) => problems.push(error.message));
  page.setDefaultTimeout(20000);
  try {
    await page.goto(address + path);
    await page.evaluate(() => { window.mark = "this very document"; });
    await action(page, problems);
    // axe and the taking of pictures try to put styles into the page, which its policy refuses.
    expectNone(problems.filter((problem) => !problem.startsWith("Applying inline style")));
  } finally {
    await context.close();
    for (const [name, content] of [["content/index.md", text("first")], ["content/data/ore.csv", "name,tonnes\ntin,4711\nlead,300\n"]]) {
      if (readFileSync(join(folder, name), "utf8") !== content) write(name, content);
    }
    await settled();
  }
}

/** Waits until the server shows the first text without errors. */
async function settled() {
  for (let tries = 0; tries < 200; tries += 1) {
    const page = await (await fetch(address)).text();
    if (page.includes("The first text:") && page.includes("4711")) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("the report is not as it was");
}

const shows = (page, words) => page.getByText(words).first().waitFor();
const sameDocument = (page) => page.evaluate(() => window.mark === "this very document");
const top = (page, words) => page.evaluate((words) => [...document.querySelectorAll("h2")].find((one) => one.textContent.includes(words)).getBoundingClientRect().top, words);

test("an edited page shows its new text at the same place, with the same folds open", async () => {
  await visit("", {}, async (page) => {
    await page.evaluate(() => document.querySelectorAll("main details").forEach((fold) => { fold.open = true; }));
    const folds = await page.locator("main details[open]").count();
    assert.ok(folds > 0, "the page has something folded");
    await page.evaluate(() => [...document.querySelectorAll("h2")].find((one) => one.textContent.includes("Section 20")).scrollIntoView());
    const before = await top(page, "Section 20");
    // A paragraph more above: what the reader looks at stays where it is.
    write("content/index.md", text("second").replace("## Section 0", `${"Many more words. ".repeat(200)}\n\n## Section 0`));
    await shows(page, "The second text");
    await page.waitForLoadState("load");
    await page.waitForTimeout(200);
    assert.ok(Math.abs(await top(page, "Section 20") - before) < 4, `${before} px from the top, then ${await top(page, "Section 20")} px`);
    assert.equal(await page.locator("main details[open]").count(), folds);
    assert.equal(await page.evaluate(() => history.scrollRestoration), "auto");
  });
});

test("edited data change the value in the prose, and the chart", async () => {
  await visit("", {}, async (page) => {
    const drawn = await page.locator("#fig-ore svg").first().innerHTML();
    write("content/data/ore.csv", "name,tonnes\ntin,9876\nlead,300\n");
    await shows(page, "9876 tonnes");
    assert.notEqual(await page.locator("#fig-ore svg").first().innerHTML(), drawn);
  });
});

test("a style sheet changes in place, a template loads the page again", async () => {
  await visit("", {}, async (page) => {
    await page.evaluate(() => scrollTo(0, 1000));
    const styles = readFileSync(join(root, "templates/sourcebook.css"), "utf8");
    write("templates/sourcebook.css", `${styles}\nbody { outline: 3px solid rgb(1, 2, 3); }\n`);
    await page.waitForFunction(() => getComputedStyle(document.body).outlineColor === "rgb(1, 2, 3)");
    assert.ok(await sameDocument(page), "the page was loaded again for a style sheet");
    assert.equal(await page.evaluate(() => scrollY), 1000);
    assert.equal(await page.locator("link[rel=stylesheet]").count(), 1);
    write("templates/page.html", '{% extends "sourcebook/page.html" %}{% block page_header %}<p id="mine">My own head</p>{{ super() }}{% endblock %}');
    await shows(page, "My own head");
    assert.ok(!(await sameDocument(page)));
    rmSync(join(folder, "templates"), { recursive: true });
    await page.waitForFunction(() => !document.getElementById("mine"));
  });
});

test("a page stays as it is when another one changes", async () => {
  await visit("other/", {}, async (page) => {
    write("content/index.md", text("second"));
    for (;;) if ((await (await fetch(address)).text()).includes("The second text")) break;
    await page.waitForTimeout(300);
    assert.ok(await sameDocument(page));
  });
});

test("errors stand over the last good page as text, and go away when mended", async () => {
  for (const settings of [{ colorScheme: "light" }, { colorScheme: "dark", viewport: { width: 320, height: 700 } }]) {
    await visit("", settings, async (page, problems) => {
      await page.evaluate(() => scrollTo(0, 1000));
      write("content/index.md", text("second").replace("4711", "").replace("{{ data.ore", "<img src=x onerror=alert(1)> {{ data.nowhere"));
      const panel = page.locator("#sourcebook-errors section");
      await panel.waitFor();
      const words = await panel.innerText();
      for (const part of ["2 errors", "[missing-image]", "[undefined-dataset]", "content/index.md:3:", "<img src=x onerror=alert(1)>", "^^^"]) {
        assert.ok(words.includes(part), `${part} is missing: ${words}`);
      }
      assert.equal(await panel.locator("img").count(), 0);
      assert.ok(await sameDocument(page));
      assert.equal(await page.evaluate(() => scrollY), 1000);
      expectNone(problems);
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
        const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
        return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id} at ${node.target.join(" ")}: ${node.html}`));
      });
      expectNone(violations);
      if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `overlay-${settings.colorScheme}.png`) });
      assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= document.documentElement.clientWidth));
      const button = panel.getByRole("button");
      await button.click();
      assert.equal(await button.getAttribute("aria-expanded"), "false");
      assert.ok(!(await panel.getByRole("list").isVisible()));
      write("content/index.md", text("third"));
      await shows(page, "The third text");
      await panel.waitFor({ state: "detached" });
    });
  }
});

test("the page of a wrong address has its look, and turns into the page that is made there", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${address}new/deep/`);
  assert.ok((await page.locator("link[rel=stylesheet]").count()) === 1);
  write("content/new/deep.md", "# Deep\n\nJust written.\n");
  await shows(page, "Just written.");
  rmSync(join(folder, "content/new"), { recursive: true });
  await page.getByText("Just written.").waitFor({ state: "detached" });
  await context.close();
  await settled();
});
