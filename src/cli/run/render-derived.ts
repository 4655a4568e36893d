/** Renders the output of `assay derive` for analyses, by its options. */
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { renderBeliefs } from "../../lenses/ban/print/beliefs.ts";
import { isLabelPrefix } from "../../lenses/ban/print/linear/print-latex.ts";
import { renderLinear } from "../../lenses/ban/print/linear/render-linear.ts";
import { type Analysed, renderBan } from "../../lenses/ban/print/render.ts";
import type { DeriveFlags } from "./derive-flags.ts";

/** Throws DiagnosticError (AS101) for options that cannot be combined. */
export function checkDeriveFlags({
  linear,
  beliefs,
  format,
  labels,
  checkProof,
  acceptIllegitimate,
}: DeriveFlags): void {
  const reject = (message: string, help: string): never => {
    throw new DiagnosticError([diagnose("AS101", message, { help })]);
  };
  if (linear === true && format === "json") reject("--linear has no JSON form.", "Leave --linear out.");
  if (linear !== true && format === "html") reject("HTML needs --linear.", "Add --linear.");
  if (beliefs === true && (linear === true || format !== "text")) {
    reject("--beliefs prints text.", "Leave --linear and --format out.");
  }
  if (!isLabelPrefix(labels)) {
    reject(
      "A prefix of labels starts with a letter and contains letters, digits, hyphens and colons.",
      "Write --labels ban.",
    );
  }
  if (acceptIllegitimate === true && checkProof === undefined) {
    reject("--accept-illegitimate needs --check-proof.", "Add --check-proof <file>.");
  }
}

/** The reports in one text. */
export function renderDerived(derived: readonly Analysed[], { linear, beliefs, format, labels }: DeriveFlags): string {
  if (beliefs === true) return derived.map(({ analysis }) => renderBeliefs(analysis)).join("\n");
  if (linear === true && format !== "json") return renderLinear(derived, format, labels);
  return renderBan(derived, format === "html" ? "text" : format);
}
