/** The diagnostics of the installed Tamarin. A code is never reused. */
import { type DiagnosticEntry, error, warning, makeDiagnose } from "../../files/diagnostics.ts";

/** The table of codes. */
export const TAMARIN_DIAGNOSTICS = {
  AS621: warning(
    "Tamarin is not installed",
    "Put it on the PATH, or say where it is: ASSAY_TAMARIN=<path>, or tamarin: <path> in assay.config.yaml. " +
      "assay doctor says what is found.",
  ),
  AS622: warning(
    "A program that is not Tamarin",
    "Name the program itself; assay doctor says what is found, and where.",
  ),
  AS623: warning(
    "A version of Tamarin that was not compared",
    "Its output is read as that of version 1.8.0; docs/tamarin.md says what is checked.",
  ),
  AS624: warning(
    "Tamarin does not take the theory",
    "This is a mistake of the encoding; please report it with the theory that assay generate --to tamarin prints.",
  ),
  AS625: warning("Tamarin ends without a result", "Try the claim alone with --claim."),
  AS626: warning("What Tamarin prints cannot be understood", "assay doctor says which program was found."),
  AS627: warning("Tamarin does not find Maude", "Put maude on the PATH: Debian and Ubuntu have it as a package."),
  AS628: error(
    "No Tamarin theory of an SPDL model",
    "Tamarin's equations need to know how each box is opened: give the key a type that holds no other terms, or ask ProVerif.",
  ),
} satisfies Record<string, DiagnosticEntry>;

/** A code of the table. */
export type TamarinCode = keyof typeof TAMARIN_DIAGNOSTICS;

/** Makes one diagnostic. */
export const diagnose = makeDiagnose(TAMARIN_DIAGNOSTICS);
