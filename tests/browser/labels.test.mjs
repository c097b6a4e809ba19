// Text in charts: large enough after scaling, inside the picture, not on top of other text, in contrast to what is behind.
import { test } from "node:test";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();
const SETTINGS = [
  { widths: [320, 375, 768, 1280], js: false },
  { widths: [320, 1280], js: false, theme: "dark" },
];

const CHECKS = {
  "at least 11 px after scaling": () => labels().flatMap(({ text }) => {
    const size = Number.parseFloat(getComputedStyle(text).fontSize) * look.scale(text);
    return size >= 10.99 ? [] : [`${look.name(text)}: ${size.toFixed(1)} px`];
  }),
  "inside the picture": () => labels().flatMap(({ text, box, svg }) => {
    const frame = svg.getBoundingClientRect();
    const out = Math.max(frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom);
    // A letter's box has empty sides.
    return out <= 2 ? [] : [`${look.name(text)}: ${out.toFixed(1)} px outside`];
  }),
  "not on top of each other": () => {
    const all = labels();
    return all.flatMap((one, index) => all.slice(index + 1).filter((other) => {
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      // A line's box is higher than its letters.
      return one.svg === other.svg && wide > 1.5 && high > 0.25 * Math.min(one.box.height, other.box.height);
    }).map((other) => `${look.name(one.text)} and ${look.name(other.text)} overlap`));
  },
  "4.5:1 against what is behind": () => labels().flatMap(({ text, box, svg }) => {
    const own = look.colour(getComputedStyle(text).fill);
    if (!own) return [`${look.name(text)}: has no colour`];
    const behind = look.shapes(svg).filter(({ shape, fill }) => {
      if (!fill || !(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) return false;
      const middle = new DOMPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      return shape.isPointInFill(middle.matrixTransform(shape.getScreenCTM().inverse()));
    }).pop();
    const ground = behind?.fill ?? look.background(svg.parentElement);
    const contrast = look.contrast(own, ground);
    return contrast >= 4.5 ? [] : [`${look.name(text)}: ${look.hex(own)} on ${look.hex(ground)} is ${contrast.toFixed(2)}:1`];
  }),
};

/** Inside the page: every label of every picture that is shown. */
const labels = () => look.pictures().flatMap((svg) => [...svg.querySelectorAll("text")]
  .filter((text) => text.textContent.trim() && look.visible(text))
  .map((text) => ({ text, svg, box: text.getBoundingClientRect() })));

for (const path of site.pages.filter((path) => site.read(path).includes("class=\"chart\""))) {
  for (const setting of SETTINGS) {
    test(`labels on ${path}, ${setting.theme ?? "light"}: ${Object.keys(CHECKS).join("; ")}`, async () => {
      const findings = [];
      await site.resize(path, setting, async (page, where) => {
        for (const [title, check] of Object.entries(CHECKS)) {
          const source = `{ const labels = ${labels}; (${check})() }`;
          findings.push(...(await page.evaluate(source)).map((finding) => `${where}: not ${title}: ${finding}`));
        }
      });
      expectNone(findings);
    });
  }
}
