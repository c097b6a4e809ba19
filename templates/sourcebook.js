/*
 * Sourcebook's script: theme switch, folding of the page tree, marking of the current section, previews of notes, origins of
 * numbers, search, copy buttons, print. Loaded with `defer`; the page is complete without it. Needs no server: it works from file://.
 *
 * Reads <body data-root data-search-index>: the path to the site's root ("../" or "") and the address of the index script,
 * which sets window.sourcebookSearch = {version, files, entries: [{t: title, u: address from the root, k: kind, p: page, b: text}]}.
 * Of several files, "search-index.2.js" sets window.sourcebookSearch2, and so on.
 * Reads the words below from <script type="application/json" id="interface-words">; what is missing there is English.
 * Sends `sourcebook:theme` on <html>, bubbling, with detail.theme ("light" or "dark"), when the theme shown changes.
 */
(() => {
"use strict";

const root = document.documentElement;
root.classList.remove("no-js");
root.classList.add("js");

const words = readWords({
  search_prompt: "Type to search titles, text, figures and sources.",
  search_loading: "Loading the index…",
  search_error: "The search index could not be loaded.",
  search_none: "Nothing found for “{query}”.",
  search_one: "1 result",
  search_many: "{n} results",
  search_shown: "{n} results, the first {shown} shown",
  kind_page: "Page",
  kind_section: "Section",
  kind_figure: "Figure",
  kind_table: "Table",
  kind_source: "Source",
  copy: "Copy",
  copied: "Copied",
  evidence_data: "See the data",
  evidence_see: "See {figure}",
});

// What stands for letters that no accent makes, for the search.
const letters = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "þ": "th", "ŋ": "n", "ς": "σ" };

setUpTheme();
setUpMenu();
setUpContents();
setUpNotes();
setUpEvidence();
setUpCopying();
setUpPrinting();
setUpSearch();

function all(selector, within) {
  return Array.from((within || document).querySelectorAll(selector));
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function readWords(defaults) {
  const block = document.getElementById("interface-words");
  try {
    return Object.assign(defaults, JSON.parse(block.textContent));
  } catch {
    return defaults;
  }
}

function say(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, key) => key in values ? values[key] : whole);
}

// ---- Theme. The system's choice holds until the reader switches; switching back to it forgets the switch.

function setUpTheme() {
  const KEY = "sourcebook-theme";
  const button = document.querySelector(".theme-switch");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const forced = matchMedia("(forced-colors: active)").matches;
  let shown = null;

  // Storage is refused on some file:// pages and in private windows; the switch then holds for this page only.
  function remember(theme) {
    try {
      if (theme) localStorage.setItem(KEY, theme);
      else localStorage.removeItem(KEY);
    } catch { /* nothing to do */ }
  }

  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function apply(chosen) {
    if ((chosen === "light" || chosen === "dark") && !forced) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    const theme = root.dataset.theme || (system.matches ? "dark" : "light");
    if (button) button.setAttribute("aria-pressed", String(theme === "dark"));
    if (shown !== null && shown !== theme) {
      root.dispatchEvent(new CustomEvent("sourcebook:theme", { bubbles: true, detail: { theme } }));
    }
    shown = theme;
  }

  apply(remembered());
  system.addEventListener("change", () => { apply(root.dataset.theme); });
  addEventListener("storage", (event) => { if (event.key === KEY) apply(remembered()); });
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const wanted = shown === "dark" ? "light" : "dark";
    const chosen = wanted === (system.matches ? "dark" : "light") ? null : wanted;
    remember(chosen);
    apply(chosen);
  });
}

// ---- Page tree: open beside the text, folded above it on small screens.

function setUpMenu() {
  const tree = document.querySelector(".site-nav-fold");
  if (!tree) return;
  const wide = matchMedia("(min-width: 64em)");
  function follow() { tree.open = wide.matches; }
  follow();
  wide.addEventListener("change", follow);
}

// ---- Contents: the section being read carries aria-current="location".

