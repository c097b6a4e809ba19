/* Live charts. Loaded with `defer` on pages that have charts; a classic script, fit for a strict
   Content-Security-Policy and for file://.

   What it finds:  <div class="chart" data-chart="fig-x"> with .chart-wide, .chart-narrow (each one prerendered svg) and
                   <script type="application/json" class="chart-live">{"wide": {width, height, option}, "narrow": …}</script>
                   <body data-echarts="…"> names the ECharts build; buttons [data-chart-action] in the figure's foot.
                   "advances" of the JSON are the widths by which the build laid text out, so that the live chart has the same
                   places; "unit" is what values lack; option.sourcebook has the language's marks for numbers.
   What it makes:  .chart-alive (the live drawing, in the place of the prerendered ones), .chart-help (instructions for the
                   keyboard, read by screen readers) and .chart-status (an aria-live region), .chart-reset (a button, hidden until the chart is zoomed). The class
                   `chart-is-live` stands on .chart while the live drawing is shown; then `figure-is-live` stands on its figure.

   What the style sheet must say (nothing here writes styles, ECharts sets its own through the CSSOM):
     .chart-alive { display: none }
     .chart-is-live > .chart-alive { display: block }
     .chart-is-live > .chart-wide, .chart-is-live > .chart-narrow { display: none }
     @media print { .chart-is-live > .chart-alive { display: none } and .chart-wide shown }
     .chart-help, .chart-status: visually hidden
     .chart-alive:focus-visible: an outline, and the .chart-help after it shown
     [data-chart-action] { visibility: hidden } and .figure-is-live [data-chart-action] { visibility: visible }
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
  var WORDS = {
    chart_help: 'Interactive chart. Arrow keys move between values, Escape closes the tooltip. The table below has all data.',
    chart_help_zoom: 'Plus and minus zoom, zero shows all.',
    chart_help_series: 'Number keys hide and show series.',
    chart_all: 'Show all',
    chart_hidden: '{name} is hidden.',
    chart_shown: '{name} is shown.'
  };
  // Lines of more points than this can be zoomed.
  var LONG = 60;
  // Series whose items are joined by links.
  var LINKED = ['tree', 'graph', 'sankey'];

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

  /* A phrase in the page's language. */
  function words(chart, key, name) {
    if (!chart.words) {
      var figure = chart.box.closest('figure');
      var own = figure && figure.dataset.chartWords ? JSON.parse(figure.dataset.chartWords) : {};
      chart.words = Object.assign({}, WORDS, own);
    }
    return chart.words[key].replace('{name}', name);
  }

  /* Has ECharts measure text as the build did: the same words in the same places. Other text is measured by the browser. */
  var advances = {};
  var ruler = null;
  function measure(text, font) {
    var size = parseFloat((/([\d.]+)px/.exec(font) || [0, 12])[1]);
    var bold = /bold|^[6-9]00/.test(font) ? 1.06 : 1;
    var sum = 0;
    for (var char of text) {
      if (!(char in advances)) {
        ruler = ruler || document.createElement('canvas').getContext('2d');
        ruler.font = font;
        return { width: ruler.measureText(text).width };
      }
      sum += advances[char];
    }
    return { width: sum * size * bold / 1000 };
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
      var known = chart.renderings.advances || {};
      Object.keys(known).forEach(function (char) { advances[char] = known[char]; });
      window.echarts.setPlatformAPI({ measureText: measure });
      build(chart);
    } catch (error) {
      // The prerendered chart stays: nothing is lost but the interaction.
      if (chart && chart.instance) chart.instance.dispose();
      box.classList.remove('chart-is-live');
      if (chart && chart.figure) chart.figure.classList.remove('figure-is-live');
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
    chart.figure = box.closest('figure');
    var svg = box.querySelector('svg[aria-label]');
    chart.alive = element('div', 'chart-alive', {
      tabindex: '0', role: 'application', 'aria-roledescription': 'interactive chart',
      'aria-label': svg ? svg.getAttribute('aria-label') : 'Chart', 'aria-describedby': name + '-help'
    });
    var help = element('p', 'chart-help', { id: name + '-help' });
    chart.status = element('p', 'chart-status', { 'aria-live': 'polite' });
    chart.reset = element('button', 'chart-reset', { type: 'button' });
    chart.reset.textContent = words(chart, 'chart_all');
    chart.reset.hidden = true;
    chart.reset.addEventListener('click', function () {
      zoom(chart, 0, 100);
      chart.alive.focus();
    });
    [chart.alive, help, chart.status, chart.reset].forEach(function (part) { box.appendChild(part); });
    chart.alive.addEventListener('keydown', function (event) { press(chart, event); });
    chart.alive.addEventListener('blur', function () { hide(chart); });
    box.classList.add('chart-is-live');
    paint(chart);
    help.textContent = [words(chart, 'chart_help')].concat(
      chart.long ? words(chart, 'chart_help_zoom') : [], legend(chart).length > 1 ? words(chart, 'chart_help_series') : []).join(' ');
    buttons(chart);
  }

  /* The buttons in the figure's foot; their room was kept, so nothing moves when they appear. */
  function buttons(chart) {
    if (!chart.figure) return;
    chart.figure.classList.add('figure-is-live');
    var on = function (action, work) {
      var button = chart.figure.querySelector('[data-chart-action="' + action + '"]');
      if (button) button.addEventListener('click', work);
      return button;
    };
    on('png', function () { picture(chart); });
    var full = on('full-screen', function () { chart.figure.requestFullscreen(); });
    if (full && !document.fullscreenEnabled) full.hidden = true;
    document.addEventListener('fullscreenchange', function () { fitScreen(chart); });
  }

  /* On the full screen the chart is as large as its foot and head leave room for. */
  function fitScreen(chart) {
    var full = document.fullscreenElement === chart.figure;
    chart.box.style.maxInlineSize = '';
    if (full) {
      var rendering = chart.renderings[chart.name];
      var room = innerHeight - (chart.figure.scrollHeight - chart.box.offsetHeight);
      chart.box.style.maxInlineSize = Math.max(320, Math.floor(room * rendering.width / rendering.height)) + 'px';
    }
    resize(chart);
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
      renderer: 'svg', width: rendering.width, height: rendering.height, locale: locale(rendering.option)
    });
    registerMaps(rendering.option);
    chart.option = interactive(chart, themed(rendering.option, chart.box));
    chart.instance.setOption(chart.option);
    fill(chart, rendering, scale);
    chart.points = points(chart);
    chart.hidden = {};
    chart.reset.hidden = true;
    chart.window = [0, 100];
    chart.instance.on('datazoom', function () { setTimeout(function () { zoomed(chart); }, 0); });
    chart.instance.on('legendselectchanged', function (event) {
      Object.keys(event.selected).forEach(function (name) { chart.hidden[name] = !event.selected[name]; });
      setTimeout(function () { chart.points = points(chart); chart.at = null; }, 0);
    });
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

  /* A custom property as a colour that ECharts can read, whatever it was written as: `CanvasText` becomes rgb(…). */
  function colour(box, name) {
    var probe = element('span', 'chart-status', {});
    probe.style.forcedColorAdjust = 'none';
    probe.style.color = 'var(' + name + ')';
    box.appendChild(probe);
    var found = getComputedStyle(probe).color;
    box.removeChild(probe);
    return found;
  }

  /* The page's typeface. ECharts writes it into an attribute as it stands, so it may hold no double quote. */
  function typeface(box) {
    return getComputedStyle(box).fontFamily.replace(/"/g, "'");
  }

  /* A copy of an option with the reserved colours as computed colours and the page's typeface. */
  function themed(option, box) {
    var colours = {};
    Object.keys(RESERVED).forEach(function (hex) { colours[hex] = colour(box, RESERVED[hex]); });
    var copy = JSON.parse(JSON.stringify(option), function (key, value) {
      return typeof value === 'string' && colours[value] ? colours[value] : value;
    });
    copy.textStyle = copy.textStyle || {};
    copy.textStyle.fontFamily = typeface(box);
    localize(copy);
    return copy;
  }

  /* Numbers on axes as the page's language writes them, with a true minus sign; the same functions stand in
     src/charts/engine.js. */
  function written(value, marks) {
    if (typeof value !== 'number' || /[^-\d.]/.test(String(value))) return String(value);
    var parts = String(value).split('.');
    var whole = parts[0].replace(/\B(?=(\d{3})+$)/g, marks.group).replace('-', '\u2212');
    return whole + (parts[1] ? marks.decimal + parts[1] : '');
  }

  /* A tick that says its own magnitude: `10M`. */
  function short(value, marks, scales) {
    var fit = (scales || []).filter(function (scale) { return value >= 1e6 && value >= Math.pow(10, scale[1]); }).pop();
    if (!fit) return written(value, marks);
    return written(Number((value / Math.pow(10, fit[1])).toPrecision(12)), marks) + fit[0];
  }

  /* The names of months that an option brings along. */
  function locale(option) {
    var months = option.sourcebook && option.sourcebook.months;
    return months ? { time: { month: months, monthAbbr: months } } : undefined;
  }

  function localize(option) {
    var marks = option.sourcebook || { decimal: '.', group: ',' };
    ['xAxis', 'yAxis', 'radiusAxis', 'angleAxis', 'singleAxis', 'parallelAxis'].forEach(function (key) {
      [].concat(option[key] || []).forEach(function (axis) {
        var lines = (axis.axisLabel || {}).lines;
        if (lines) {
          axis.axisLabel = Object.assign({}, axis.axisLabel, {
            formatter: function (name) { return lines[axis.data.indexOf(name)] || name; }
          });
        }
        if (['value', 'log'].indexOf(axis.type || (axis.data ? 'category' : 'value')) < 0) return;
        var label = axis.axisLabel || {};
        var form = label.formatter || '{value}';
        if (typeof form !== 'string') return;
        var own = label.grouped === false ? Object.assign({}, marks, { group: '' }) : marks;
        axis.axisLabel = Object.assign({}, label, {
          formatter: function (value) { return form.replace('{value}', short(value, own, label.short)); }
        });
      });
    });
  }

  /* What only the live chart has: tooltips as text (no HTML, no inline styles), zoom of long lines. Nothing is animated, as
     at ONS: so the live chart looks like the prerendered one from its first frame, whatever motion the reader prefers. */
  function interactive(chart, option) {
    var box = chart.box;
    var face = typeface(box);
    option.animation = false;
    option.tooltip = Object.assign({
      trigger: 'item', confine: true, formatter: function (params) { return tooltip(chart, params); }, transitionDuration: 0,
      backgroundColor: colour(box, '--chart-background'), borderColor: colour(box, '--chart-axis'), borderWidth: 1,
      padding: [6, 9], textStyle: { color: colour(box, '--chart-text'), fontSize: 13, fontFamily: face, lineHeight: 18 }
    }, option.tooltip, { renderMode: 'richText' });
    chart.long = isLong(option);
    if (chart.long && !option.dataZoom) {
      // The wheel alone scrolls the page; with Ctrl it zooms, as it does in maps.
      option.dataZoom = [{ type: 'inside', xAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true,
        preventDefaultMouseMove: false, minSpan: Math.min(100, 1000 / chart.long) }];
    }
    return option;
  }

  /* How many points the longest line of a chart has, if it is one of long lines in one panel; else 0. */
  function isLong(option) {
    // What annotates hangs on series without values of their own.
    var series = [].concat(option.series || []).filter(function (one) { return !one.silent; });
    if ([].concat(option.xAxis || []).length !== 1 || !series.every(function (one) { return one.type === 'line'; })) return 0;
    var longest = Math.max.apply(null, series.map(function (one) { return (one.data || []).length; }));
    return longest > LONG ? longest : 0;
  }

  function zoom(chart, start, end) {
    if (!chart.long) return;
    var span = Math.min(100, Math.max(end - start, Math.min(100, 1000 / chart.long)));
    start = Math.min(Math.max(start, 0), 100 - span);
    chart.instance.dispatchAction({ type: 'dataZoom', dataZoomIndex: 0, start: start, end: start + span });
    zoomed(chart);
  }

  /* After a zoom: lines end at the panel's edge, and there is a way back. */
  function zoomed(chart) {
    var now = chart.instance.getOption().dataZoom[0];
    var all = now.end - now.start > 99.9;
    chart.window = [now.start, now.end];
    if (chart.reset.hidden === all) return;
    chart.reset.hidden = all;
    chart.instance.setOption({ series: [].concat(chart.option.series).map(function (one) { return { clip: all ? one.clip !== false : true }; }) });
  }

  /* Where a point stands between the first and the last of its series, in percent. */
  function place(chart, point) {
    var data = chart.instance.getModel().getSeriesByIndex(point.seriesIndex).getData();
    var dimension = data.mapDimension('x');
    var extent = data.getDataExtent(dimension);
    var at = data.get(dimension, data.indexOfRawIndex(point.dataIndex));
    return extent[1] > extent[0] ? 100 * (at - extent[0]) / (extent[1] - extent[0]) : 50;
  }

  /* "Talkie, 8-Week Retention: 41%" in two lines. */
  function tooltip(chart, params) {
    var words = describe(chart, params);
    var source = chart.figure && chart.figure.querySelector('.figure-source');
    var lines = [words.head, words.value, source ? source.textContent : ''].map(plain).filter(Boolean).map(literal);
    return [].concat.apply([], lines.map(function (line) { return folded(line, 250, function (words) { return measure(words, '13px sans-serif').width; }); })).join('\n');
  }

  /* Words in one line. */
  function plain(words) {
    return words === undefined || words === null ? '' : String(words).replace(/\s+/g, ' ').trim();
  }

  /* Braces, which ECharts reads as its own marks, become look-alikes, as in the labels that the build writes. */
  function literal(words) {
    return words.replace(/\{/g, '\u2774').replace(/\}/g, '\u2775');
  }

  /* The parts of a value: of a record of a dataset those that its series draws, without the one that names it. */
  function parts(chart, params, series) {
    var own = [].concat(chart.option.series)[params.seriesIndex] || {};
    if (own.data || !chart.option.dataset || !series) return [].concat(params.value);
    var encode = params.encode || {};
    var base = series.getBaseAxis && series.getBaseAxis();
    var names = encode.itemName || (base && base.type === 'category' && encode[base.dim]) || [];
    var drawn = encode.tooltip || encode.value || [].concat(encode.x || [], encode.y || []);
    if (!drawn.length) drawn = params.dimensionNames.map(function (name, at) { return at; });
    return drawn.filter(function (at) { return names.indexOf(at) < 0; }).map(function (at) {
      return Array.isArray(params.value) ? params.value[at] : (params.value || {})[params.dimensionNames[at]];
    });
  }

  function describe(chart, params) {
    var item = params.data;
    var series = chart.instance.getModel().getSeriesByIndex(params.seriesIndex);
    var text = item && typeof item === 'object' && !Array.isArray(item) && item.text;
    var marks = chart.option.sourcebook || { decimal: '.', group: ',' };
    var value = text || parts(chart, params, series).filter(function (part) { return !isMissing(part); }).map(function (part) { return written(part, marks); }).join('; ');
    var unit = chart.renderings.unit;
    // A bare number gets the unit of its field.
    if (unit && /^[-+\u2212]?[\d.,\u202f\u00a0 ]+$/.test(value)) value = value.replace(/^[-+\u2212]?/, function (sign) { return sign + unit[0]; }) + unit[1];
    var panel = (chart.option.sourcebookPanels || [])[series ? series.get('xAxisIndex') || 0 : 0];
    var heads = [panel, params.name, params.seriesName].map(plain).filter(function (head, place, all) {
      return head && all.indexOf(head) === place && head.indexOf('series\u0000') !== 0;
    });
    return { head: heads.join(', '), value: heads.indexOf(plain(value)) < 0 ? plain(value) : '' };
  }

  function isMissing(part) {
    return part === null || part === undefined || part === '-' || part !== part;
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
        // Gaps between arcs are no values.
        if (params.data && params.data.tooltip && params.data.tooltip.show === false) continue;
        if (LINKED.indexOf(series.subType) >= 0) {
          // What stands in links needs no value of its own to be worth saying; the root of all roots has no name.
          if (!params.name) continue;
          if (series.subType === 'sankey' && isMissing(params.value)) params.value = data.getItemLayout(index).value;
        } else if ([].concat(params.value).some(isMissing)) continue;
        found.push({ seriesIndex: series.seriesIndex, dataIndex: params.dataIndex, words: describe(chart, params) });
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
      case '+': case '=': case '-': case '0': if (chart.long) { event.preventDefault(); pressZoom(chart, event.key); } return;
      case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
        if (toggle(chart, Number(event.key) - 1)) event.preventDefault();
        return;
      case 'Escape': if (chart.at !== null) { event.preventDefault(); hide(chart); } return;
      default: return;
    }
    event.preventDefault();
    if (last < 0) return;
    show(chart, at);
  }

  /* Twice or half as much, around the point that is shown; or all. */
  function pressZoom(chart, key) {
    if (key === '0') { zoom(chart, 0, 100); return; }
    var span = (chart.window[1] - chart.window[0]) * (key === '-' ? 2 : 0.5);
    var middle = chart.at === null ? (chart.window[0] + chart.window[1]) / 2 : place(chart, chart.points[chart.at]);
    zoom(chart, middle - span / 2, middle + span / 2);
  }

  /* The names in the legend. */
  function legend(chart) {
    var model = chart.instance.getModel().getComponent('legend');
    return model ? model.getData().map(function (entry) { return entry.get('name'); }) : [];
  }

  /* Hides or shows what stands at a place of the legend, and says so. */
  function toggle(chart, index) {
    var name = legend(chart)[index];
    if (name === undefined) return false;
    hide(chart);
    chart.hidden[name] = !chart.hidden[name];
    chart.instance.dispatchAction({ type: chart.hidden[name] ? 'legendUnSelect' : 'legendSelect', name: name });
    chart.points = points(chart);
    chart.status.textContent = words(chart, chart.hidden[name] ? 'chart_hidden' : 'chart_shown', plain(name));
    return true;
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
    if (chart.long && !chart.reset.hidden) {
      var where = place(chart, point);
      var half = (chart.window[1] - chart.window[0]) / 2;
      if (where < chart.window[0] || where > chart.window[1]) zoom(chart, where - half, where + half);
    }
    chart.instance.dispatchAction({ type: 'highlight', seriesIndex: point.seriesIndex, dataIndex: point.dataIndex });
    // A line over parallel axes is at no place where a tooltip could point.
    if (chart.instance.getModel().getSeriesByIndex(point.seriesIndex).subType !== 'parallel') {
      chart.instance.dispatchAction({ type: 'showTip', seriesIndex: point.seriesIndex, dataIndex: point.dataIndex });
    }
    chart.status.textContent = [point.words.head, point.words.value].filter(Boolean).join(': ');
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

  /* The chart as it is shown now, with its title and source, as a PNG of twice the size. */
  function picture(chart) {
    var rendering = chart.renderings[chart.name];
    var face = getComputedStyle(chart.box).fontFamily;
    var canvas = document.createElement('canvas');
    var brush = canvas.getContext('2d');
    var text = function (selector, font) {
      var found = chart.figure && chart.figure.querySelector(selector);
      brush.font = font + ' ' + face;
      return found ? folded(plain(found.textContent), rendering.width, function (words) { return brush.measureText(words).width; }) : [];
    };
    var title = text('.figure-title', 'bold 17px');
    var source = text('.figure-source', '12px');
    var top = 20 + title.length * 24;
    canvas.width = 2 * (rendering.width + 40);
    canvas.height = 2 * (top + rendering.height + 20 + source.length * 17);
    var image = new Image();
    image.onload = function () {
      brush.scale(2, 2);
      brush.fillStyle = colour(chart.box, '--chart-background');
      brush.fillRect(0, 0, canvas.width, canvas.height);
      brush.drawImage(image, 20, top, rendering.width, rendering.height);
      brush.fillStyle = colour(chart.box, '--chart-text');
      brush.font = 'bold 17px ' + face;
      title.forEach(function (line, number) { brush.fillText(line, 20, 32 + number * 24); });
      brush.fillStyle = colour(chart.box, '--chart-muted');
      brush.font = '12px ' + face;
      source.forEach(function (line, number) { brush.fillText(line, 20, top + rendering.height + 20 + number * 17); });
      canvas.toBlob(function (blob) {
        var link = element('a', 'chart-status', { download: chart.box.dataset.chart + '.png', href: URL.createObjectURL(blob) });
        document.body.appendChild(link);
        link.click();
        link.remove();
        setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
      });
    };
    image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(drawn(chart, rendering));
  }

  /* The chart as an SVG: what is hidden is hidden, what is zoomed is zoomed; but no tooltip and no highlight. */
  function drawn(chart, rendering) {
    var copy = window.echarts.init(null, null, { renderer: 'svg', ssr: true, width: rendering.width, height: rendering.height, locale: locale(rendering.option) });
    copy.setOption(chart.option);
    Object.keys(chart.hidden).forEach(function (name) {
      if (chart.hidden[name]) copy.dispatchAction({ type: 'legendUnSelect', name: name });
    });
    if (!chart.reset.hidden) {
      copy.setOption({ series: [].concat(chart.option.series).map(function () { return { clip: true }; }) });
      copy.dispatchAction({ type: 'dataZoom', dataZoomIndex: 0, start: chart.window[0], end: chart.window[1] });
    }
    var svg = copy.renderToSVGString();
    copy.dispose();
    return svg;
  }

  /* A text in lines of at most so many pixels. */
  function folded(text, room, width) {
    return text.split(' ').reduce(function (lines, word) {
      var last = lines[lines.length - 1];
      if (last === '' || width(last + ' ' + word) <= room) lines[lines.length - 1] = (last + ' ' + word).trim();
      else lines.push(word);
      return lines;
    }, ['']);
  }

  // A tooltip that the pointer opened closes with Escape too.
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') live.forEach(function (chart) { chart.instance.dispatchAction({ type: 'hideTip' }); });
  });

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
