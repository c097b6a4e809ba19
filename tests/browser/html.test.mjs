// The Nu Html Checker finds no error in any page, style sheet or SVG file.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { expectNone, readSite } from "./lib/site.mjs";

const site = readSite();
const jar = createRequire(import.meta.url)("vnu-jar");

/** False alarms: the exact message, each with the reason why it is one. */
const FALSE_ALARMS = new Map([
  ["CSS: “container-type”: Property “container-type” doesn't exist.", "CSS Containment 3; the checker's CSS is older"],
  ["CSS: Unrecognized at-rule “@container”", "CSS Containment 3; the checker's CSS is older"],
]);

function messages(kind, files) {
  if (files.length === 0) return [];
  const { stdout, stderr, error } = spawnSync("java", ["-Xss4m", "-jar", jar, "--stdout", "--format", "json", "--exit-zero-always", kind, ...files.map((path) => join(site.folder, path))], { maxBuffer: 1e9, encoding: "utf8" });
  if (error || !stdout.trim()) throw new Error(`the checker does not run: ${error ?? stderr}`);
  return JSON.parse(stdout).messages.filter(({ type, subType }) => type !== "info" || subType === "fatal");
}

for (const [kind, extension] of [["--html", ".html"], ["--css", ".css"], ["--svg", ".svg"]]) {
  test(`${extension} files are valid`, () => {
    const found = messages(kind, site.files.filter((path) => path.endsWith(extension))).filter(({ message }) => !FALSE_ALARMS.has(message));
    expectNone(found.map(({ url, lastLine, message, extract }) => `${url?.slice(url.indexOf(site.folder) + site.folder.length + 1)}:${lastLine}: ${message}\n      ${extract?.replace(/\s+/g, " ").slice(0, 160)}`));
  });
}