function setUpContents() {
  const side = document.querySelector(".toc-side");
  if (!side || !("IntersectionObserver" in window)) return;
  const pairs = all("a[href^='#']", side)
    .map((link) => ({ link: link, target: byHash(link.hash) }))
    .filter((pair) => pair.target);
  if (!pairs.length) return;
  let current = null;

  // The last heading above the upper third; at the end of the page, where the last ones cannot get there, the one asked for.
  function mark() {
    const top = (pair) => pair.target.getBoundingClientRect().top;
    let found = pairs.filter((pair) => top(pair) <= innerHeight * 0.3).pop();
    if (scrollY > 0 && innerHeight + scrollY >= root.scrollHeight - 2) {
      found = pairs.find((pair) => pair.link.hash === location.hash && top(pair) > 0) || pairs[pairs.length - 1];
    }
    if (found === current) return;
    if (current) current.link.removeAttribute("aria-current");
    current = found;
    if (!found) return;
    found.link.setAttribute("aria-current", "location");
    const box = side.getBoundingClientRect();
    const at = found.link.getBoundingClientRect();
    if (at.top < box.top || at.bottom > box.bottom) side.scrollTop += at.top - box.top - box.height / 2;
  }

  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -70% 0px", threshold: [0, 1] });
  pairs.forEach((pair) => { observer.observe(pair.target); });
  const footer = document.querySelector(".site-footer");
  if (footer) new IntersectionObserver(mark, { threshold: [0, 0.5, 1] }).observe(footer);
  addEventListener("hashchange", mark);
}

function byHash(hash) {
  let id = hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch { /* a stray percent sign: take it as written */ }
  return id ? document.getElementById(id) : null;
}

// ---- Notes: a preview on hover, focus or touch; where the note stands in the margin, that one is lit instead.

function setUpNotes() {
  const marks = all(".note-mark a[href^='#']");
  if (!marks.length) return;
  let preview = null;
  let shownFor = null;
  let lit = null;
  let timer = 0;
  let touched = null;

  function later(action, delay) {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  }

  function box() {
    if (preview) return preview;
    preview = element("div", "note-preview");
    preview.id = "note-preview";
    preview.setAttribute("role", "tooltip");
    preview.hidden = true;
    preview.addEventListener("pointerenter", () => { clearTimeout(timer); });
    preview.addEventListener("pointerleave", () => { later(hide, 200); });
    (document.querySelector("main") || document.body).append(preview);
    return preview;
  }

  function hide() {
    clearTimeout(timer);
    if (preview) preview.hidden = true;
    if (shownFor) {
      shownFor.removeAttribute("aria-describedby");
      shownFor.classList.remove("note-active");
    }
    if (lit) lit.classList.remove("note-active");
    shownFor = null;
    lit = null;
  }

  // The margin note of this mark, when margin notes are displayed and this one is on the screen.
  function marginNote(mark) {
    const number = mark.hash.match(/\d*$/)[0];
    return all(".margin-note", mark.closest("article")).find((note) => {
      const at = note.getBoundingClientRect();
      return note.dataset.note === number && at.height > 0 && at.bottom > 0 && at.top < innerHeight;
    });
  }

  function show(mark) {
    if (shownFor === mark) return clearTimeout(timer);
    hide();
    const note = byHash(mark.hash);
    if (!note) return;
    shownFor = mark;
    mark.classList.add("note-active");
    lit = marginNote(mark);
    if (lit) return lit.classList.add("note-active");
    fill(note, mark);
    placeBelow(preview, mark);
    mark.setAttribute("aria-describedby", "note-preview");
  }

  function fill(note, mark) {
    const copy = note.cloneNode(true);
    all(".note-backs", copy).forEach((back) => { back.remove(); });
    all("[id]", copy).forEach((child) => { child.removeAttribute("id"); });
    all("a", copy).forEach((link) => { link.tabIndex = -1; });
    box().replaceChildren(element("span", "note-preview-number", mark.textContent.trim()), " ", ...copy.childNodes);
  }

  marks.forEach((mark) => {
    mark.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") later(() => { show(mark); }, 100);
    });
    mark.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") later(hide, 250);
    });
    mark.addEventListener("focus", () => { if (touched !== mark) show(mark); });
    mark.addEventListener("blur", () => { later(hide, 100); });
    mark.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch" ? mark : null; });
    // A first touch opens the preview in place; a second one follows the link.
    mark.addEventListener("click", (event) => {
      if (touched === mark && shownFor !== mark) {
        event.preventDefault();
        show(mark);
      } else {
        hide();
      }
      touched = null;
    });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("pointerdown", (event) => {
    if (shownFor && !shownFor.contains(event.target) && !(preview && preview.contains(event.target))) hide();
  });
}

// Shows a box below a mark, above it where there is no room; kept inside the page's width.
function placeBelow(box, mark) {
  box.hidden = false;
  box.style.left = box.style.top = "0";
  const at = mark.getClientRects()[0] || mark.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const left = Math.max(12, Math.min(at.left - 16, root.clientWidth - size.width - 12));
  let top = at.bottom + 6;
  if (top + size.height > innerHeight && at.top - size.height - 6 > 0) top = at.top - size.height - 6;
  box.style.left = left - size.left + "px";
  box.style.top = top - size.top + "px";
}

