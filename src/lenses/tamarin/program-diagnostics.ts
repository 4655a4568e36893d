/** The diagnostics of the installed Tamarin. A code is never reused. */
import { type DiagnosticEntry, error, warning, makeDiagnose } from "../../files/diagnostics.ts";

/** The table of codes. */
export const TAMARIN_DIAGNOSTICS = {
  AS621: warning(
    "Tamarin is not installed",
    "Put it on the PATH, or set its path: ASSAY_TAMARIN=<path>, or tamarin: <path> in assay.config.yaml. " +
      "assay doctor shows what is found.",
  ),
  AS622: warning("The program is not Tamarin", "Name the executable; assay doctor shows what is found, and where."),
  AS623: warning(
    "Untested version of Tamarin",
    "Its output is read as that of version 1.8.0; docs/tamarin.md lists the checks.",
  ),
  AS624: warning(
    "Tamarin rejects the theory",
    "This is a bug of the encoding; please report it with the theory that assay generate --to tamarin prints.",
  ),
  AS625: warning("Tamarin ends without a result", "Try the claim alone with --claim."),
  AS626: warning("The output of Tamarin cannot be read", "assay doctor shows which program was found."),
  AS627: warning("Tamarin does not find Maude", "Put maude on the PATH; Debian and Ubuntu package it."),
  AS628: error(
    "The SPDL model has no Tamarin theory",
    "A Tamarin equation needs one way to open each box: give the key a type that holds no other terms, or ask ProVerif.",
  ),
  AS629: warning(
    "The Tamarin theory says more or less than its source",
    "The header of the theory lists it; docs/tamarin.md states the effect on Tamarin's answers.",
  ),
} satisfies Record<string, DiagnosticEntry>;

/** A code of the table. */
export type TamarinCode = keyof typeof TAMARIN_DIAGNOSTICS;

/** Makes one diagnostic. */
export const diagnose = makeDiagnose(TAMARIN_DIAGNOSTICS);
