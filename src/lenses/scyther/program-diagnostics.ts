/** The diagnostics of the installed Scyther. A code is never reused. */
import { type DiagnosticEntry, warning, makeDiagnose } from "../../files/diagnostics.ts";

/** The table of codes. */
export const SCYTHER_DIAGNOSTICS = {
  AS601: warning(
    "Scyther is not installed",
    "Put it on the PATH, or set its path: ASSAY_SCYTHER=<path>, or scyther: <path> in assay.config.yaml. " +
      "assay doctor shows what is found.",
  ),
  AS602: warning("The program is not Scyther", "Name the executable; assay doctor shows what is found, and where."),
  AS603: warning(
    "Untested version of Scyther",
    "Its output is read as that of version 1.3; docs/scyther.md lists the checks.",
  ),
  AS604: warning("Scyther rejects the model", "This is a difference between Scyther and Assay; please report it."),
  AS605: warning("Scyther ends without a result", "Try the claim alone with --claim, or a smaller --max-runs."),
  AS606: warning("The output of Scyther cannot be read", "assay doctor shows which program was found."),
  AS607: warning(
    "The SPDL model says more or less than its source",
    "The header of the model lists it; judge the claim with an engine that covers it, such as native.",
  ),
} satisfies Record<string, DiagnosticEntry>;

/** A code of the table. */
export type ScytherCode = keyof typeof SCYTHER_DIAGNOSTICS;

/** Makes one diagnostic. */
export const diagnose = makeDiagnose(SCYTHER_DIAGNOSTICS);
