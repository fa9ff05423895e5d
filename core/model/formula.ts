/** Texts that a spreadsheet would take for a formula when it opens a CSV file: one place for how they are written and read. */

/** Also in the wide forms of the signs; and what is marked already, so that the mark can be told from the text. */
const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** An apostrophe before what looks like a formula: so it stays the text that it is. */
export const asText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** The text that `asText` wrote, or a person who knows spreadsheets; any other as it is. */
export const fromText = (text: string): string => (text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text);
