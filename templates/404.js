// Finds the site's root from whatever address was asked for: the first folder above it that has the site's style sheet.
(function () {
  var body = document.body, path = location.pathname, roots = [];
  var own = path.slice(0, path.lastIndexOf("/") + 1), parts = own.split("/");
  function add(root) { if (roots.indexOf(root) < 0 && roots.length < 12) roots.push(root); }
  if (/\/404(\.html)?$/.test(path)) add(own);
  if (location.protocol !== "file:") {
    if (body.dataset.base && own.indexOf(body.dataset.base) === 0) add(body.dataset.base);
    if (/\.(github|gitlab)\.io$/.test(location.hostname) && parts[1]) add("/" + parts[1] + "/");
    for (var i = 1; i < parts.length; i++) add(parts.slice(0, i).join("/") + "/");
  }
  function settle(root) {
    body.dataset.root = root;
    body.dataset.searchIndex = root + body.dataset.searchIndex;
    document.querySelectorAll("a[data-path]").forEach(function (link) { link.href = root + link.dataset.path; });
    var script = document.createElement("script");
    script.src = root + body.dataset.script;
    document.head.appendChild(script);
  }
  function attempt(index) {
    if (index >= roots.length) return;
    var link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = roots[index] + body.dataset.css;
    link.onload = function () { settle(roots[index]); };
    link.onerror = function () { link.remove(); attempt(index + 1); };
    document.head.appendChild(link);
  }
  attempt(0);
})();
