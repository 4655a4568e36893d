/** Runs `assay derive --check-proof`: whether a proof in a file proves its goal from the premises of an analysis. */
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import type { Analysis } from "../../lenses/ban/analyse.ts";
import { judgeProof } from "../../lenses/ban/judge-proof.ts";
import { loadProof } from "../../lenses/ban/read/read-proof.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import type { Terminal } from "../terminal.ts";
import type { DeriveFlags } from "./derive-flags.ts";

/** Prints one line; a proof that is not valid is a diagnostic at its step. Throws DiagnosticError. */
export function checkProofFile(
  path: string,
  analysis: Analysis,
  { acceptIllegitimate }: Pick<DeriveFlags, "acceptIllegitimate">,
  terminal: Terminal,
): ExitStatus {
  const read = loadProof(path);
  const sentence = judgeProof(read, analysis, acceptIllegitimate === true ? "label" : "reject");
  terminal.print(`${sanitise(sentence)}\n`);
  return EXIT.expected;
}
