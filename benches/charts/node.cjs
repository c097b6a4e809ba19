// Node running the ECharts that Sourcebook ships, on the options of main.rs: node benches/charts/node.cjs ECHARTS.js
// ECHARTS.js is `assets/echarts.<hash>.js` of any site with a chart.
const { resolve } = require("node:path");

const file = process.argv[2];
if (!file) throw new Error("usage: node benches/charts/node.cjs ECHARTS.js");
const spent = (since) => { const { user, system } = process.cpuUsage(since); return (user + system) / 1000; };
const CHARTS = 30;
const ROUNDS = 5;

const before = process.cpuUsage();
const echarts = require(resolve(file));
const load = spent(before);

const range = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const OPTIONS = {
  bar: (seed) => ({ xAxis: { type: "category", data: range(12, (i) => `Name ${i}`) }, yAxis: {}, series: [{ type: "bar", data: range(12, (i) => (i * 37 + seed * 11) % 100) }] }),
  line: (seed) => ({ xAxis: { type: "time" }, yAxis: {}, series: [{ type: "line", showSymbol: false, data: range(1000, (i) => [1600000000000 + i * 86400000, (i * 37 + seed * 11) % 100]) }] }),
  scatter: (seed) => ({ xAxis: {}, yAxis: {}, series: [{ type: "scatter", symbolSize: 6, large: true, data: range(10000, (i) => [(i * 7919 + seed) % 9973, (i * 104729) % 9967]) }] }),
};

function draw(option, width) {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height: 360 });
  chart.setOption({ animation: false, ...JSON.parse(option) });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

const first = process.cpuUsage();
draw(JSON.stringify(OPTIONS.bar(0)), 680);
console.log(`load ${load.toFixed(2)} ms, then the first chart ${spent(first).toFixed(2)} ms`);
for (const [name, make] of Object.entries(OPTIONS)) {
  const count = name === "scatter" ? 3 : CHARTS;
  const options = range(count, (seed) => JSON.stringify(make(seed)));
  const rounds = range(ROUNDS, () => {
    const since = process.cpuUsage();
    for (const option of options) [680, 288].forEach((width) => draw(option, width));
    return spent(since) / (2 * count);
  });
  console.log(`${name.padEnd(10)} first round ${rounds[0].toFixed(2)} ms a drawing, fastest ${Math.min(...rounds).toFixed(2)} ms`);
}
