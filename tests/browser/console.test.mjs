// No console message, exception, failed or foreign request, and no violation of the Content-Security-Policy on any page.
import { test } from "node:test";
import { expectNone, openSite, scrollThrough } from "./lib/site.mjs";

const site = await openSite();

const ORIGINS = ["file", "server"];

// With HALF set, for sites whose pages are alike, each page is opened in one way only.
for (const [index, path] of site.pages.entries()) {
  for (const origin of process.env.HALF ? [ORIGINS[index % 2]] : ORIGINS) {
    test(`${path} is silent (${origin})`, async () => {
      const findings = [];
      for (const js of [true, false]) {
        await site.visit(path, { origin, js }, async (page, where, problems) => {
          if (js) await scrollThrough(page);
          findings.push(...problems.map((problem) => `${where}: ${problem}`));
        });
      }
      expectNone(findings);
    });
  }
}

test("every page has a Content-Security-Policy without unsafe sources, before anything it governs", () => {
  const findings = [];
  for (const path of site.pages) {
    const head = site.read(path).split("</head>")[0];
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/i.exec(head);
    if (!policy) findings.push(`${path}: no policy`);
    else if (/unsafe-(inline|eval)|\*|https?:/.test(policy[1])) findings.push(`${path}: weak policy: ${policy[1]}`);
    else if (/<(script|link|style)\b/i.test(head.slice(0, policy.index))) findings.push(`${path}: something loads before the policy`);
  }
  expectNone(findings);
});
