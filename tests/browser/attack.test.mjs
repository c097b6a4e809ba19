// A report that attacks its readers: payloads of the OWASP XSS cheat sheet as text, cells, labels, sources and names. Nothing
// runs, and nothing that could run reaches the page: a policy that a host might drop is not the only wall.
// SOURCEBOOK names the program, else target/release/ or target/debug/ of the repository.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { expectNone, openSite, scrollThrough } from "./lib/site.mjs";
import { program } from "./lib/program.mjs";


const PAYLOADS = [
  "<script>alert(1)</script>",
  "<SCRIPT SRC=https://example.org/xss.js></SCRIPT>",
  "<script/src=data:text/javascript,alert(1)></script>",
  "<img src=x onerror=alert(1)>",
  "<IMG SRC=\"javascript:alert(1);\">",
  "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\"\\>",
  "<IMG SRC=# onmouseover=\"alert(1)\">",
  "<a href=\"javascript:alert(1)\">a</a>",
  "<a href=\"jav&#x09;ascript:alert(1)\">b</a>",
  "<a href=\"&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)\">c</a>",
  "<svg/onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
  "<svg><a xlink:href=\"javascript:alert(1)\"><text y=9>d</text></a></svg>",
  "<math><a xlink:href=\"javascript:alert(1)\">e</a></math>",
  "<body onload=alert(1)>",
  "<iframe src=\"javascript:alert(1)\"></iframe>",
  "<iframe srcdoc=\"<script>parent.alert(1)</script>\"></iframe>",
  "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
  "<embed src=\"data:image/svg+xml,<svg onload=alert(1)>\">",
  "<form action=\"javascript:alert(1)\"><button>f</button></form>",
  "<input autofocus onfocus=alert(1)>",
  "<details open ontoggle=alert(1)>g</details>",
  "<video><source onerror=alert(1)></video>",
  "<div style=\"background:url(javascript:alert(1))\">h</div>",
  "<style>@import'javascript:alert(1)';</style>",
  "<link rel=stylesheet href=\"javascript:alert(1)\">",
  "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
  "<base href=\"javascript:alert(1)//\">",
  "\"><script>alert(1)</script>",
  "' onmouseover='alert(1)",
  "\" autofocus onfocus=alert(1) x=\"",
  "</title><script>alert(1)</script>",
  "</textarea><script>alert(1)</script>",
  "--><script>alert(1)</script>",
  "]]><script>alert(1)</script>",
  "</script><script>alert(1)</script>",
  "${alert(1)}", "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
  "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
  "<template><script>alert(1)</script></template>",
];

