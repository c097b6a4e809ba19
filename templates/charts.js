/* Live charts. Loaded with `defer` on pages that have charts; a classic script, fit for a strict
   Content-Security-Policy and for file://.

   What it finds:  <div class="chart" data-chart="fig-x"> with .chart-wide, .chart-narrow (each one prerendered svg) and
                   <script type="application/json" class="chart-live">{"wide": {width, height, option}, "narrow": …}</script>
                   <body data-echarts="…"> names the ECharts build.
   What it makes:  .chart-alive (the live drawing, in the place of the prerendered ones), .chart-help (instructions for the
                   keyboard, read by screen readers) and .chart-status (an aria-live region). The class `chart-is-live`
                   stands on .chart while the live drawing is shown.

   What the style sheet must say (nothing here writes styles, ECharts sets its own through the CSSOM):
     .chart-alive { display: none }
     .chart-is-live > .chart-alive { display: block }
     .chart-is-live > .chart-wide, .chart-is-live > .chart-narrow { display: none }
     @media print { .chart-is-live > .chart-alive { display: none } and .chart-wide shown }
     .chart-help, .chart-status: visually hidden
     .chart-alive:focus-visible: an outline
   The prerendered svgs take their colours from var(--chart-1) … var(--chart-6), var(--chart-text), var(--chart-muted),
   var(--chart-axis), var(--chart-grid), var(--chart-background) and var(--chart-grey) in presentation attributes: no class
   but .chart-svg (width: 100%; height: auto) is needed. */
