// Formats for machines against their schemas: SARIF 2.1.0 (the schema ships with @microsoft/jest-sarif) and facts.json.
// SOURCEBOOK names the program, else target/release/ or target/debug/ of the repository.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { readSite } from "./lib/site.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const json = (path) => JSON.parse(readFileSync(path, "utf8"));
const program = [process.env.SOURCEBOOK, "target/release/sourcebook", "target/debug/sourcebook"]
  .filter(Boolean).map((path) => join(path.startsWith("/") ? "" : root, path)).find(existsSync);
const folder = mkdtempSync(join(tmpdir(), "formats-"));
after(() => rmSync(folder, { recursive: true, force: true }));

// Errors with fixes, warnings, related places, names that a URI must escape, and letters outside ASCII.
const FILES = {
  "sourcebook.toml": "title = \"Report\"\n",
  "content/index.md": "# Report\n\nÜber [68%]{= data.a.MiniMax.Share } and {{ data.a.Nobody.Share }} [@none].\n\nMiniMax has a share of 50%.\n",
  "content/a page.md": "# 日本 [12%]{= data.a.MiniMax.Share }\n\n![](picture.png)\n",
  "content/data/a.csv": "Company,Share\nMiniMax,61%\n",
  "content/sources.yaml": "unused:\n  type: Web\n  title: Nothing\n",
};

test("check --format sarif is valid SARIF 2.1.0", () => {
  assert.ok(program, "build the program first");
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const schemas = join(dirname(createRequire(import.meta.url).resolve("@microsoft/jest-sarif")), "schemas");
  const ajv = new Ajv04({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(json(join(schemas, "sarif-2.1.0-rtm.5.json")));
  for (const [where, status, least] of [[folder, 1, 5], [root, 0, 0]]) {
    const run = spawnSync(program, ["check", where, "--format", "sarif", "--today", "2026-01-01"], { encoding: "utf8" });
    assert.equal(run.status, status, run.stderr);
    const log = JSON.parse(run.stdout);
    assert.ok(validate(log), `${where}: ${JSON.stringify(validate.errors, null, 2)}`);
    assert.ok(log.runs[0].results.length >= least, `${log.runs[0].results.length} findings`);
  }
  assert.ok(!validate({ version: "2.1.0", runs: [{ results: [] }] }), "the schema finds what is wrong");
});

test("facts.json agrees with docs/facts.schema.json", () => {
  const facts = JSON.parse(readSite().read("facts.json"));
  const validate = new Ajv2020({ allErrors: true }).compile(json(join(root, "docs/facts.schema.json")));
  assert.ok(validate(facts), JSON.stringify(validate.errors?.slice(0, 5), null, 2));
  const ids = facts.facts.map((fact) => fact.id);
  assert.equal(new Set(ids).size, ids.length, "ids are unique");
  const kinds = new Set(facts.facts.map((fact) => fact.kind));
  assert.ok(["bound", "checked", "cited"].every((kind) => kinds.has(kind)), [...kinds].join());
  facts.facts[0].kind = "guessed";
  assert.ok(!validate(facts), "the schema finds what is wrong");
});
