// What ECharts misses outside a browser. Nothing waits: no timer ever fires, and a static picture needs none.
globalThis.setTimeout = () => 0;
globalThis.clearTimeout = () => {};
globalThis.setInterval = () => 0;
globalThis.clearInterval = () => {};
globalThis.console = { log() {}, info() {}, warn() {}, error() {}, debug() {} };

echarts.setPlatformAPI({ measureText: (text, font) => ({ width: sourcebookWidth(String(text), font || '12px') }) });

globalThis.sourcebookDraw = (option, width, height) => {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(JSON.parse(option));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
};
