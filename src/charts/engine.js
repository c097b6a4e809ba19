// What ECharts misses outside a browser. Nothing waits: no timer ever fires, and a static picture needs none.
globalThis.setTimeout = () => 0;
globalThis.clearTimeout = () => {};
globalThis.setInterval = () => 0;
globalThis.clearInterval = () => {};
globalThis.console = { log() {}, info() {}, warn() {}, error() {}, debug() {} };

// Where ECharts breaks words it measures one unit of UTF-16 after the other. The first half of a character counts for the
// whole of it, an emoji as a rule, and the second for nothing: so no line ends between the two.
const whole = (text) => String(text)
  .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/g, '\u{1F600}')
  .replace(/(^|[^\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '$1');
echarts.setPlatformAPI({ measureText: (text, font) => ({ width: sourcebookWidth(whole(text), font || '12px') }) });

// Numbers on axes as the page's language writes them, with a true minus sign, years without marks; ECharts itself writes all
// as English does, with a hyphen. The same functions stand in `templates/charts.js`.
const written = (value, { decimal, group }) => {
  if (typeof value !== 'number' || /[^-\d.]/.test(String(value))) return String(value);
  const [whole, rest] = String(value).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, group).replace('-', '\u2212') + (rest ? decimal + rest : '');
};
const short = (value, marks, scales) => {
  const [sign, power] = (scales || []).filter(([, power]) => value >= 1e6 && value >= 10 ** power).pop() || ['', 0];
  return written(power ? Number((value / 10 ** power).toPrecision(12)) : value, marks) + sign;
};
const localize = (option) => {
  const marks = option.sourcebook || { decimal: '.', group: ',' };
  for (const key of ['xAxis', 'yAxis', 'radiusAxis', 'angleAxis', 'singleAxis', 'parallelAxis']) {
    for (const axis of [].concat(option[key] || [])) {
      const { lines } = axis.axisLabel || {};
      // Names that stand in lines were broken with the widths of all typefaces in mind.
      if (lines) axis.axisLabel = { ...axis.axisLabel, formatter: (name) => lines[axis.data.indexOf(name)] || name };
      if (!['value', 'log'].includes(axis.type || (axis.data ? 'category' : 'value'))) continue;
      const { formatter: form = '{value}', grouped = true, short: scales } = axis.axisLabel || {};
      if (typeof form !== 'string') continue;
      const own = grouped ? marks : { ...marks, group: '' };
      axis.axisLabel = { ...axis.axisLabel, formatter: (value) => form.replace('{value}', short(value, own, scales)) };
    }
  }
};

// A series of many points (`large`) is one path. ECharts takes each circle through two recorders of commands; here it is
// written at once, in the same digits. What is written for a number to one decimal: integers are printed far faster.
const decimal = (value, scale) => {
  const all = Math.round(value * scale);
  if (scale !== 10 || all < 0) return all / scale;
  const rest = all % 10;
  return rest ? `${(all - rest) / 10}.${rest}` : all / 10;
};
const writeCirclesAtOnce = (chart) => {
  for (const shape of chart.getZr().storage.getDisplayList(true)) {
    const { points, size } = shape.shape || {};
    if (!shape.symbolProxy || shape.symbolProxy.shape.symbolType !== 'circle' || size[0] !== size[1]) continue;
    const clip = shape.softClipShape;
    shape.buildPath = () => {};
    shape.path = {
      beginPath() {},
      getVersion: () => 1,
      rebuildPath(to) {
        const [scale, radius, gap] = [to._p, size[0] / 2, 1 / to._p];
        const [across, down] = [radius * Math.cos(-gap), radius * Math.sin(-gap)];
        const arc = `A${decimal(radius, scale)} ${decimal(radius, scale)} 0 `;
        const circles = [];
        for (let at = 0; at < points.length; at += 2) {
          const x = points[at];
          const y = points[at + 1];
          if (isNaN(x) || isNaN(y) || (clip && !clip.contain(x, y))) continue;
          const start = `${decimal(x + radius, scale)} ${decimal(y, scale)}`;
          const end = gap > 0.01 ? `${arc}0 1 ${start}` : '';
          circles.push(`M${start}${arc}1 1 ${decimal(x + across, scale)} ${decimal(y + down, scale)}${end}`);
        }
        to._d.push(circles.join(''));
      },
    };
  }
};

globalThis.sourcebookDraw = (option, width, height) => {
  const parsed = JSON.parse(option);
  const months = parsed.sourcebook && parsed.sourcebook.months;
  const locale = months && { time: { month: months, monthAbbr: months } };
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height, locale });
  try {
    for (const [name, shapes] of Object.entries(parsed.maps || {})) echarts.registerMap(name, shapes);
    delete parsed.maps;
    localize(parsed);
    chart.setOption(parsed);
    writeCirclesAtOnce(chart);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
};
