/** Outlines verdicts for every format, in one place, with the words of the lens that defines the kind of verdict. */
import type { VerdictOutline } from "../core/verdict/outline.ts";
import type { Finding, Verdict, VerdictKinds } from "../core/verdict/verdict.ts";
import { isDifference, nameExecuted, tellExecuted } from "../core/verdict/tell-executed.ts";
import { LENSES } from "../lenses/registry.ts";
import type { VerdictKind } from "../lenses/verdict-kind.ts";
import { nameEngine } from "./list-lenses.ts";

/** A kind without what is known of its verdicts. */
interface AnyKind extends Omit<VerdictKind<keyof VerdictKinds>, "outline" | "isLasting"> {
  readonly outline: (verdict: never) => VerdictOutline;
  readonly isLasting?: (verdict: never) => boolean;
}

const KINDS: ReadonlyMap<string, AnyKind> = new Map(
  LENSES.flatMap(({ verdicts = {} }) => Object.entries(verdicts) as [string, AnyKind][]),
);

/** The name of the fact that says what became of a trace on bytes. */
export const ON_BYTES = "on bytes";

/** A verdict with its word. */
export interface WordedOutline extends VerdictOutline {
  readonly word: Verdict["is"];
}

/** Outlines a finding's verdict. */
export function outlineVerdict(finding: Pick<Finding, "verdict" | "engine" | "executed">): WordedOutline {
  const { verdict, executed } = finding;
  const told = { ...tell(verdict), word: verdict.is, extent: nameFindingExtent(finding) };
  if (executed === undefined) return told;
  const { facts, remarks = [] } = told;
  return {
    ...told,
    executed,
    facts: [...facts, { name: ON_BYTES, value: tellExecuted(executed) }],
    // That a way to the claim can be gone is no news; that the code does not go it is.
    ...(verdict.is === "attack" || isDifference(executed) ? { remarks: [...remarks, nameExecuted(executed)] } : {}),
  };
}

/** The verdict's measure: its scope, its steps, where it is blocked or how far it came. */
export function nameExtent(verdict: Verdict): string {
  return tell(verdict).extent;
}

/** The measure of a finding, and who found it where that is not Assay itself. */
export function nameFindingExtent({ verdict, engine }: Pick<Finding, "verdict" | "engine">): string {
  return engine === "native" ? nameExtent(verdict) : `${nameExtent(verdict)}, by ${nameEngine(engine)}`;
}

/** How a verdict is coloured. */
export function tellTone(verdict: Verdict): VerdictOutline["tone"] {
  return tell(verdict).tone;
}

/** Explains a verdict word in half a sentence; undefined if no lens has it. */
export function explainWord(word: string): string | undefined {
  return KINDS.get(word)?.meaning;
}

/** False for what another try may end differently. */
export function isLasting(verdict: Verdict): boolean {
  return kindOf(verdict).isLasting?.(verdict as never) ?? true;
}

function tell(verdict: Verdict): VerdictOutline {
  return kindOf(verdict).outline(verdict as never);
}

/** A kind stands below the name of its verdicts. */
function kindOf({ is }: Verdict): AnyKind {
  const kind = KINDS.get(is);
  if (kind === undefined) throw new TypeError(`No lens brings verdicts of the kind ${is}.`);
  return kind;
}
