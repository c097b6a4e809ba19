// The program that is tested, and folders that go with the tests.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

/** The binary: that of SOURCEBOOK, else the one that was built. */
export const program = [process.env.SOURCEBOOK, join(root, "target/release/sourcebook"), join(root, "target/debug/sourcebook")]
  .find((path) => path && existsSync(path));
if (!program) throw new Error("build the program first, or name it in SOURCEBOOK");

/** A folder that is removed when the test file ends. */
export function temporary(name) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