const quoted = (text) => JSON.stringify(text);
const cell = (text) => `"${text.replaceAll("\"", "\"\"")}"`;
const escaped = (text) => text.replace(/[\\`*_{}[\]()<>#+\-.!|$~^"'&:]/g, "\\$&");

const folder = mkdtempSync(join(tmpdir(), "attack-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const write = (path, text, report = folder) => {
  mkdirSync(dirname(join(report, path)), { recursive: true });
  writeFileSync(join(report, path), text);
};
function build(report) {
  const built = spawnSync(program, ["build", report, "--quiet", "--no-cache"], { encoding: "utf8" });
  assert.equal(built.status, 0, built.stderr.split("\n\n").filter((message) => message.startsWith("error")).join("\n\n") || built.stderr.slice(0, 3000));
  return openSite(join(report, "output"));
}
write("sourcebook.toml", `title = ${quoted("R \" onclick=\"alert(1)\" <script>alert(1)</script>")}
description = ${quoted(PAYLOADS[29])}
authors = [${quoted(PAYLOADS[3])}]
base_url = "https://example.org/a"
`);
write("content/index.md", `---\ntitle: ${quoted(PAYLOADS[32])}\nsummary: ${quoted(PAYLOADS[31])}\n---\n\nText.\n`);
// Raw, in line and as blocks, in lists, quotations, notes, tables and headings.
write("content/raw.md", `# Raw\n\n${PAYLOADS.map((text, at) => `## ${at}\n\nLine ${text} end.\n\n${text}\n\n- ${text}\n\n> ${text}\n\n[^n${at}]\n\n[^n${at}]: ${text}`).join("\n\n")}\n`);
write("content/text.md", `# Text\n\n${PAYLOADS.map((text) => `${escaped(text)}\n\n    ${text}\n\n\`${text.replaceAll("`", "")}\``).join("\n\n")}\n`);
write("content/links.md", `# Links\n\n${["[x](https://example.org/?a=\"onmouseover=alert(1))", "![x\"onerror=alert(1)](dot.svg)", "<https://example.org/'onclick='alert(1)>"].join("\n\n")}\n`);
// What `<img src=x>` names, for a file that is missing is an error.
write("content/x", "no picture");
write("content/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\" onload=\"alert(1)\"><script>alert(1)</script></svg>");
write(`content/${process.platform === "win32" ? "name'onclick=alert(1)" : "name\"'<img src=x onerror=alert(1)>"}.md`, "# Name\n\nText.\n");
write("content/data/attack.csv", `Name,Value\n${PAYLOADS.map((text, at) => `${cell(`${at} ${text}`)},${at + 1}`).join("\n")}\n`);
write("content/charts.md", `# Charts

The first is {{ data.attack.first().Name }} and [0 ${escaped("<script>")}]{-}.

\`\`\`chart
data: attack
type: bar
x: Name
y: Value
horizontal: true
limit: 8
title: ${quoted(PAYLOADS[29])}
subtitle: ${quoted(PAYLOADS[0])}
note: ${quoted(PAYLOADS[3])}
caption: ${quoted(PAYLOADS[30])}
alt: ${quoted(PAYLOADS[31])}
source: evil
\`\`\`

\`\`\`chart
data: attack
type: treemap
path: [Name]
y: Value
title: Tree
source: evil
\`\`\`

\`\`\`table
data: attack
title: ${quoted(PAYLOADS[36])}
source: evil
\`\`\`

Cited [@evil].
`);
write("content/sources.yaml", `evil:
  type: Web
  title: ${quoted(`${PAYLOADS[29]} ${PAYLOADS[3]}`)}
  author: ${quoted(PAYLOADS[0])}
  date: 2025
  url: ${quoted("https://example.org/\"onclick=\"alert(1)")}
  note: ${quoted(PAYLOADS[10])}
`);

// Wherever else an author's words stand: names, units, captions, classes, languages of code, notes of cards, what changed.
const EVIL = "\"><img src=x onerror=alert(1)>";
const more = `---
title: ${quoted(`More ${escaped(EVIL)}`)}
date: 2026-01-02
---

The value is {{ data.evil.first().Flag }} and [${escaped("\"><b onclick=alert>")} 1]{= 1}.

## Heading {#h"onclick="alert(1) .c"onclick="alert(1)}

> [!NOTE]
> ${escaped(EVIL)}

\`\`\`a"onclick="alert(1)
code
\`\`\`

## Of {{ data.evil.first().Flag }} ![${escaped(EVIL)}](dot.svg)

![${escaped(EVIL)}](dot.svg "${EVIL.replaceAll("\"", "\\\"")}") [link](dot.svg "${EVIL.replaceAll("\"", "\\\"")}"){.x"onclick="alert(1)}

| Head ${escaped(EVIL)} | Other |
| --- | --- |
| ${escaped(EVIL)} | 1 |

Table: Caption ${escaped(EVIL)} {#tbl-evil}

See @tbl-evil and @tbl-data.

\`\`\`key-figures
- label: ${quoted(escaped(EVIL))}
  value: data.evil.first().Flag
  note: ${quoted(escaped(EVIL))}
  figure: tbl-data
  source: evil
\`\`\`

\`\`\`table
data: evil
id: tbl-data
title: ${quoted(EVIL)}
columns: [Key, {field: ${quoted(`Field ${EVIL}`)}, title: ${quoted(EVIL)}}, Unit, Flag]
sort: Key
total: true
sparklines: {${quoted(EVIL)}: [${quoted(`Field ${EVIL}`)}, ${quoted(`Field ${EVIL}`)}]}
source: evil
\`\`\`

\`\`\`table
data: evil
title: Sources of the package
\`\`\`
`;
write("content/more.md", more);
write("content/data/datapackage.json", JSON.stringify({ resources: [{ name: "evil", path: "evil.csv", title: EVIL, sources: [{ title: EVIL }] }] }));
write("content/deep/index.md", `---\ntitle: ${quoted(`Deep ${escaped(EVIL)}`)}\n---\n\nText.\n`);
write("content/deep/one.md", `---\ntitle: ${quoted(`One ${escaped(EVIL)}`)}\n---\n\nText.\n`);
write("content/deep/two.md", `---\ntitle: ${quoted(`Two ${escaped(EVIL)}`)}\n---\n\nText.\n`);
for (const word of ["old", "new"]) {
  write("content/data/evil.csv", `Key,${cell(`Field ${EVIL}`)},Unit,Flag\n${cell(`a ${EVIL}`)},1,5 kg,${cell(`${word} ${EVIL}`)}\n${cell(`c ${EVIL}`)},2,6 kg,d\n`);
  const accepted = spawnSync(program, ["accept", folder, "--quiet"], { encoding: "utf8" });
  assert.equal(accepted.status, 0, accepted.stderr);
}
const site = await build(folder);

/** What could run in the page: handlers, scripts that are not ours, frames, addresses that are programs. */
function dangers() {
  const found = [];
  // 404.html has one style and one script of its own, allowed by their hashes.
  const own = document.body.classList.contains("error-page");
  const scheme = (text) => text.replace(/[\u0000-\u0020]/g, "").toLowerCase();
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName;
    if (["iframe", "object", "embed", "base", "form", "frame", "applet", "template"].includes(name) && !element.closest("dialog.search")) found.push(`<${name}>`);
    if (name === "script" && !own && !/^(application\/(ld\+)?json)$/.test(element.type) && !/\/assets\/[\w.-]+\.js$/.test(element.src)) found.push(`script ${element.outerHTML.slice(0, 100)}`);
    if (name === "style" && !own) found.push("<style>");
    if (name === "meta" && /refresh/i.test(element.httpEquiv)) found.push("refresh");
    if (name === "link" && element.rel === "stylesheet" && !/\/assets\//.test(element.href)) found.push(`link ${element.href}`);
    for (const { name: attribute, value } of element.attributes) {
      if (attribute.startsWith("on")) found.push(`${name} ${attribute}=${value}`);
      if (/^(href|src|xlink:href|action|formaction|data|srcdoc|poster|from|to|values)$/.test(attribute) && /^(javascript|vbscript|data:text)/.test(scheme(value))) found.push(`${name} ${attribute}=${value}`);
      // Charts, and the boxes of notes and origins where they were shown, are placed by the scripts.
      const placed = element.closest(".chart-alive") || (element.matches(".note-preview, .fact-origin") && /^[-\d.pxleftop:; ]*$/.test(value));
      if (attribute === "style" && !placed) found.push(`${name} style=${value}`);
    }
  }
  return found;
}

for (const origin of ["file", "server"]) {
  test(`no page of an attacking report runs its words (${origin})`, async () => {
    const found = [];
    for (const path of site.pages) {
      await site.visit(path, { origin }, async (page, where, problems) => {
        await scrollThrough(page);
        for (const figure of await page.locator(".chart-alive").all()) {
          await figure.focus();
          for (const key of ["ArrowRight", "ArrowRight", "1"]) await page.keyboard.press(key);
        }
        for (const mark of (await page.locator(".note-mark a, data.value").all()).slice(0, 5)) await mark.hover({ timeout: 2000 }).catch(() => {});
        // A policy that had to step in would have said so.
        const told = problems.filter((problem) => /^dialog|policy/i.test(problem));
        found.push(...[...await page.evaluate(dangers), ...told].map((danger) => `${where}: ${danger}`));
      });
    }
    expectNone(found);
  });
}

test("the search shows an attacking report's words as words", async () => {
  await site.visit("index.html", {}, async (page, where, problems) => {
    await page.locator(".search-open").click();
    await page.locator(".search-input").fill("alert");
    await page.locator(".search-results a").first().waitFor();
    const dialogs = problems.filter((problem) => problem.startsWith("dialog"));
    expectNone([...dialogs, ...await page.evaluate(dangers)].map((danger) => `${where}: ${danger}`));
  });
});

test("files for machines are well-formed, and no cell of a download is a formula", async () => {
  await site.visit("index.html", {}, async (page) => {
    for (const path of site.files.filter((file) => /\.(xml|svg)$/.test(file) && !file.endsWith("dot.svg"))) {
      const fault = await page.evaluate((text) => new DOMParser().parseFromString(text, "text/xml").querySelector("parsererror")?.textContent, site.read(path));
      assert.ok(!fault, `${path}: ${fault}`);
    }
  });
  for (const path of site.files.filter((file) => file.endsWith(".json"))) JSON.parse(site.read(path));
  for (const name of readdirSync(join(folder, "output/data/figures"))) {
    for (const line of readFileSync(join(folder, "output/data/figures", name), "utf8").split("\r\n")) assert.doesNotMatch(line, /^"?[=@+]/, name);
  }
});

test("raw HTML that is let through runs nothing: the policy alone forbids it", async () => {
  const report = mkdtempSync(join(tmpdir(), "attack-raw-"));
  after(() => rmSync(report, { recursive: true, force: true }));
  write("sourcebook.toml", "title = \"Raw\"\n\n[security]\nraw_html = true\n", report);
  write("content/index.md", "# Raw\n\nText.\n", report);
  write("content/x", "no picture", report);
  // Each by itself: some swallow what follows them.
  PAYLOADS.forEach((text, at) => write(`content/p${at}.md`, `# Page ${at}\n\n<div>\n${text}\n</div>\n`, report));
  const raw = await build(report);
  const found = [];
  let refused = 0;
  for (const path of raw.pages) {
    await raw.visit(path, { origin: "server" }, async (page, where, problems) => {
      // What waits for the reader: handlers, addresses that are programs, forms.
      await page.evaluate(() => {
        for (const element of document.querySelectorAll("main *")) {
          for (const { name } of element.attributes) if (name.startsWith("on")) element.dispatchEvent(new Event(name.slice(2)));
          if (/script:/i.test(element.getAttribute("href") ?? "") || element.matches("form *")) element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
        }
      }).catch(() => {});
      await page.waitForTimeout(100);
      found.push(...problems.filter((problem) => problem.startsWith("dialog")).map((dialog) => `${where}: ${dialog}`));
      refused += problems.filter((problem) => /policy/i.test(problem)).length;
    });
  }
  expectNone(found);
  // Else nothing was tried.
  assert.ok(refused > PAYLOADS.length / 2, `the policy refused ${refused} times only`);
});
