/** The diagnostics of the installed ProVerif. A code is never reused. */
import { type DiagnosticEntry, warning, makeDiagnose } from "../../files/diagnostics.ts";

/** The table of codes. */
export const PROVERIF_DIAGNOSTICS = {
  AS611: warning(
    "ProVerif is not installed",
    "Put it on the PATH, or set its path: ASSAY_PROVERIF=<path>, or proverif: <path> in assay.config.yaml. " +
      "assay doctor shows what is found; docs/ci.md describes the installation.",
  ),
  AS612: warning("The program is not ProVerif", "Name the executable; assay doctor shows what is found, and where."),
  AS613: warning(
    "Untested version of ProVerif",
    "Its output is read as that of version 2.05; docs/proverif.md lists the checks.",
  ),
  AS614: warning(
    "ProVerif rejects the model",
    "This is a bug of the encoding; please report it with the model that assay generate --to proverif prints.",
  ),
  AS615: warning("ProVerif ends without a result", "Try the claim alone with --claim."),
  AS616: warning("The output of ProVerif cannot be read", "assay doctor shows which program was found."),
  AS617: warning(
    "The ProVerif model says more or less than its source",
    "The header of the model lists it; docs/proverif.md states the effect on ProVerif's answers.",
  ),
} satisfies Record<string, DiagnosticEntry>;

/** A code of the table. */
export type ProVerifCode = keyof typeof PROVERIF_DIAGNOSTICS;

/** Makes one diagnostic. */
export const diagnose = makeDiagnose(PROVERIF_DIAGNOSTICS);
