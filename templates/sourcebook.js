/*
 * Sourcebook's script: theme switch, folding of the page tree, marking of the current section, previews of notes, search,
 * copy buttons, print. Loaded with `defer`; the page is complete without it. Nothing here needs a server: it works from file://.
 *
 * Reads from <body>: data-root (path to the site's root, "../" or ""), data-search-index (address of the index script).
 * Reads words from <script type="application/json" id="interface-words">, each with an English default:
 *   searchPrompt     "Type to search titles, text, figures and sources."   status line of an empty search
 *   searchLoading    "Loading the index…"
 *   searchError      "The search index could not be loaded."
 *   searchNone       "Nothing found for “{query}”."
 *   searchOne        "1 result"
 *   searchMany       "{count} results"
 *   searchShown      "{count} results, the first {shown} shown"
 *   kindPage, kindSection, kindFigure, kindTable, kindSource   "Page", "Section", "Figure", "Table", "Source"
 *   copy, copied     "Copy", "Copied"
 * Sends on <html>, bubbling: `sourcebook:theme` with detail.theme ("light" or "dark") whenever the theme shown changes.
 * The index script sets window.sourcebookSearch = {version, entries} where an entry is
 *   {t: title, u: address from the site's root, k: kind, p: title of its page, b: body text}.
 */