(function () {
  'use strict';

  // Reserved colours of options and the variables they stand for; the same table as in src/charts/theme.rs.
  var RESERVED = {
    '#fe01c1': '--chart-1', '#fe01c2': '--chart-2', '#fe01c3': '--chart-3', '#fe01c4': '--chart-4',
    '#fe01c5': '--chart-5', '#fe01c6': '--chart-6', '#fe01d1': '--chart-text', '#fe01d2': '--chart-muted',
    '#fe01d3': '--chart-axis', '#fe01d4': '--chart-grid', '#fe01d5': '--chart-background', '#fe01d6': '--chart-grey', '#fe01d7': '--chart-on-grey',
    '#fe01a1': '--chart-on-1', '#fe01a2': '--chart-on-2', '#fe01a3': '--chart-on-3', '#fe01a4': '--chart-on-4',
    '#fe01a5': '--chart-on-5', '#fe01a6': '--chart-on-6', '#fe01e1': '--chart-step-1', '#fe01e2': '--chart-step-2',
    '#fe01e3': '--chart-step-3', '#fe01e4': '--chart-step-4', '#fe01e5': '--chart-step-5', '#fe02e1': '--chart-step-on-1',
    '#fe02e2': '--chart-step-on-2', '#fe02e3': '--chart-step-on-3', '#fe02e4': '--chart-step-on-4', '#fe02e5': '--chart-step-on-5',
    '#fe01b1': '--chart-low-1', '#fe01b2': '--chart-low-2', '#fe01b3': '--chart-low-3', '#fe02b1': '--chart-high-1',
    '#fe02b2': '--chart-high-2', '#fe02b3': '--chart-high-3', '#fe03b1': '--chart-pole-on-1', '#fe03b2': '--chart-pole-on-2',
    '#fe03b3': '--chart-pole-on-3'
  };
  var HELP = 'Interactive chart. Arrow keys move between values, Escape closes the tooltip. The table below has all data.';

  var live = [];
  var waiting = [];
  var loading = false;
  window.sourcebookCharts = live;

  function start() {
    var boxes = Array.prototype.slice.call(document.querySelectorAll('.chart[data-chart]'));
    if (!boxes.length || !(window.echarts || document.body.dataset.echarts)) return;
    if (!('IntersectionObserver' in window)) {
      boxes.forEach(wake);
      return;
    }
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        observer.unobserve(entry.target);
        wake(entry.target);
      });
    }, { rootMargin: '200px' });
    boxes.forEach(function (box) { observer.observe(box); });
  }

  /* Draws a chart as soon as ECharts is there; asks for ECharts when nobody has. */
  function wake(box) {
    if (window.echarts) {
      draw(box);
      return;
    }
    waiting.push(box);
    if (loading) return;
    loading = true;
    var script = document.createElement('script');
    script.src = document.body.dataset.echarts;
    script.onload = function () {
      waiting.splice(0).forEach(draw);
    };
    document.head.appendChild(script);
  }

  function draw(box) {
    var data = box.querySelector('script.chart-live');
    if (!data) return;
    var chart;
    try {
      chart = { box: box, renderings: JSON.parse(data.textContent), instance: null, name: '', at: null };
      build(chart);
    } catch (error) {
      // The prerendered chart stays: nothing is lost but the interaction.
      if (chart && chart.instance) chart.instance.dispose();
      box.classList.remove('chart-is-live');
      return;
    }
    live.push(chart);
    // A frame later: painting inside the observer would resize what it observes.
    if ('ResizeObserver' in window) {
      new ResizeObserver(function () { requestAnimationFrame(function () { resize(chart); }); }).observe(box);
    }
  }

  function build(chart) {
    var box = chart.box;
    var name = box.dataset.chart;
    var figure = box.closest('figure');
    var svg = box.querySelector('svg[aria-label]');
    chart.alive = element('div', 'chart-alive', {
      tabindex: '0', role: 'application', 'aria-roledescription': 'interactive chart',
      'aria-label': svg ? svg.getAttribute('aria-label') : 'Chart', 'aria-describedby': name + '-help'
    });
    var help = element('p', 'chart-help', { id: name + '-help' });
    help.textContent = (figure && figure.dataset.chartHelp) || HELP;
    chart.status = element('p', 'chart-status', { 'aria-live': 'polite' });
    [chart.alive, help, chart.status].forEach(function (part) { box.appendChild(part); });
    chart.alive.addEventListener('keydown', function (event) { press(chart, event); });
    chart.alive.addEventListener('blur', function () { hide(chart); });
    box.classList.add('chart-is-live');
    paint(chart);
  }

  function element(tag, name, attributes) {
    var made = document.createElement(tag);
    made.className = name;
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    return made;
  }

  /* The rendering that the style sheet would show: the one whose prerendered svg is not hidden. */
  function fitting(chart) {
    var narrow = chart.box.querySelector('.chart-narrow');
    var shown = chart.box.classList.contains('chart-is-live');
    if (shown) chart.box.classList.remove('chart-is-live');
    var isNarrow = narrow && narrow.getClientRects().length > 0;
    var prerendered = chart.box.querySelector(isNarrow ? '.chart-narrow svg' : '.chart-wide svg');
    var size = prerendered ? prerendered.getBoundingClientRect() : null;
    if (shown) chart.box.classList.add('chart-is-live');
    return { name: isNarrow ? 'narrow' : 'wide', size: size };
  }

  function paint(chart) {
    var fit = fitting(chart);
    var rendering = chart.renderings[fit.name];
    var scale = fit.size && fit.size.width ? fit.size.width / rendering.width : 1;
    if (chart.instance) chart.instance.dispose();
    chart.alive.textContent = '';
    chart.name = fit.name;
    chart.width = fit.size ? fit.size.width : rendering.width;
    chart.at = null;
    // The live chart stands in the coordinates of the prerendered one, scaled as that was: nothing jumps.
    chart.instance = window.echarts.init(chart.alive, null, {
      renderer: 'svg', width: rendering.width, height: rendering.height
    });
    registerMaps(rendering.option);
    chart.option = themed(rendering.option, chart.box);
    chart.instance.setOption(interactive(chart.option, chart.box));
    fill(chart, rendering, scale);
    chart.points = points(chart);
  }

  /* The regions of a map travel with its option. */
  function registerMaps(option) {
    Object.keys(option.maps || {}).forEach(function (name) {
      if (!window.echarts.getMap(name)) window.echarts.registerMap(name, option.maps[name]);
    });
  }

  /* Has the drawing fill its box by a viewBox, as the prerendered svg does. */
  function fill(chart, rendering, scale) {
    var inner = chart.alive.firstElementChild;
    var svg = chart.alive.querySelector('svg');
    if (!inner || !svg) return;
    if (Math.abs(scale - 1) > 0.002) {
      inner.style.width = rendering.width + 'px';
      inner.style.transformOrigin = '0 0';
      inner.style.transform = 'scale(' + scale + ')';
    }
    chart.alive.style.height = Math.round(rendering.height * scale * 100) / 100 + 'px';
    chart.alive.style.overflow = 'hidden';
    svg.setAttribute('aria-hidden', 'true');
  }

  /* A copy of an option with the reserved colours as computed colours and the page's typeface. */
  function themed(option, box) {
    var style = getComputedStyle(box);
    var colours = {};
    Object.keys(RESERVED).forEach(function (hex) {
      colours[hex] = style.getPropertyValue(RESERVED[hex]).trim() || hex;
    });
    var copy = JSON.parse(JSON.stringify(option), function (key, value) {
      return typeof value === 'string' && colours[value] ? colours[value] : value;
    });
    copy.textStyle = copy.textStyle || {};
    copy.textStyle.fontFamily = style.fontFamily;
    return copy;
  }

  /* What only the live chart has: tooltips as text (no HTML, no inline styles). Nothing is animated, as at ONS: so the
     live chart looks like the prerendered one from its first frame, whatever motion the reader prefers. */
  function interactive(option, box) {
    var style = getComputedStyle(box);
    var colour = function (name) { return style.getPropertyValue(name).trim() || undefined; };
    option.animation = false;
    option.tooltip = Object.assign({
      trigger: 'item', renderMode: 'richText', confine: true, formatter: tooltip, transitionDuration: 0,
      backgroundColor: colour('--chart-background'), borderColor: colour('--chart-axis'), borderWidth: 1,
      padding: [6, 9], textStyle: { color: colour('--chart-text'), fontSize: 13, fontFamily: style.fontFamily, lineHeight: 18 }
    }, option.tooltip, { renderMode: 'richText' });
    return option;
  }

  /* "Talkie, 8-Week Retention: 41%" in two lines. */
  function tooltip(params) {
    var words = describe(params);
    return (words.head ? words.head + '\n' : '') + words.value;
  }

  function describe(params) {
    var item = params.data;
    var text = item && typeof item === 'object' && !Array.isArray(item) && item.text;
    var value = text || (Array.isArray(params.value) ? params.value.join(', ') : params.value);
    var plain = function (words) { return words === undefined || words === null ? '' : String(words).replace(/[{}]/g, '').replace(/\n/g, ' '); };
    var heads = [params.name, params.seriesName].map(plain).filter(function (head, place, all) {
      return head && all.indexOf(head) === place && head.indexOf('series\u0000') !== 0;
    });
    return { head: heads.join(', '), value: plain(value) };
  }

  /* All values in reading order, for the arrow keys. */
  function points(chart) {
    var found = [];
    var model = chart.instance.getModel();
    model.eachSeries(function (series) {
      if (series.get('silent')) return; // bands and pillows, which carry no values of their own
      var data = series.getData();
      for (var index = 0; index < data.count(); index += 1) {
        var params = series.getDataParams(index);
        var value = Array.isArray(params.value) ? params.value : [params.value];
        if (value.some(function (part) { return part === null || part === undefined || part === '-'; })) continue;
        found.push({ seriesIndex: series.seriesIndex, dataIndex: params.dataIndex, words: describe(params) });
      }
    });
    return found;
  }

  function press(chart, event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    var last = chart.points.length - 1;
    var at = chart.at;
    switch (event.key) {
      case 'ArrowRight': at = at === null ? 0 : Math.min(at + 1, last); break;
      case 'ArrowLeft': at = at === null ? last : Math.max(at - 1, 0); break;
      case 'ArrowDown': at = other(chart, 1); break;
      case 'ArrowUp': at = other(chart, -1); break;
      case 'Home': at = 0; break;
      case 'End': at = last; break;
      case 'Escape': if (chart.at !== null) { event.preventDefault(); hide(chart); } return;
      default: return;
    }
    event.preventDefault();
    if (last < 0) return;
    show(chart, at);
  }

  /* The same place in the next or previous series; in a single series the next or previous value. */
  function other(chart, step) {
    var all = chart.points;
    if (chart.at === null) return step > 0 ? 0 : all.length - 1;
    var here = all[chart.at];
    var series = here.seriesIndex + step;
    var there = all.findIndex(function (point) { return point.seriesIndex === series && point.dataIndex === here.dataIndex; });
    if (there < 0) there = all.findIndex(function (point) { return point.seriesIndex === series; });
    return there >= 0 ? there : Math.min(Math.max(chart.at + step, 0), all.length - 1);
  }

  function show(chart, at) {
    var before = chart.at === null ? null : chart.points[chart.at];
    var point = chart.points[at];
    if (before) chart.instance.dispatchAction({ type: 'downplay', seriesIndex: before.seriesIndex, dataIndex: before.dataIndex });
    chart.at = at;
    chart.instance.dispatchAction({ type: 'highlight', seriesIndex: point.seriesIndex, dataIndex: point.dataIndex });
    chart.instance.dispatchAction({ type: 'showTip', seriesIndex: point.seriesIndex, dataIndex: point.dataIndex });
    chart.status.textContent = (point.words.head ? point.words.head + ': ' : '') + point.words.value;
  }

  function hide(chart) {
    if (chart.at === null) return;
    var point = chart.points[chart.at];
    chart.at = null;
    chart.instance.dispatchAction({ type: 'downplay', seriesIndex: point.seriesIndex, dataIndex: point.dataIndex });
    chart.instance.dispatchAction({ type: 'hideTip' });
    chart.status.textContent = '';
  }

  function resize(chart) {
    if (printing) return;
    var fit = fitting(chart);
    if (!fit.size || !fit.size.width) return;
    if (fit.name !== chart.name || Math.abs(fit.size.width - chart.width) > 0.5) paint(chart);
  }

  function repaint() {
    live.forEach(paint);
  }

  var printing = false;
  window.addEventListener('beforeprint', function () {
    printing = true;
    live.forEach(function (chart) { chart.box.classList.remove('chart-is-live'); });
  });
  window.addEventListener('afterprint', function () {
    printing = false;
    live.forEach(function (chart) { chart.box.classList.add('chart-is-live'); });
  });
  new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  var dark = matchMedia('(prefers-color-scheme: dark)');
  if (dark.addEventListener) dark.addEventListener('change', repaint);

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
