import { openSite } from "./lib/site.mjs";
const site = await openSite();
const path = site.pages.find((p) => site.read(p).includes('class="chart"'));
await site.visit(path, {width:1280}, async (page, where, problems) => {
  const c = page.locator('.chart').first(); await c.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => window.sourcebookCharts?.length>0);
  console.log(await page.evaluate(() => new Promise(r => { const s = window.sourcebookCharts[0].instance.renderToSVGString(); const i = new Image(); i.onload=()=>r('ok '+s.length); i.onerror=()=>r('err '+s.slice(0,1500)); i.src='data:image/svg+xml;charset=utf-8,'+encodeURIComponent(s); })));
  page.on('download', d => console.log('dl', d.suggestedFilename()));
  await page.locator('[data-chart-action=png]').first().click(); await page.waitForTimeout(1500);
  console.log(problems);
});
process.exit(0);
