// Nothing is too wide, too small or too long to read.
import { test } from "node:test";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();
const WIDTHS = [320, 375, 768, 1024, 1280, 1920];

/** What is looked for, at which widths, without scripts too or alone; `find` runs inside the page and gives texts. */
const checks = [];
const everywhere = (title, { widths, js = [true] }, find) => checks.push({ title, widths, js, find });

everywhere("no sideways scroll", { widths: WIDTHS, js: [true, false] }, () => {
  const root = document.scrollingElement;
  const room = document.documentElement.clientWidth;
  if (root.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((one) => look.visible(one) && one.getBoundingClientRect().right > room + 1);
  return [`${root.scrollWidth} px in ${room} px: ${wide.slice(-3).map(look.name).join("; ")}`];
});

everywhere("lines have 45 to 80 letters (25 to 45 in Chinese, Japanese and Korean)", { widths: [1280, 1920] }, () => {
  const cjk = /^(zh|ja|ko)/.test(document.documentElement.lang);
  const [least, most] = cjk ? [25, 45] : [45, 80];
  // How many letters a full line holds: the width of the paragraph by that of its text in one line, less half a word.
  const lengths = [...document.querySelectorAll(".page-body > p:not([class])")].flatMap((paragraph) => {
    const room = paragraph.clientWidth;
    paragraph.style.cssText = "white-space: nowrap; inline-size: max-content; max-inline-size: none";
    const whole = paragraph.getBoundingClientRect().width;
    paragraph.style.cssText = "";
    return whole > 2 * room ? [paragraph.innerText.trim().length * room / whole - 3] : [];
  }).sort((a, b) => a - b);
  const middle = lengths[Math.floor(lengths.length / 2)];
  return middle === undefined || (middle >= least && middle <= most) ? [] : [`.page-body > p: ${middle.toFixed(0)} letters a line, expected ${least} to ${most}`];
});

everywhere("body text is large and loose enough", { widths: [320, 1280] }, () => {
  const cjk = /^(zh|ja|ko)/.test(document.documentElement.lang);
  return [...document.querySelectorAll(".page-body > p:not([class]), .page-body > ul > li, .page-body > ol > li")].flatMap((block) => {
    const style = getComputedStyle(block);
    const size = Number.parseFloat(style.fontSize);
    const ratio = Number.parseFloat(style.lineHeight) / size;
    return size >= 16 && ratio >= (cjk ? 1.6 : 1.4) ? [] : [`${look.name(block)}: ${size} px with line height ${ratio.toFixed(2)}`];
  });
});

everywhere("no text under 12 px", { widths: [320, 1280] }, () => {
  document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
  const small = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || parent.closest("svg, script, style") || !look.visible(parent)) continue;
    const size = Number.parseFloat(getComputedStyle(parent).fontSize);
    if (size < 12) small.add(`${look.name(parent)}: ${size} px`);
  }
  return [...small];
});

everywhere("numbers in tables stand in columns", { widths: [1280] }, () => {
  document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
  const number = /^[~≈<>≤≥]?\s*[+\-−–]?\s*[$€£¥₩]?\s*\d[\d.,\u202f ]*\s*(%|[KMBTx×]|bn|億|万|亿|만|억)?$/;
  return [...document.querySelectorAll("main table")].flatMap((table) => {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    return Array.from({ length: rows[0]?.cells.length ?? 0 }, (_, column) => column).flatMap((column) => {
      const cells = rows.map((row) => row.cells[column]).filter((cell) => cell && cell.textContent.trim());
      if (cells.length < 2 || cells.some((cell) => cell.matches("th") || !number.test(cell.textContent.trim()))) return [];
      return cells.filter((cell) => {
        const style = getComputedStyle(cell);
        return !["right", "end"].includes(style.textAlign) || !style.fontVariantNumeric.includes("tabular-nums");
      }).slice(0, 1).map((cell) => `${look.name(table)}, column ${column + 1}: ${look.name(cell)} is not right-aligned in tabular numerals`);
    });
  });
});

everywhere("wide tables scroll in a box that has a name and takes the focus", { widths: [320], js: [false] }, () => {
  document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
  return [...document.querySelectorAll("main table")].filter((table) => {
    const box = table.closest(".table-scroll");
    return !box || box.tabIndex !== 0 || getComputedStyle(box).overflowX === "visible" || !(box.ariaLabel || box.getAttribute("aria-labelledby"));
  }).map((table) => `${look.name(table)}: not in a focusable, named scroll box`);
});

everywhere("an apostrophe is as narrow as its script has it", { widths: [1280], js: [false] }, () => {
  const probe = (lang) => {
    const letter = document.createElement("span");
    if (lang) letter.lang = lang;
    letter.textContent = "’";
    document.querySelector("main p")?.append(letter);
    const width = letter.getBoundingClientRect().width / Number.parseFloat(getComputedStyle(letter).fontSize);
    letter.remove();
    return width;
  };
  const cjk = /^(zh|ja|ko)/.test(document.documentElement.lang);
  const widths = [["en", probe("en")], ...(cjk ? [] : [["the page's language", probe()]])];
  return widths.filter(([, width]) => width > 0.5).map(([of, width]) => `in ${of}: ${width.toFixed(2)} em`);
});

for (const path of site.pages) {
  for (const js of [true, false]) {
    const here = checks.filter((check) => check.js.includes(js));
    test(`${path}, JavaScript ${js ? "on" : "off"}: ${here.map(({ title }) => title).join("; ")}`, async () => {
      const findings = [];
      await site.resize(path, { widths: WIDTHS, js }, async (page, where, width) => {
        for (const { title, find } of here.filter(({ widths }) => widths.includes(width))) {
          const open = await page.evaluate(() => [...document.querySelectorAll("details")].map((fold) => fold.open));
          findings.push(...(await page.evaluate(find)).map((finding) => `${where}: ${title}: ${finding}`));
          // As it was, for the next.
          await page.evaluate((open) => document.querySelectorAll("details").forEach((fold, index) => { fold.open = open[index]; }), open);
        }
      });
      expectNone(findings);
    });
  }
}
