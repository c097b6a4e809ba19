// Notes: marks, notes and ways back belong together; previews; the margin.
import assert from "node:assert/strict";
import { test } from "node:test";
import { expectNone, openSite } from "./lib/site.mjs";

const site = await openSite();
const noted = site.pages.filter((path) => site.read(path).includes("class=\"note-mark\""));

test("the report has notes", () => assert.notEqual(noted.length, 0));

for (const path of noted) {
  test(`marks, notes and ways back of ${path} belong together`, () => site.visit(path, { js: false }, async (page, where) => {
    const findings = await page.evaluate(() => {
      const marks = [...document.querySelectorAll(".note-mark a")].filter((mark) => !mark.closest("[aria-hidden=true]"));
      const notes = [...document.querySelectorAll(".notes > ol > li")];
      const of = (note) => marks.filter((mark) => mark.hash === `#${note.id}`);
      const found = [];
      notes.forEach((note, index) => {
        const backs = [...note.querySelectorAll(".note-back")];
        const text = note.cloneNode(true);
        text.querySelectorAll(".note-backs").forEach((back) => back.remove());
        if (!text.textContent.trim()) found.push(`${look.name(note)} is empty`);
        if (note.id !== `note-${index + 1}`) found.push(`${look.name(note)} is number ${index + 1}`);
        if (of(note).length === 0) found.push(`${look.name(note)} has no mark`);
        const [uses, ways] = [of(note).map((mark) => mark.id), backs.map((back) => back.hash.slice(1))];
        if (uses.join() !== ways.join()) found.push(`${look.name(note)}: marks ${uses.join(", ")} but ways back to ${ways.join(", ")}`);
        backs.filter((back) => !/\p{L}{3}/u.test(back.ariaLabel ?? back.textContent)).forEach((back) => found.push(`${look.name(back)} has no words`));
      });
      marks.filter((mark) => !notes.some((note) => mark.hash === `#${note.id}`)).forEach((mark) => found.push(`${look.name(mark)} has no note`));
      marks.filter((mark) => !/\p{L}{2}/u.test(mark.ariaLabel ?? "")).forEach((mark) => found.push(`${look.name(mark)} has no name`));
      const firsts = notes.map((note) => marks.indexOf(of(note)[0]));
      if (firsts.some((first, index) => index > 0 && first < firsts[index - 1])) found.push("notes are not in the order of their first use");
      return found;
    });
    expectNone(findings.map((finding) => `${where}: ${finding}`));
  }));
}

for (const origin of ["file", "server"]) {
  test(`a preview opens on hover and on focus, and Escape closes it (${origin})`, () => site.visit(noted[0], { origin, width: 900 }, async (page) => {
    const mark = page.locator(".note-mark a:visible").first();
    const preview = page.locator(".note-preview");
    await mark.scrollIntoViewIfNeeded();
    await mark.hover();
    await preview.waitFor({ state: "visible" });
    const hash = await mark.evaluate((link) => link.hash);
    const note = (await page.locator(hash).innerText()).split("\n")[0].slice(0, 20).trim();
    const words = (await preview.innerText()).replace(/\s+/g, " ");
    assert.ok(words.includes(note.replace(/\s+/g, " ")), `the preview says “${words}”, the note “${note}”`);
    await page.keyboard.press("Escape");
    await preview.waitFor({ state: "hidden" });
    await page.mouse.move(0, 0);
    await mark.focus();
    await preview.waitFor({ state: "visible" });
    await page.keyboard.press("Escape");
    await preview.waitFor({ state: "hidden" });
  }));
}

for (const js of [true, false]) {
  test(`a mark leads to its note and the way back to the mark (JavaScript ${js ? "on" : "off"})`, () => site.visit(noted[0], { width: 900, js }, async (page, where) => {
    const mark = page.locator(".note-mark a:visible").first();
    const id = await mark.evaluate((link) => link.id);
    const note = page.locator(await mark.evaluate((link) => link.hash));
    await mark.click();
    await inView(page, note, where);
    await note.locator(".note-back").first().click();
    assert.equal(new URL(page.url()).hash, `#${id}`);
    await inView(page, page.locator(`#${id}`), where);
  }));
}

/** Demands that an element is on the screen and not below a fixed header. */
async function inView(page, element, where) {
  const found = await element.evaluate((target) => {
    const box = target.getBoundingClientRect();
    const onTop = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + Math.min(box.height / 2, 8));
    return { top: box.top, inside: box.top >= 0 && box.top < innerHeight, free: target.contains(onTop) || onTop?.contains(target) };
  });
  assert.ok(found.inside && found.free, `${where}: the target stands at ${found.top} px, ${found.free ? "off the screen" : "covered"}`);
}

test("notes stand in the margin at 1600 px, at the height of their marks, and not on a phone", async () => {
  for (const js of [true, false]) {
    await site.visit(noted[0], { width: 1600, js }, async (page, where) => {
      const findings = await page.evaluate(() => {
        const notes = [...document.querySelectorAll(".margin-note")].filter(look.visible);
        if (notes.length === 0) return ["no visible .margin-note"];
        const out = notes.filter((note) => note.getBoundingClientRect().right > document.documentElement.clientWidth);
        const covered = notes.filter((note, index) => notes.slice(index + 1).some((other) => {
          const [a, b] = [note.getBoundingClientRect(), other.getBoundingClientRect()];
          return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
        }));
        const text = [...document.querySelectorAll(".page-body > p")].filter(look.visible);
        const over = notes.filter((note) => text.some((paragraph) => note.getBoundingClientRect().left < paragraph.getBoundingClientRect().right - 1
          && note.getBoundingClientRect().right > paragraph.getBoundingClientRect().left + 1
          && Math.min(note.getBoundingClientRect().bottom, paragraph.getBoundingClientRect().bottom) - Math.max(note.getBoundingClientRect().top, paragraph.getBoundingClientRect().top) > 1));
        return [...out.map((note) => `${look.name(note)} leaves the page`), ...covered.map((note) => `${look.name(note)} overlaps the next`), ...over.map((note) => `${look.name(note)} covers text`)];
      });
      expectNone(findings.map((finding) => `${where}: ${finding}`));
    });
  }
  await site.visit(noted[0], { width: 375 }, async (page, where) => {
    assert.equal(await page.locator(".margin-note:visible").count(), 0, `${where}: margin notes are shown`);
  });
});

test("links in margin notes lead where those of the notes lead, by the pointer alone", async () => {
  const path = noted.find((page) => /class="margin-note"(?:(?!<\/aside>).)*<a /s.test(site.read(page)));
  assert.ok(path, "no margin note has a link");
  await site.visit(path, { width: 1600 }, async (page, where) => {
    const link = page.locator(".margin-note a:visible").first();
    await link.scrollIntoViewIfNeeded();
    const found = await link.evaluate((one) => {
      const box = one.getClientRects()[0];
      const note = document.getElementById(`note-${one.closest(".margin-note").dataset.note}`);
      return {
        onTop: one.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)),
        same: [...note.querySelectorAll("a")].some((other) => other.href === one.href),
        tabIndex: one.tabIndex,
      };
    });
    assert.deepEqual(found, { onTop: true, same: true, tabIndex: -1 }, where);
  });
});
