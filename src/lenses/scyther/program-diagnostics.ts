/** The diagnostics of the installed Scyther. A code is never reused. */
import { type DiagnosticEntry, warning, makeDiagnose } from "../../files/diagnostics.ts";

/** The table of codes. */
export const SCYTHER_DIAGNOSTICS = {
  AS601: warning(
    "Scyther is not installed",
    "Put it on the PATH, or say where it is: ASSAY_SCYTHER=<path>, or scyther: <path> in assay.config.yaml. " +
      "assay doctor says what is found.",
  ),
  AS602: warning(
    "A program that is not Scyther",
    "Name the program itself; assay doctor says what is found, and where.",
  ),
  AS603: warning(
    "Untested version of Scyther",
    "Its output is read as that of version 1.3; docs/scyther.md says what is checked.",
  ),
  AS604: warning(
    "Scyther does not take the model",
    "This is a difference between Scyther and Assay; please report it.",
  ),
  AS605: warning("Scyther ends without a result", "Try the claim alone with --claim, or a smaller --max-runs."),
  AS606: warning("What Scyther prints cannot be understood", "assay doctor says which program was found."),
} satisfies Record<string, DiagnosticEntry>;

/** A code of the table. */
export type ScytherCode = keyof typeof SCYTHER_DIAGNOSTICS;

/** Makes one diagnostic. */
export const diagnose = makeDiagnose(SCYTHER_DIAGNOSTICS);
