/**
 * A CSV file of one-time links, as spreadsheets read it.
 * @param {ReadonlyArray<readonly string[]>} rows
 */
export function linkFile(rows) {
  const lines = [["login", "name", "link"], ...rows].map((row) => row.map(cell).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

const BLANK = "[^\\S\\t\\r\\n]|(?![\\t\\r\\n])[\\p{C}\\p{DI}]";
const FORMULA = new RegExp(`(^|[;\\t\\r\\n|])('*)(?=(?:${BLANK})*[=+\\-@＝＋－＠﹦﹢﹣﹫])`, "gu");
const TAB = new RegExp(`^'*(?=(?:${BLANK})*[\\t\\r\\n])`, "u");

/**
 * What begins like a formula would be run by a spreadsheet, wherever it sees a cell begin: an apostrophe makes it a text.
 * @param {string} text
 */
function cell(text) {
  const safe = text.replace(FORMULA, "$1$2'").replace(TAB, "$&'");
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Have the browser save a text as a file.
 * @param {string} name
 * @param {string} text
 */
export function save(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
