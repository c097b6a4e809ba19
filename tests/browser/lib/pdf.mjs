// On which sheets the rows of a page's tables are printed, by the structure that Chromium writes into its PDFs.

/** For each table of a tagged PDF, the sheet, from 0, on which each of its rows begins. */
export function rowsOfTables(pdf) {
  const objects = new Map();
  for (const [, number, body] of pdf.toString("latin1").matchAll(/(?:^|\n)(\d+) 0 obj\n([^]*?)\nendobj/g)) objects.set(number, body);
  const sheets = new Map();
  for (const [number, body] of objects) if (/^<<\/Type \/Page\n/.test(body)) sheets.set(number, sheets.size);
  const references = (text) => [...text.matchAll(/(\d+) 0 R/g)].map(([, number]) => number);
  const kids = (body) => references(/\/K (\d+ 0 R|\[[^\]]*\])/.exec(body)?.[1].replace(/<<[^]*?>>/g, "") ?? "");
  const is = (body, kind) => new RegExp(`\\/S \\/${kind}\\n`).test(body);
  const below = (number, kind) => {
    const body = objects.get(number) ?? "";
    return is(body, kind) ? [number] : kids(body).flatMap((kid) => below(kid, kind));
  };
  const sheetsOf = (number) => {
    const body = objects.get(number) ?? "";
    const own = [...body.matchAll(/\/Pg (\d+) 0 R/g)].map(([, sheet]) => sheets.get(sheet));
    return [...own, ...kids(body).flatMap(sheetsOf)];
  };
  const tables = [...objects].filter(([, body]) => is(body, "Table")).map(([number]) => number);
  return tables.map((table) => kids(objects.get(table)).flatMap((kid) => below(kid, "TR")).map((row) => Math.min(...sheetsOf(row))));
}