// ---- Evidence: the origin of a computed or checked number on hover, touch and focus, with a link to its data. Numbers are
// stops of the keyboard only while the switch is on; Enter then follows the link. The style sheet colours them without a script.

function setUpEvidence() {
  const KEY = "sourcebook-evidence";
  const facts = all("main :is(.value, .claim)[title]");
  const control = document.querySelector(".evidence-switch");
  let card = null;
  let active = null;
  let timer = 0;

  // The box takes the place of the browser's own tooltip.
  facts.forEach((fact) => {
    fact.dataset.origin = fact.title;
    fact.removeAttribute("title");
  });

  function later(action, delay) {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  }

  function hide() {
    clearTimeout(timer);
    if (card) card.hidden = true;
    if (!active) return;
    active.classList.remove("fact-active");
    active.removeAttribute("aria-describedby");
    active = null;
  }

  function link(fact) {
    const address = fact.dataset.at;
    if (!address) return null;
    const target = address.startsWith("#") ? byHash(address) : null;
    const label = target && target.querySelector(".figure-label");
    const made = element("a", "", label ? say(words.evidence_see, { figure: label.textContent.trim() }) : words.evidence_data);
    made.href = address;
    // The keyboard follows it with Enter from the number itself.
    made.tabIndex = -1;
    made.addEventListener("click", hide);
    return made;
  }

  function show(fact) {
    if (active === fact) return clearTimeout(timer);
    hide();
    if (!card) {
      card = element("div", "fact-origin");
      card.id = "fact-origin";
      card.setAttribute("role", "tooltip");
      card.addEventListener("pointerenter", () => { clearTimeout(timer); });
      card.addEventListener("pointerleave", () => { later(hide, 200); });
      document.querySelector("main").append(card);
    }
    active = fact;
    fact.classList.add("fact-active");
    fact.setAttribute("aria-describedby", card.id);
    card.replaceChildren(element("p", "", fact.dataset.origin));
    const more = fact.closest("a") ? null : link(fact);
    if (more) {
      const line = element("p");
      line.append(more);
      card.append(line);
    }
    placeBelow(card, fact);
  }

  facts.forEach((fact) => {
    fact.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") later(() => { show(fact); }, 150);
    });
    fact.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") later(hide, 250);
    });
    fact.addEventListener("focus", () => { show(fact); });
    fact.addEventListener("blur", () => { later(hide, 100); });
    fact.addEventListener("click", () => { show(fact); });
    fact.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== fact) return;
      const more = link(fact);
      if (more) more.click();
    });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("pointerdown", (event) => {
    if (active && !active.contains(event.target) && !card.contains(event.target)) hide();
  });
  if (!control) return;

  function follow() {
    facts.forEach((fact) => {
      if (control.checked && !fact.closest("a, summary, label")) fact.tabIndex = 0;
      else fact.removeAttribute("tabindex");
    });
  }

  // Refused on some file:// pages: the switch then holds for this page only.
  try {
    control.checked = localStorage.getItem(KEY) === "on";
  } catch { /* nothing to do */ }
  follow();
  control.addEventListener("change", () => {
    follow();
    try {
      if (control.checked) localStorage.setItem(KEY, "on");
      else localStorage.removeItem(KEY);
    } catch { /* nothing to do */ }
  });
}

// ---- Copy buttons under the ready-made citations.

function setUpCopying() {
  if (!navigator.clipboard) return;
  all(".cite-this details > p, .cite-this details > pre").forEach((text) => {
    const button = element("button", "copy", words.copy);
    button.type = "button";
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(text.textContent.trim()).then(() => {
        button.textContent = words.copied;
        setTimeout(() => { button.textContent = words.copy; }, 2000);
      }, () => getSelection().selectAllChildren(text));
    });
    text.after(button);
  });
}

// ---- Print: folded parts open, the page's address at its foot.