(function () {
  "use strict";

  var root = document.documentElement;
  root.classList.remove("no-js");
  root.classList.add("js");

  var words = readWords({
    searchPrompt: "Type to search titles, text, figures and sources.",
    searchLoading: "Loading the index…",
    searchError: "The search index could not be loaded.",
    searchNone: "Nothing found for “{query}”.",
    searchOne: "1 result",
    searchMany: "{count} results",
    searchShown: "{count} results, the first {shown} shown",
    kindPage: "Page",
    kindSection: "Section",
    kindFigure: "Figure",
    kindTable: "Table",
    kindSource: "Source",
    copy: "Copy",
    copied: "Copied",
  });

  setUpTheme();
  setUpMenu();
  setUpContents();
  setUpNotes();
  setUpCopying();
  setUpPrinting();
  setUpSearch();

  function all(selector, within) {
    return Array.from((within || document).querySelectorAll(selector));
  }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function readWords(defaults) {
    var block = document.getElementById("interface-words");
    try {
      return Object.assign(defaults, JSON.parse(block.textContent));
    } catch (_) {
      return defaults;
    }
  }

  function say(template, values) {
    return template.replace(/\{(\w+)\}/g, function (whole, key) {
      return key in values ? values[key] : whole;
    });
  }

  // ---- Theme. The system's choice holds until the reader switches; switching back to it forgets the switch.

  function setUpTheme() {
    var KEY = "sourcebook-theme";
    var button = document.querySelector(".theme-switch");
    var system = matchMedia("(prefers-color-scheme: dark)");
    var forced = matchMedia("(forced-colors: active)").matches;
    var shown = null;

    // Storage is refused on some file:// pages and in private windows; the switch then holds for this page only.
    function remember(theme) {
      try {
        if (theme) localStorage.setItem(KEY, theme);
        else localStorage.removeItem(KEY);
      } catch (_) { /* nothing to do */ }
    }

    function remembered() {
      try {
        var theme = localStorage.getItem(KEY);
        return theme === "light" || theme === "dark" ? theme : null;
      } catch (_) {
        return null;
      }
    }

    function apply(chosen) {
      if (chosen && !forced) root.dataset.theme = chosen;
      else delete root.dataset.theme;
      var theme = root.dataset.theme || (system.matches ? "dark" : "light");
      if (button) button.setAttribute("aria-pressed", String(theme === "dark"));
      if (shown !== null && shown !== theme) {
        root.dispatchEvent(new CustomEvent("sourcebook:theme", { bubbles: true, detail: { theme: theme } }));
      }
      shown = theme;
    }

    apply(remembered());
    system.addEventListener("change", function () { apply(root.dataset.theme); });
    addEventListener("storage", function (event) { if (event.key === KEY) apply(remembered()); });
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      var wanted = shown === "dark" ? "light" : "dark";
      var chosen = wanted === (system.matches ? "dark" : "light") ? null : wanted;
      remember(chosen);
      apply(chosen);
    });
  }

  // ---- Page tree: open beside the text, folded above it on small screens.

  function setUpMenu() {
    var fold = document.querySelector(".site-nav-fold");
    if (!fold) return;
    var wide = matchMedia("(min-width: 64em)");
    function follow() { fold.open = wide.matches; }
    follow();
    wide.addEventListener("change", follow);
  }

  // ---- Contents: the section being read carries aria-current="location".

  function setUpContents() {
    var side = document.querySelector(".toc-side");
    if (!side || !("IntersectionObserver" in window)) return;
    var pairs = all("a[href^='#']", side)
      .map(function (link) { return { link: link, target: byHash(link.hash) }; })
      .filter(function (pair) { return pair.target; });
    if (!pairs.length) return;
    var current = null;

    function mark() {
      var line = innerHeight * 0.3;
      var atEnd = innerHeight + scrollY >= root.scrollHeight - 2 && scrollY > 0;
      var found = null;
      pairs.forEach(function (pair) {
        var top = pair.target.getBoundingClientRect().top;
        if (top <= line || (atEnd && pair.link.hash === location.hash && top < innerHeight)) found = pair;
      });
      if (found === current) return;
      if (current) current.link.removeAttribute("aria-current");
      current = found;
      if (!found) return;
      found.link.setAttribute("aria-current", "location");
      var box = side.getBoundingClientRect();
      var at = found.link.getBoundingClientRect();
      if (at.top < box.top) side.scrollTop -= box.top - at.top + 24;
      else if (at.bottom > box.bottom) side.scrollTop += at.bottom - box.bottom + 24;
    }

    var observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -70% 0px", threshold: [0, 1] });
    pairs.forEach(function (pair) { observer.observe(pair.target); });
    var footer = document.querySelector(".site-footer");
    if (footer) new IntersectionObserver(mark, { threshold: [0, 0.5, 1] }).observe(footer);
    addEventListener("hashchange", mark);
  }

  function byHash(hash) {
    var id = hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch (_) { /* a stray percent sign: take it as written */ }
    return id ? document.getElementById(id) : null;
  }

  // ---- Notes: a preview on hover, focus or touch; where the note stands in the margin, that one is lit instead.

  function setUpNotes() {
    var marks = all(".note-mark a[href^='#']");
    if (!marks.length) return;
    var preview = null;
    var shownFor = null;
    var lit = null;
    var timer = 0;
    var touched = null;

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
      preview.addEventListener("pointerenter", function () { clearTimeout(timer); });
      preview.addEventListener("pointerleave", function () { later(hide, 200); });
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
      var at = mark.getBoundingClientRect().top;
      var best = null;
      var distance = Infinity;
      all(".margin-note").forEach(function (note) {
        var number = note.querySelector(".margin-note-number");
        if (!number || number.textContent.trim() !== mark.textContent.trim()) return;
        var rect = note.getBoundingClientRect();
        if (rect.height === 0 || rect.bottom < 0 || rect.top > innerHeight) return;
        if (Math.abs(rect.top - at) < distance) {
          distance = Math.abs(rect.top - at);
          best = note;
        }
      });
      return best;
    }

    function show(mark) {
      if (shownFor === mark) return clearTimeout(timer);
      hide();
      var note = byHash(mark.hash);
      if (!note) return;
      shownFor = mark;
      mark.classList.add("note-active");
      lit = marginNote(mark);
      if (lit) return lit.classList.add("note-active");
      fill(note, mark);
      place(mark);
      mark.setAttribute("aria-describedby", "note-preview");
    }

    function fill(note, mark) {
      var copy = note.cloneNode(true);
      all(".note-backs", copy).forEach(function (back) { back.remove(); });
      all("[id]", copy).forEach(function (child) { child.removeAttribute("id"); });
      all("a", copy).forEach(function (link) { link.tabIndex = -1; });
      box().replaceChildren(element("span", "note-preview-number", mark.textContent.trim() + " "));
      while (copy.firstChild) preview.append(copy.firstChild);
    }

    // Below the mark, above it where there is no room; kept inside the page's width.
    function place(mark) {
      preview.hidden = false;
      preview.style.left = preview.style.top = "0";
      var at = mark.getBoundingClientRect();
      var size = preview.getBoundingClientRect();
      var left = Math.max(12, Math.min(at.left - 16, root.clientWidth - size.width - 12));
      var top = at.bottom + 6;
      if (top + size.height > innerHeight && at.top - size.height - 6 > 0) top = at.top - size.height - 6;
      preview.style.left = left - size.left + "px";
      preview.style.top = top - size.top + "px";
    }

    marks.forEach(function (mark) {
      mark.addEventListener("pointerenter", function (event) {
        if (event.pointerType !== "touch") later(function () { show(mark); }, 100);
      });
      mark.addEventListener("pointerleave", function (event) {
        if (event.pointerType !== "touch") later(hide, 250);
      });
      mark.addEventListener("focus", function () { if (touched !== mark) show(mark); });
      mark.addEventListener("blur", function () { later(hide, 100); });
      mark.addEventListener("pointerdown", function (event) { touched = event.pointerType === "touch" ? mark : null; });
      // A first touch opens the preview in place; a second one follows the link.
      mark.addEventListener("click", function (event) {
        if (touched === mark && shownFor !== mark) {
          event.preventDefault();
          show(mark);
        } else {
          hide();
        }
        touched = null;
      });
    });
    document.addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
    document.addEventListener("pointerdown", function (event) {
      if (shownFor && !shownFor.contains(event.target) && !(preview && preview.contains(event.target))) hide();
    });
  }

  // ---- Copy buttons under the ready-made citations.

  function setUpCopying() {
    if (!navigator.clipboard) return;
    all(".cite-this details > p, .cite-this details > pre").forEach(function (text) {
      var button = element("button", "copy", words.copy);
      button.type = "button";
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(text.textContent.trim()).then(function () {
          button.textContent = words.copied;
          setTimeout(function () { button.textContent = words.copy; }, 2000);
        }, function () {
          getSelection().selectAllChildren(text);
        });
      });
      text.after(button);
    });
  }

  // ---- Print: folded parts open, the page's address at its foot.

  function setUpPrinting() {
    var opened = [];
    addEventListener("beforeprint", function () {
      all("main details:not([open])").forEach(function (fold) {
        fold.open = true;
        opened.push(fold);
      });
      var footer = document.querySelector(".site-footer");
      if (!footer || document.querySelector(".print-address")) return;
      var canonical = document.querySelector("link[rel='canonical']");
      var address = canonical ? canonical.href : location.protocol === "file:" ? "" : location.href;
      footer.append(element("p", "print-address", document.title + (address ? " · " + address : "")));
    });
    addEventListener("afterprint", function () {
      opened.forEach(function (fold) { fold.open = false; });
      opened = [];
    });
  }

  // ---- Search. Every word of the query must be found: Latin words as the beginning of a word, Chinese, Japanese and Korean
  // ones anywhere. Titles count most, then the titles of pages, then text.

  function setUpSearch() {
    var dialog = document.querySelector("dialog.search");
    var opener = document.querySelector(".search-open");
    var address = document.body.dataset.searchIndex;
    if (!dialog || !dialog.showModal || !address) return;
    var input = dialog.querySelector(".search-input");
    var status = dialog.querySelector(".search-status");
    var list = dialog.querySelector(".search-results");
    var SHOWN = 30;
    var entries = null;
    var state = "new";
    var timer = 0;

    function load() {
      if (state === "loading" || state === "ready") return;
      state = "loading";
      var script = document.createElement("script");
      script.src = address;
      script.onload = function () {
        var data = window.sourcebookSearch;
        var found = Array.isArray(data) ? data : data && (data.entries || data.pages);
        if (!Array.isArray(found)) return fail();
        entries = found.map(prepare);
        state = "ready";
        run();
      };
      script.onerror = fail;
      document.head.append(script);
    }

    function fail() {
      state = "failed";
      run();
    }

    function run() {
      var terms = parse(input.value);
      list.replaceChildren();
      if (state === "failed") return void (status.textContent = words.searchError);
      if (state === "loading") return void (status.textContent = words.searchLoading);
      if (!terms.length) return void (status.textContent = words.searchPrompt);
      var hits = find(entries, terms);
      hits.slice(0, SHOWN).forEach(function (hit) { list.append(result(hit.entry, terms)); });
      status.textContent = hits.length === 0 ? say(words.searchNone, { query: input.value.trim() })
        : hits.length === 1 ? words.searchOne
        : say(hits.length > SHOWN ? words.searchShown : words.searchMany, { count: hits.length, shown: SHOWN });
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
      var links = all("a", list);
      var at = links.indexOf(document.activeElement);
      var next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
      if (next === undefined || (at < 0 && event.key !== "ArrowDown")) return;
      if (!links.length || next >= links.length) return;
      event.preventDefault();
      (next < 0 ? input : links[next]).focus();
    }

    if (opener) {
      opener.hidden = false;
      opener.addEventListener("click", open);
    }
    input.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(run, 80);
    });
    input.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      clearTimeout(timer);
      run();
      var first = list.querySelector("a");
      if (first) first.click();
    });
    dialog.addEventListener("keydown", step);
    dialog.addEventListener("click", function (event) {
      var close = event.target === dialog || event.target.closest("a, .search-close");
      if (!close) return;
      if (event.target.closest(".search-close")) event.preventDefault();
      dialog.close();
    });
    document.addEventListener("keydown", function (event) {
      var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
      var slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
      var chord = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!slash && !chord) return;
      event.preventDefault();
      open();
    });
  }

  // Lower case, without accents, full-width forms as plain ones; dashes count as spaces.
  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase()
      .replace(/[-_/‐‑‒–—]/g, " ").replace(/[‘’]/g, "'");
  }

  function prepare(entry) {
    return { t: entry.t || "", u: entry.u || "", k: entry.k || "page", p: entry.p || "", b: entry.b || "",
      title: fold(entry.t || ""), page: fold(entry.p || ""), body: fold(entry.b || "") };
  }

  // A query as terms: each {text, han}; a run of Han, kana or hangul is a term of its own.
  function parse(query) {
    var terms = [];
    var runs = fold(query).match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー]+|[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]+/gu) || [];
    runs.forEach(function (run) {
      var han = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u.test(run);
      var text = han ? run : run.replace(/^["'“”(「『《、，。.,;:!?]+|["'“”)」』》、，。.,;:!?]+$/g, "");
      if (text && !terms.some(function (term) { return term.text === text; })) terms.push({ text: text, han: han });
    });
    return terms;
  }

  // How well a text holds a term: 0 not at all, 1 by most of its pairs of characters, 2 as a beginning, 3 as a whole word.
  function match(text, term) {
    if (term.han) {
      if (text.indexOf(term.text) >= 0) return 3;
      var pairs = pairsOf(term.text);
      var held = pairs.filter(function (pair) { return text.indexOf(pair) >= 0; }).length;
      return pairs.length > 1 && held / pairs.length >= 0.6 ? 1 : 0;
    }
    var best = 0;
    var size = term.text.length;
    for (var at = startOf(text, term.text, 0); at >= 0; at = startOf(text, term.text, at + 1)) {
      best = isWordAt(text, at + size) ? Math.max(best, 2) : 3;
      if (best === 3) break;
    }
    return best;
  }

  function pairsOf(text) {
    var signs = Array.from(text);
    return signs.slice(1).map(function (sign, index) { return signs[index] + sign; });
  }

  // Where a word of the text begins with the term, from a place on; -1 when nowhere.
  function startOf(text, term, from) {
    for (var at = text.indexOf(term, from); at >= 0; at = text.indexOf(term, at + 1)) {
      if (at === 0 || !isWordAt(text, at - 1) || !isWordAt(term, 0)) return at;
    }
    return -1;
  }

  function isWordAt(text, at) {
    return at < text.length && /[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{N}]/u.test(text.charAt(at));
  }

  function find(entries, terms) {
    var kinds = { page: 6, section: 4, figure: 3, table: 3, source: 2 };
    var hits = [];
    entries.forEach(function (entry, order) {
      var score = 0;
      for (var i = 0; i < terms.length; i++) {
        var title = match(entry.title, terms[i]);
        var page = match(entry.page, terms[i]);
        var body = match(entry.body, terms[i]);
        if (!title && !page && !body) return;
        score += title * 20 + page * 4 + body * 3;
      }
      // A page's title alone would bring every one of its sections.
      if (!terms.some(function (term) { return match(entry.title, term) || match(entry.body, term); })) return;
      hits.push({ entry: entry, score: score + (kinds[entry.k] || 0), order: order });
    });
    return hits.sort(function (a, b) { return b.score - a.score || a.order - b.order; });
  }

  function result(entry, terms) {
    var item = element("li");
    var link = element("a");
    link.href = (document.body.dataset.root || "") + entry.u;
    var title = element("span", "search-result-title");
    marked(title, entry.t, terms);
    link.append(title);
    var kind = words["kind" + entry.k.charAt(0).toUpperCase() + entry.k.slice(1)] || "";
    var place = entry.p && entry.p !== entry.t ? kind + " · " + entry.p : kind;
    link.append(" ", element("span", "search-result-place", place));
    if (entry.b) {
      var text = element("span", "search-result-text");
      marked(text, entry.b, terms, 150);
      link.append(" ", text);
    }
    item.append(link);
    return item;
  }

  // Puts text into a node with the terms in <mark>, cut to some 150 characters around the first of them.
  function marked(node, source, terms, room) {
    var text = source.normalize("NFC");
    var plain = "";
    var places = [];
    var at = 0;
    Array.from(text).forEach(function (sign) {
      var folded = fold(sign);
      for (var i = 0; i < folded.length; i++) places.push(at);
      plain += folded;
      at += sign.length;
    });
    places.push(text.length);

    var spans = [];
    terms.forEach(function (term) {
      var whole = plain.indexOf(term.text) >= 0;
      (term.han && !whole ? pairsOf(term.text) : [term.text]).forEach(function (piece) {
        var next = function (from) { return term.han ? plain.indexOf(piece, from) : startOf(plain, piece, from); };
        for (var hit = next(0), n = 0; hit >= 0 && n < 50; hit = next(hit + 1), n++) {
          spans.push([places[hit], places[hit + piece.length]]);
        }
      });
    });
    spans.sort(function (a, b) { return a[0] - b[0]; });

    var from = 0;
    var to = text.length;
    if (room && to > room) {
      from = spans.length ? Math.max(0, spans[0][0] - 40) : 0;
      if (from > 0) {
        var space = text.slice(from, from + 20).search(/\s/);
        if (space >= 0 && from + space < spans[0][0]) from += space + 1;
      }
      to = Math.min(text.length, from + room);
    }
    if (from > 0) node.append("… ");
    var done = from;
    spans.forEach(function (span) {
      if (span[1] > to || span[1] <= done) return;
      var start = Math.max(span[0], done);
      node.append(text.slice(done, start), element("mark", "", text.slice(start, span[1])));
      done = span[1];
    });
    node.append(text.slice(done, to));
    if (to < text.length) node.append(" …");
  }
})();
