// What ECharts misses outside a browser. Nothing waits: no timer ever fires, and a static picture needs none.
globalThis.setTimeout = () => 0;
globalThis.clearTimeout = () => {};
globalThis.setInterval = () => 0;
globalThis.clearInterval = () => {};
globalThis.console = { log() {}, info() {}, warn() {}, error() {}, debug() {} };

echarts.setPlatformAPI({ measureText: (text, font) => ({ width: sourcebookWidth(String(text), font || '12px') }) });

// Numbers on axes as the page's language writes them, years without marks; ECharts itself writes all as English does. The
// same functions stand in `templates/charts.js`.
const written = (value, { decimal, group }) => {
  const [whole, rest] = String(value).split('.');
  if (typeof value !== 'number' || /[^-\d.]/.test(String(value))) return String(value);
  return whole.replace(/\B(?=(\d{3})+$)/g, group) + (rest ? decimal + rest : '');
};
const localize = (option) => {
  const marks = option.sourcebook || { decimal: '.', group: ',' };
  for (const key of ['xAxis', 'yAxis', 'radiusAxis', 'angleAxis', 'singleAxis', 'parallelAxis']) {
    for (const axis of [].concat(option[key] || [])) {
      if (!['value', 'log'].includes(axis.type || (axis.data ? 'category' : 'value'))) continue;
      const { formatter: form = '{value}', grouped = true } = axis.axisLabel || {};
      if (typeof form !== 'string' || (grouped && !option.sourcebook)) continue;
      const own = grouped ? marks : { ...marks, group: '' };
      axis.axisLabel = { ...axis.axisLabel, formatter: (value) => form.replace('{value}', written(value, own)) };
    }
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
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
};
