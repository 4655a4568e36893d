/** The report as tables: a title, a head, rows of text, and a sentence on what they are. Text and Markdown print them. */
import { describeTotals, type OverheadReport } from "./report.ts";
import type { Counts } from "./count-operations.ts";
import type { Measured } from "./measure.ts";

/** One table. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly note: string;
}

/** All tables of a report. */
export function makeTables(report: OverheadReport): readonly Table[] {
  return [
    paperTable(report),
    sizeTable(report),
    ...report.backends.flatMap((measured) => [algorithmTable(measured), primitiveTable(measured)]),
    ...(report.speedups.length > 0 ? [speedTable(report)] : []),
    growthTable(report),
  ];
}

function paperTable({ paper }: OverheadReport): Table {
  return {
    title: "Table I of the paper, recomputed (bytes)",
    head: ["scheme", "Key_DO", "Key_DU", "CT", "RK", "CT'", "columns", "total", "printed"],
    rows: paper.rows.map(({ scheme, bytes, columnsTotal, total, printedTotal }) => [
      scheme,
      ...[bytes.keyDO, bytes.keyDU, bytes.ciphertext, bytes.reKey, bytes.reencrypted].map(String),
      ...[columnsTotal, total, printedTotal].map(String),
    ]),
    note: describeTotals(),
  };
}

function sizeTable({ sizes, total }: OverheadReport): Table {
  const rows = sizes.map(({ what, bytes, uncompressed }) => [what, String(bytes), String(uncompressed)]);
  return {
    title: "The same on BLS12-381 (bytes)",
    head: ["what", "sent", "GT uncompressed"],
    rows: [...rows, ["total as the table counts it", String(total.bytes), String(total.uncompressed)]],
    note: "Measured on encoded elements; points are compressed. The total has the mean of pk_DO and (Q, P), CT, RK, CT'.",
  };
}

function algorithmTable({ backend, rounds, algorithms }: Measured): Table {
  return {
    title: `Algorithms, ${backend} (milliseconds)`,
    head: ["algorithm", "median", "least", "sum", "ratio", "operations"],
    rows: algorithms.map(({ algorithm, time, sum, ratio, operations }) => [
      algorithm,
      ...[time.median, time.least, sum].map((each) => each.toFixed(2)),
      ratio.toFixed(3),
      printCounts(operations),
    ]),
    note: `Processor time, ${rounds} rounds. The sum is that of its primitives' medians; operations are counted while it runs.`,
  };
}

function printCounts(counts: Counts): string {
  return Object.entries(counts)
    .map(([primitive, count]) => (count === 1 ? primitive : `${count} ${primitive}`))
    .join(" + ");
}

function primitiveTable({ backend, primitives }: Measured): Table {
  return {
    title: `Primitives, ${backend} (milliseconds)`,
    head: ["primitive", "median", "least"],
    rows: Object.entries(primitives).map(([name, { median, least }]) => [name, median.toFixed(3), least.toFixed(3)]),
    note: "On elements that are already decoded; decoding checks everything, and comes to every element that is received.",
  };
}

function speedTable({ backends, speedups }: OverheadReport): Table {
  const [slow = "", fast = ""] = backends.map(({ backend }) => backend);
  return {
    title: `${fast} beside ${slow}`,
    head: ["algorithm", "times as fast"],
    rows: speedups.map(({ algorithm, factor }) => [algorithm, factor.toFixed(1)]),
    note: "Ratio of the medians.",
  };
}

function growthTable({ growth }: OverheadReport): Table {
  return {
    title: "Growth with the number of users, as in Fig. 2 (milliseconds)",
    head: ["back end", "users", "Enc", "by sum", "query", "by sum"],
    rows: growth.map(({ backend, users, encrypting, querying }) => [
      backend,
      String(users),
      ...[encrypting.measured, encrypting.bySum, querying.measured, querying.bySum].map((each) => each.toFixed(0)),
    ]),
    note: "A query is ReKey and ReEnc. Each user has keys of its own. The paper gives no operation counts for the schemes that it compares with.",
  };
}

/** For a terminal. */
export function renderText(tables: readonly Table[]): string {
  return tables
    .map((table) => `${table.title}\n${alignColumns([table.head, ...table.rows])}  ${table.note}\n`)
    .join("\n");
}

/** The first column to the left, numbers to the right, the last column as it comes. */
function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  return rows
    .map((row) => {
      const cells = row.map((cell, at) =>
        isText(rows, at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
      );
      return `  ${cells.join("  ").trimEnd()}\n`;
    })
    .join("");
}

function isText(rows: readonly (readonly string[])[], at: number): boolean {
  return rows.slice(1).some((row) => !/^[\d.]+$/.test(row[at] ?? ""));
}

/** For a document. */
export function renderMarkdown(tables: readonly Table[]): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return tables
    .map(({ title, head, rows, note }) => {
      const rule = row(head.map((_, at) => (isText([head, ...rows], at) ? "---" : "---:")));
      return `## ${title}\n\n${row(head)}${rule}${rows.map(row).join("")}\n${note}\n`;
    })
    .join("\n");
}
