/**
 * The costs of re-encryption: sizes and operations, as tables and plots.
 *
 * Times are not here: they are others at every run, and pages of equal results are equal.
 */
import type { Overheads } from "../../core/verdict/verdict.ts";
import { countByKind, OPERATION_KINDS } from "../outline/count-operations.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { plotBars } from "./plot-bars.ts";

/** The section on overheads; none where there are none. */
export function renderOverheads(overheads: Overheads | undefined): Markup | undefined {
  if (overheads === undefined) return undefined;
  const { what, sizes, algorithms } = overheads;
  const savings = sizes.map(({ what: label, bytes, uncompressed }) => ({
    label,
    amounts: [bytes, uncompressed - bytes],
    note: bytes === uncompressed ? `${bytes}` : `${bytes}, or ${uncompressed}`,
  }));
  const operations = algorithms.map(({ algorithm, operations: counts }) => ({
    label: algorithm,
    amounts: countByKind(counts),
    note: countByKind(counts).join(", "),
  }));
  return html`<section aria-labelledby="overheads"><h2 id="overheads">Overheads of the reference implementation</h2>
<p>${what} Times are not shown, as they differ from run to run: those of this audit are in <code>overheads</code> of
<code>timings.json</code>, and <code>assay overhead</code> measures at length.</p>
<h3>Bytes</h3>
${frame("Plot of sizes", plotBars(savings, ["as sent", "more, if GT is not compressed"], "Sizes in bytes; the table tells the same."))}
${renderSizes(overheads)}
<h3>Operations</h3>
${frame("Plot of operations", plotBars(operations, OPERATION_KINDS, "Operations of each algorithm by kind; the table tells the same."))}
${renderOperations(overheads)}
<h3>Beside other schemes</h3>
${renderComparison(overheads)}
</section>`;
}

function renderSizes({ sizes, total }: Overheads): Markup {
  const rows = [...sizes, { what: "all elements of the comparison below", ...total }].map(
    ({ what, bytes, uncompressed }) =>
      html`<tr><th scope="row">${what}</th><td class="number">${bytes}</td><td class="number">${uncompressed}</td></tr>`,
  );
  return table("Sizes in bytes", ["What", "As sent", "GT not compressed"], rows);
}

function renderOperations({ algorithms }: Overheads): Markup {
  const used = [...new Set(algorithms.flatMap(({ operations }) => Object.keys(operations)))];
  const rows = algorithms.map(
    ({ algorithm, operations }) =>
      html`<tr><th scope="row">${algorithm}</th>${used.map((name) => html`<td class="number">${operations[name] ?? ""}</td>`)}</tr>`,
  );
  return table("Operations of each algorithm, counted at run time", ["Algorithm", ...used], rows);
}

function renderComparison({ comparison: { note, columns, rows } }: Overheads): Markup {
  const bars = rows.map(({ scheme, total }) => ({ label: scheme, amounts: [total], note: String(total) }));
  const body = rows.map(
    ({ scheme, bytes, total, printedTotal }) =>
      html`<tr><th scope="row">${scheme}</th>${[...bytes, total, printedTotal].map((each) => html`<td class="number">${each}</td>`)}</tr>`,
  );
  return html`<p>${note}</p>
${frame("Plot of totals", plotBars(bars, ["total, by the elements that the paper counts"], "Totals of schemes in bytes; the table tells the same."))}
${table("Table I of the paper, recomputed, in bytes", ["Scheme", ...columns, "Total", "Printed there"], body)}`;
}

function table(caption: string, head: readonly string[], rows: Content): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function frame(label: string, plot: Markup): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${label}">${plot}</div>`;
}