function setUpPrinting() {
  let opened = [];
  // A link whose words are its address prints that address once.
  all("main a[href^='http']").forEach((link) => {
    if (/^https?:\/\//.test(link.textContent.trim())) link.classList.add("url");
  });
  addEventListener("beforeprint", () => {
    all("main details:not([open])").forEach((details) => {
      details.open = true;
      opened.push(details);
    });
    const footer = document.querySelector(".site-footer");
    if (!footer || document.querySelector(".print-address")) return;
    const canonical = document.querySelector("link[rel='canonical']");
    const address = canonical ? canonical.href : location.protocol === "file:" ? "" : location.href;
    footer.append(element("p", "print-address", [document.title, address].filter(Boolean).join(" · ")));
  });
  addEventListener("afterprint", () => {
    opened.forEach((details) => { details.open = false; });
    opened = [];
  });
}

// ---- Search. Every word of the query must be found: Latin words as the beginning of a word, Chinese, Japanese and Korean
// ones anywhere. Titles count most, then page titles, then text.

function setUpSearch() {
  const dialog = document.querySelector("dialog.search");
  const opener = document.querySelector(".search-open");
  const address = document.body.dataset.searchIndex;
  // The single file has the index in it.
  if (!dialog || !dialog.showModal || !(address || window.sourcebookSearch)) return;
  const input = dialog.querySelector(".search-input");
  const status = dialog.querySelector(".search-status");
  const list = dialog.querySelector(".search-results");
  const SHOWN = 30;
  const asked = new Set();
  let entries = null;
  let state = "new";
  let timer = 0;

  function load() {
    if (state === "loading" || state === "ready") return;
    if (window.sourcebookSearch) return ready();
    state = "loading";
    loadPart(address, ready);
  }

  function loadPart(source, then) {
    const script = document.createElement("script");
    script.src = source;
    script.onload = then;
    script.onerror = fail;
    document.head.append(script);
  }

  // Comes here with each file that was loaded, or with none in the single file, which has them all.
  function ready() {
    if (state === "failed") return;
    const first = window.sourcebookSearch;
    if (!first) return fail();
    const numbers = Array.from({ length: first.files - 1 }, (_, index) => index + 2);
    const missing = numbers.filter((number) => !window[`sourcebookSearch${number}`]);
    if (missing.length) {
      missing.filter((number) => !asked.has(number)).forEach((number) => {
        asked.add(number);
        loadPart(address.replace(/\.js$/, `.${number}.js`), ready);
      });
      return;
    }
    const parts = [first, ...numbers.map((number) => window[`sourcebookSearch${number}`])];
    entries = parts.flatMap((part) => part.entries.map(prepare));
    state = "ready";
    run();
  }

  function fail() {
    state = "failed";
    run();
  }

  function run() {
    const terms = parse(input.value);
    list.replaceChildren();
    if (state === "failed") return void (status.textContent = words.search_error);
    if (state === "loading") return void (status.textContent = words.search_loading);
    if (!terms.length) return void (status.textContent = words.search_prompt);
    const hits = find(entries, terms);
    hits.slice(0, SHOWN).forEach((hit) => { list.append(result(hit.entry, terms)); });
    status.textContent = hits.length === 0 ? say(words.search_none, { query: input.value.trim() })
      : hits.length === 1 ? words.search_one
      : say(hits.length > SHOWN ? words.search_shown : words.search_many, { n: hits.length, shown: SHOWN });
  }

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    load();
    run();
    input.focus();
    input.select();
  }

  function step(event) {
    const links = all("a", list);
    const at = links.indexOf(document.activeElement);
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!move || at + move < -1 || at + move >= links.length) return;
    event.preventDefault();
    (links[at + move] || input).focus();
  }

  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", open);
  }
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(run, 80);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    clearTimeout(timer);
    run();
    const first = list.querySelector("a");
    if (first) first.click();
  });
  dialog.addEventListener("keydown", step);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    const chord = event.ctrlKey || event.metaKey;
    if (event.altKey || !(chord ? event.key === "k" : event.key === "/" && !typing)) return;
    event.preventDefault();
    open();
  });
}

// Lower case, without accents, full-width forms as plain ones; dashes count as spaces. Index and query both go through it.
function fold(text) {
  return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase()
    .replace(/[-_/‐‑‒–—]/g, " ").replace(/[‘’]/g, "'").replace(/[ßæœøłđðħıþŋŧς]/g, (letter) => letters[letter]);
}

function prepare(entry) {
  const whole = Object.assign({ t: "", u: "", k: "page", p: "", b: "" }, entry);
  return Object.assign(whole, { title: fold(whole.t), page: fold(whole.p || whole.t), body: fold(whole.b) });
}

