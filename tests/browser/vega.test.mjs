// Real data: every table of the npm package vega-datasets is read, and known charts are drawn from them.
//
// SOURCEBOOK names the program (else the release build), VEGA_REPORT a folder in which the report is kept to be looked at.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { charts, fields } from './lib/vega.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const program = path.resolve(here, process.env.SOURCEBOOK ?? '../../target/release/sourcebook');
const data = path.join(here, 'node_modules/vega-datasets/data');
const folder = process.env.VEGA_REPORT ?? mkdtempSync(path.join(tmpdir(), 'vega-'));

// JSON that is no table: maps, matrices, nested records.
const NO_TABLES = [
  'annual-precip.json', 'earthquakes.json', 'londonBoroughs.json', 'londonTubeLines.json', 'miserables.json',
  'us-10m.json', 'volcano.json', 'weekly-weather.json', 'world-110m.json',
];

const isScalar = (value) => value === null || typeof value !== 'object';
const isRecord = (record) => !isScalar(record) && !Array.isArray(record) && Object.values(record).every(isScalar);

function isTable(file) {
  if (!file.endsWith('.json')) return /\.(csv|tsv)$/.test(file);
  const json = JSON.parse(readFileSync(path.join(data, file), 'utf8'));
  return Array.isArray(json) && json.length > 0 && json.every(isRecord);
}

const files = readdirSync(data).filter((file) => /\.(csv|tsv|json)$/.test(file)).sort();
const tables = files.filter(isTable);
let run;

before(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'content/data'), { recursive: true });
  for (const file of tables) copyFileSync(path.join(data, file), path.join(folder, 'content/data', file));
  const resources = Object.entries(fields).map(([file, list]) => ({
    name: path.parse(file).name, path: file, schema: { fieldsMatch: ['subset'], fields: list },
  }));
  writeFileSync(path.join(folder, 'content/data/datapackage.json'), JSON.stringify({ name: 'vega', resources }));
  writeFileSync(path.join(folder, 'sourcebook.toml'), 'title = "Vega datasets"\n');
  writeFileSync(path.join(folder, 'content/sources.yaml'),
    'vega:\n  type: Repository\n  title: Vega Datasets\n  author: Vega Project\n  date: 2024\n  url: https://github.com/vega/vega-datasets\n');
  const blocks = charts.map(({ id, yaml }) => `\`\`\`chart\nid: fig-${id}\n${yaml.trim()}\nsource: vega\n\`\`\`\n`);
  writeFileSync(path.join(folder, 'content/index.md'), `# Vega datasets\n\n${blocks.join('\n')}`);
  run = spawnSync(program, ['build', folder, '--no-cache'], { encoding: 'utf8', maxBuffer: 1 << 26 });
});

after(() => {
  if (!process.env.VEGA_REPORT) rmSync(folder, { recursive: true, force: true });
});

test('every file is a table, or known to be none', () => {
  assert.deepEqual(files.filter((file) => !tables.includes(file)), NO_TABLES);
  assert.ok(tables.length > 50, `${tables.length} tables`);
});

test('all tables are read and all charts drawn, with the warnings that are expected', () => {
  assert.equal(run.status, 0, run.stderr);
  const found = [...run.stderr.matchAll(/^(error|warning)\[([a-z-]+)\]/gm)].map(([, , rule]) => rule).sort();
  assert.deepEqual(found, charts.flatMap((chart) => chart.warns ?? []).sort(), run.stderr);
});

test('no chart is empty', () => {
  assert.ok(charts.length >= 20, `${charts.length} charts`);
  for (const { id, marks } of charts) {
    const svg = readFileSync(path.join(folder, `output/figures/fig-${id}.svg`), 'utf8');
    const shapes = (svg.match(/<(path|rect|circle|polyline|polygon)\b/g) ?? []).length;
    assert.ok(shapes >= marks, `fig-${id} has ${shapes} shapes, expected ${marks} or more`);
    assert.doesNotMatch(svg, /NaN|Infinity|undefined/, `fig-${id}`);
    assert.doesNotMatch(svg, />-?\d{11,}</, `fig-${id} shows a raw number of milliseconds`);
  }
});

test('the time axis of the Mauna Loa curve has decades', () => {
  const svg = readFileSync(path.join(folder, 'output/figures/fig-co2.svg'), 'utf8');
  for (const year of ['1960', '1980', '2000', '2020']) assert.match(svg, new RegExp(`>${year}<`));
});
