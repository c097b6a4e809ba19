/*
 * The client of `sourcebook serve`, which adds this script to the pages it serves; no site holds it.
 *
 * Reads what the page was served as (data-page, data-styles), and from a stream of events what it looks like now and which errors
 * the last build had: {page, styles, faults: null or {summary, more, findings: [{rule, severity, message, place, excerpt}]}}.
 * Loads the page again, where the reader was; changes style sheets in place; shows errors over the page as long as there are any.
 */
(function () {
  "use strict";
  var script = document.currentScript;
  var page = script.dataset.page;
  var styles = lines(script.dataset.styles);
  var KEY = "sourcebook-serve";
  var STYLE = new URL("client.css", script.src).href;
  var source = null;
  var panel = null;
  var leaving = false;

  function lines(text) {
    return text ? text.split("\n") : [];
  }

  // ---- The stream. Browsers allow six connections to a server, so pages that nobody sees hold none.

  function connect() {
    if (source || leaving || document.visibilityState === "hidden") return;
    source = new EventSource("/__sourcebook/events?page=" + encodeURIComponent(location.pathname));
    source.onmessage = function (event) { follow(JSON.parse(event.data)); };
    source.onerror = function () {
      // Refused for good, for example by too many pages: asked again later. Otherwise the browser connects again by itself.
      if (source && source.readyState === EventSource.CLOSED) {
        disconnect();
        setTimeout(connect, 2000);
      }
    };
  }

  function disconnect() {
    if (source) source.close();
    source = null;
  }

  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") disconnect();
    else connect();
  });
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    leaving = false;
    connect();
  });

  function follow(now) {
    show(now.faults);
    // The last good page stays.
    if (now.faults || leaving) return;
    if (now.page !== page || now.styles.length !== styles.length) reload();
    else if (now.styles.join("\n") !== styles.join("\n")) restyle(now.styles);
  }

  // ---- Loading again: the same place, the same folds open, the same element in focus.

  function reload() {
    leaving = true;
    disconnect();
    remember();
    location.reload();
  }

  function remember() {
    var anchors = Array.from(document.querySelectorAll("main [id]")).filter(function (one) {
      var box = one.getBoundingClientRect();
      return box.height > 0 && box.top <= 8;
    });
    var anchor = anchors.pop();
    var active = document.activeElement;
    var kept = {
      path: location.pathname,
      x: scrollX,
      y: scrollY,
      anchor: anchor ? anchor.id : null,
      offset: anchor ? anchor.getBoundingClientRect().top : 0,
      folds: folds().map(function (fold) { return fold.open; }),
      focus: active && active !== document.body ? active.id : ""
    };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
      history.scrollRestoration = "manual";
    } catch (refused) { /* the browser then does what it does */ }
  }

  function folds() {
    return Array.from(document.querySelectorAll("main details"));
  }

  function recall() {
    var kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch (refused) { /* nothing is kept */ }
    if (!kept || kept.path !== location.pathname) return;
    var moved = false;
    function back() {
      if (moved) return;
      var there = folds();
      if (there.length === kept.folds.length) there.forEach(function (fold, index) { fold.open = kept.folds[index]; });
      var anchor = kept.anchor && document.getElementById(kept.anchor);
      var y = anchor ? scrollY + anchor.getBoundingClientRect().top - kept.offset : kept.y;
      scrollTo({ left: kept.x, top: y, behavior: "instant" });
    }
    ["wheel", "touchstart", "keydown", "pointerdown"].forEach(function (kind) {
      addEventListener(kind, function () { moved = true; }, { once: true, passive: true });
    });
    back();
    var focus = kept.focus && document.getElementById(kept.focus);
    if (focus) focus.focus({ preventScroll: true });
    // Once more when pictures and fonts have their sizes; then the browser's own way is back.
    function last() {
      back();
      history.scrollRestoration = "auto";
    }
    if (document.readyState === "complete") last();
    else addEventListener("load", last, { once: true });
  }

  // ---- Style sheets: the new one takes effect before the old one goes, so nothing flashes.

  function restyle(now) {
    var links = Array.from(document.querySelectorAll("link")).filter(function (link) {
      return link.relList.contains("stylesheet");
    });
    if (links.length !== now.length) {
      reload();
      return;
    }
    var waiting = 0;
    now.forEach(function (href, index) {
      if (href === styles[index]) return;
      var old = links[index];
      var fresh = old.cloneNode();
      waiting += 1;
      fresh.onload = function () {
        old.remove();
        waiting -= 1;
        if (!waiting) repaint();
      };
      // It is gone again: a newer one is on its way.
      fresh.onerror = function () { fresh.remove(); };
      fresh.href = href;
      old.after(fresh);
    });
    styles = now;
  }

  // Live charts take their colours from the style sheet when the theme changes.
  function repaint() {
    var root = document.documentElement;
    var theme = root.getAttribute("data-theme");
    root.setAttribute("data-theme", theme || "light");
    if (!theme) root.removeAttribute("data-theme");
  }

  // ---- Errors. Everything that comes from the report is text, never markup.

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function show(faults) {
    if (!faults) {
      if (panel) panel.host.remove();
      panel = null;
      return;
    }
    if (!panel) panel = open();
    panel.title.textContent = "The report has errors: " + faults.summary;
    panel.list.replaceChildren.apply(panel.list, faults.findings.map(finding));
    if (faults.more) {
      var rest = element("li");
      rest.append(element("p", "", "and " + faults.more + " more: the terminal shows all"));
      panel.list.append(rest);
    }
  }

  function open() {
    var host = document.createElement("div");
    host.id = "sourcebook-errors";
    var shadow = host.attachShadow({ mode: "open" });
    var style = element("link");
    style.rel = "stylesheet";
    style.href = STYLE;
    var box = element("section", "panel");
    box.hidden = true;
    style.onload = function () { box.hidden = false; };
    var bar = element("div", "bar");
    var title = element("h2");
    title.id = "title";
    box.setAttribute("aria-labelledby", "title");
    box.lang = "en";
    box.dir = "ltr";
    var note = element("p", "", "The page behind is the last one without errors.");
    var fold = element("button", "", "Hide");
    fold.type = "button";
    fold.setAttribute("aria-expanded", "true");
    fold.setAttribute("aria-controls", "findings");
    var list = element("ul", "findings");
    list.id = "findings";
    list.tabIndex = 0;
    list.setAttribute("aria-labelledby", "title");
    list.setAttribute("role", "list");
    fold.addEventListener("click", function () {
      list.hidden = !list.hidden;
      fold.textContent = list.hidden ? "Show" : "Hide";
      fold.setAttribute("aria-expanded", String(!list.hidden));
    });
    title.setAttribute("aria-live", "polite");
    bar.append(title, note, fold);
    box.append(bar, list);
    shadow.append(style, box);
    document.body.append(host);
    return { host: host, title: title, list: list };
  }

  function finding(one) {
    var item = element("li");
    var head = element("p");
    head.append(element("span", "severity " + one.severity, one.severity), " ", element("code", "", "[" + one.rule + "]"), " ");
    if (one.place) head.append(element("code", "place", one.place), " ");
    item.append(head, element("p", "message", one.message));
    if (one.excerpt) {
      var excerpt = element("pre", "", one.excerpt);
      excerpt.tabIndex = 0;
      excerpt.setAttribute("role", "group");
      excerpt.setAttribute("aria-label", "Excerpt");
      item.append(excerpt);
    }
    return item;
  }

  recall();
  connect();
})();