// Terms {text, han}; a run of Han, kana or hangul is one of its own.
function parse(query) {
  const signs = "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}ー";
  const runs = fold(query).match(new RegExp("[" + signs + "]+|[^\\s" + signs + "]+", "gu")) || [];
  const terms = new Map();
  runs.forEach((run) => {
    const han = new RegExp("[" + signs + "]", "u").test(run);
    const text = run.replace(/^["'“”(「『《、，。.,;:!?]+|["'“”)」』》、，。.,;:!?]+$/g, "");
    if (text) terms.set(text, { text, han });
  });
  return Array.from(terms.values());
}

// How well a text holds a term: 0 not at all, 1 by most of its pairs of characters, 2 as a beginning, 3 as a whole word.
function match(text, term) {
  if (term.han) {
    if (text.includes(term.text)) return 3;
    const pairs = pairsOf(term.text);
    return pairs.length > 1 && pairs.filter((pair) => text.includes(pair)).length >= pairs.length * 0.6 ? 1 : 0;
  }
  let best = 0;
  for (let at = startOf(text, term.text, 0); at >= 0 && best < 3; at = startOf(text, term.text, at + 1)) {
    best = isWordAt(text, at + term.text.length) ? 2 : 3;
  }
  return best;
}

function pairsOf(text) {
  const signs = Array.from(text);
  return signs.slice(1).map((sign, index) => signs[index] + sign);
}

// Where a word of the text begins with the term, from a place on; -1 when nowhere.
function startOf(text, term, from) {
  let at = text.indexOf(term, from);
  while (at > 0 && isWordAt(text, at - 1) && isWordAt(term, 0)) at = text.indexOf(term, at + 1);
  return at;
}

function isWordAt(text, at) {
  return /[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{N}]/u.test(text.charAt(at));
}

// A page's title counts, but does not alone bring every one of its sections.
function find(entries, terms) {
  const kinds = { page: 6, section: 4, figure: 3, table: 3, source: 2 };
  const hits = [];
  for (const entry of entries) {
    const scores = terms.map((term) => ({
      own: match(entry.title, term) * 20 + match(entry.body, term) * 3,
      page: match(entry.page, term) * 4,
    }));
    if (!scores.every((score) => score.own || score.page) || !scores.some((score) => score.own)) continue;
    const score = scores.reduce((sum, part) => sum + part.own + part.page, kinds[entry.k] || 0);
    hits.push({ entry, score: score - entry.t.length / 20 });
  }
  return hits.sort((a, b) => b.score - a.score);
}

function result(entry, terms) {
  const item = element("li");
  const link = element("a");
  link.href = (document.body.dataset.root || "") + entry.u;
  const title = element("span", "search-result-title");
  marked(title, entry.t, terms);
  link.append(title);
  const kind = words["kind_" + entry.k] || "";
  const place = entry.p && entry.p !== entry.t ? kind + " · " + entry.p : kind;
  link.append(" ", element("span", "search-result-place", place));
  if (entry.b) {
    const text = element("span", "search-result-text");
    excerpt(text, entry, terms);
    link.append(" ", text);
  }
  item.append(link);
  return item;
}

// Some 150 characters around the first term found. Folding hardly moves a place, so the folded text tells about where.
function excerpt(node, entry, terms) {
  const found = terms.flatMap((term) => placesOf(entry.body, term).slice(0, 1).map((span) => span[0]));
  let from = Math.max(0, Math.min(...found, entry.b.length) - 40);
  if (!found.length) from = 0;
  const space = from > 0 ? entry.b.slice(from, from + 20).search(/\s/) : -1;
  from += space + 1;
  const to = Math.min(entry.b.length, from + 150);
  if (from > 0) node.append("… ");
  marked(node, entry.b.slice(from, to), terms);
  if (to < entry.b.length) node.append(" …");
}

// Where a folded text holds a term, or the pairs of characters that stood in for it: [from, to] each.
function placesOf(text, term) {
  const pieces = term.han && !text.includes(term.text) ? pairsOf(term.text) : [term.text];
  return pieces.flatMap((piece) => {
    const next = (from) => term.han ? text.indexOf(piece, from) : startOf(text, piece, from);
    const spans = [];
    for (let at = next(0); at >= 0 && spans.length < 20; at = next(at + 1)) spans.push([at, at + piece.length]);
    return spans;
  });
}

// Puts text into a node, its terms in <mark>. Characters are folded one by one, to know where each came from.
function marked(node, text, terms) {
  const places = [];
  let plain = "";
  let at = 0;
  Array.from(text).forEach((sign) => {
    const folded = fold(sign);
    plain += folded;
    places.push(...Array(folded.length).fill(at));
    at += sign.length;
  });
  places.push(at);

  let done = 0;
  terms.flatMap((term) => placesOf(plain, term)).sort((a, b) => a[0] - b[0]).forEach((span) => {
    const start = Math.max(done, places[span[0]]);
    const end = places[span[1]];
    if (end <= start) return;
    node.append(text.slice(done, start), element("mark", "", text.slice(start, end)));
    done = end;
  });
  node.append(text.slice(done));
}
})();
