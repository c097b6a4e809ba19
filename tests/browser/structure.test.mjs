// The bones of every page: head, headings, landmarks, ids, metadata.
import { test } from "node:test";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();

/** One test per page; `find` runs inside the page, with its scripts off, and gives texts. */
function everywhere(title, find, argument) {
  for (const path of site.pages) {
    test(`${title}: ${path}`, () => site.visit(path, { js: false }, async (page, where) => {
      expectNone((await page.evaluate(find, { path, ...argument })).map((finding) => `${where}: ${finding}`));
    }));
  }
}

everywhere("the head is complete", ({ path }) => {
  const content = (selector) => document.head.querySelector(selector)?.content?.trim();
  const findings = [];
  if (!document.documentElement.lang) findings.push("html has no lang");
  if (document.characterSet !== "UTF-8") findings.push(`characters are ${document.characterSet}`);
  if (!document.title.trim()) findings.push("no title");
  if (/user-scalable\s*=\s*no|maximum-scale/.test(content("meta[name=viewport]") ?? "user-scalable=no")) findings.push("no viewport that allows zoom");
  if (path === "404.html") return findings;
  for (const name of ["meta[name=description]", "meta[property='og:title']", "meta[property='og:description']", "meta[property='og:image']"]) {
    if (!content(name)) findings.push(`no ${name}`);
  }
  if (!/^https?:/.test(document.head.querySelector("link[rel=canonical]")?.href ?? "")) findings.push("no absolute canonical link");
  return findings;
});

everywhere("JSON-LD is sound", ({ path }) => {
  const blocks = [...document.querySelectorAll("script[type='application/ld+json']")];
  if (path !== "404.html" && blocks.length === 0) return ["no JSON-LD"];
  return blocks.flatMap((block) => {
    try {
      const data = JSON.parse(block.textContent);
      const things = Array.isArray(data) ? data : data["@graph"] ?? [data];
      const context = data["@context"] ?? things[0]?.["@context"];
      return context === "https://schema.org" && things.every((thing) => thing["@type"]) ? [] : ["JSON-LD without @context or @type"];
    } catch (error) {
      return [`JSON-LD does not parse: ${error.message}`];
    }
  });
});

everywhere("one h1, and no heading skips a level", () => {
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((heading) => !heading.closest("dialog"));
  const level = (heading) => Number(heading.localName[1]);
  const titles = headings.filter((heading) => level(heading) === 1);
  const skipped = headings.filter((heading, index) => level(heading) > (index === 0 ? 1 : level(headings[index - 1]) + 1));
  return [
    ...(titles.length === 1 ? [] : [`${titles.length} h1`]),
    ...headings.filter((heading) => !heading.textContent.trim()).map((heading) => `${look.name(heading)} is empty`),
    ...skipped.map((heading) => `${look.name(heading)} skips a level`),
  ];
});

everywhere("sections have ids", () => [...document.querySelectorAll(".page-body h2, .page-body h3")]
  .filter((heading) => !heading.id).map((heading) => `${look.name(heading)} has no id`));

everywhere("landmarks and the skip link", ({ path }) => {
  const findings = [];
  const whole = path !== "404.html";
  for (const [selector, count] of [["main", 1], ["body > header", 1], ["footer.site-footer", Number(whole)]]) {
    const found = document.querySelectorAll(selector).length;
    if (found !== count) findings.push(`${found} × ${selector}, expected ${count}`);
  }
  const names = [...document.querySelectorAll("nav")].map((nav) => nav.ariaLabel ?? document.getElementById(nav.getAttribute("aria-labelledby"))?.textContent);
  if ((whole && names.length === 0) || names.some((name) => !name?.trim())) findings.push("a nav has no name");
  if (new Set(names).size !== names.length) findings.push(`two navs share a name: ${names.join(", ")}`);
  const first = document.querySelector("a[href], button, input, summary");
  const target = first?.hash && document.querySelector(`main${first.hash}, main ${first.hash}`);
  if (!target) findings.push(`the first stop is no skip link into main: ${first && look.name(first)}`);
  return findings;
});

everywhere("pages with four or more sections have contents whose links resolve", () => {
  const sections = document.querySelectorAll(".page-body > h2").length;
  const lists = [...document.querySelectorAll("nav.toc")];
  if (sections >= 4 && lists.length === 0) return [`${sections} sections and no nav.toc`];
  return lists.flatMap((list) => [...list.querySelectorAll("a")]
    .filter((link) => !document.getElementById(decodeURIComponent(link.hash.slice(1)))).map((link) => `${look.name(link)} leads nowhere`));
});

everywhere("ids are unique, and what refers to an id finds it", () => {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  const references = ["aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"];
  const dead = references.flatMap((attribute) => [...document.querySelectorAll(`[${attribute}]`)].flatMap((element) =>
    element.getAttribute(attribute).split(/\s+/).filter((id) => id && !ids.includes(id)).map((id) => `${look.name(element)}: ${attribute} names ${id}`)));
  const paint = [...document.querySelectorAll("svg *")].flatMap((element) => [...element.attributes].flatMap(({ name, value }) =>
    [...value.matchAll(/url\(["']?#([^)"']+)/g)].filter((match) => !ids.includes(match[1])).map((match) => `${look.name(element)}: ${name} names #${match[1]}`)));
  return [...twice.map((id) => `id ${id} is used twice`), ...dead, ...paint];
});

everywhere("nothing inline that a strict policy refuses", ({ path }) => [...document.querySelectorAll("*")].flatMap((element) => {
  const findings = [...element.attributes].filter(({ name }) => /^on/.test(name) || name === "style").map(({ name }) => `${look.name(element)} has ${name}`);
  const address = element.getAttribute("href") ?? element.getAttribute("src") ?? "";
  if (/^\s*(javascript|vbscript|data:text\/html)/i.test(address)) findings.push(`${look.name(element)} leads to ${address.slice(0, 40)}`);
  if (element.target === "_blank" && !/noopener/.test(element.rel)) findings.push(`${look.name(element)} opens a window without noopener`);
  // 404.html does not know where the site is, so it brings the little it needs, by hash in its policy.
  if (path === "404.html") return findings;
  if (element.localName === "style") findings.push("a style element");
  if (element.localName === "script" && !element.src && !/json/.test(element.type)) findings.push("an inline script");
  return findings;
}));

everywhere("dates can be read by machines", () => [...document.querySelectorAll("time")]
  .filter((time) => !/^\d{4}(-\d\d){0,2}/.test(time.dateTime)).map((time) => `${look.name(time)} has no datetime`));

test("key figures stand before the second section of the home page and lead to their figures", () =>
  site.visit("index.html", { js: false }, async (page, where) => {
    const findings = await page.evaluate(() => {
      const cards = document.querySelector(".key-figures");
      if (!cards) return ["no .key-figures"];
      const second = document.querySelectorAll(".page-body h2")[1];
      const items = [...cards.querySelectorAll(".key-figure")];
      return [
        ...(second && !(cards.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING) ? ["after the second h2"] : []),
        ...(items.length < 2 || items.length > 5 ? [`${items.length} key figures, expected 2 to 5`] : []),
        ...items.filter((item) => !/\d/.test(item.textContent) || !item.querySelector("a[href]")).map((item) => `${look.name(item)}: no number or no link`),
      ];
    });
    expectNone(findings.map((finding) => `${where}: ${finding}`));
  }));
