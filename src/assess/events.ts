/** Events of an analysis. */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { Verdict } from "../core/verdict/verdict.ts";
import type { Progress } from "../lenses/conditions.ts";
import type { Question } from "../lenses/question.ts";

/** A diagnostic and the source that it is about. */
export interface SourceDiagnostic {
  readonly source: string;
  readonly diagnostic: Diagnostic;
}

/** A claim on its way to a verdict. */
export type ClaimInWork = Question;

/** Events of an analysis. */
export type AssessEvent =
  | { readonly kind: "diagnostic"; readonly about: SourceDiagnostic }
  | { readonly kind: "started"; readonly claim: ClaimInWork; readonly index: number; readonly total: number }
  | { readonly kind: "progress"; readonly claim: ClaimInWork; readonly progress: Progress }
  | { readonly kind: "judged"; readonly claim: ClaimInWork; readonly verdict: Verdict };
