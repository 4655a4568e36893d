/** The diagnostics of the installed ProVerif. A code is never reused. */
import { type DiagnosticEntry, warning, makeDiagnose } from "../../files/diagnostics.ts";

/** The table of codes. */
export const PROVERIF_DIAGNOSTICS = {
  AS611: warning(
    "ProVerif is not installed",
    "Put it on the PATH, or say where it is: ASSAY_PROVERIF=<path>, or proverif: <path> in assay.config.yaml. " +
      "assay doctor says what is found, docs/ci.md how to get it.",
  ),
  AS612: warning(
    "A program that is not ProVerif",
    "Name the program itself; assay doctor says what is found, and where.",
  ),
  AS613: warning(
    "A version of ProVerif that was not compared",
    "Its output is read as that of version 2.05; docs/proverif.md says what is checked.",
  ),
  AS614: warning(
    "ProVerif does not take the model",
    "This is a mistake of the encoding; please report it with the model that assay generate --to proverif prints.",
  ),
  AS615: warning("ProVerif ends without a result", "Try the claim alone with --claim."),
  AS616: warning("What ProVerif prints cannot be understood", "assay doctor says which program was found."),
} satisfies Record<string, DiagnosticEntry>;

/** A code of the table. */
export type ProVerifCode = keyof typeof PROVERIF_DIAGNOSTICS;

/** Makes one diagnostic. */
export const diagnose = makeDiagnose(PROVERIF_DIAGNOSTICS);
