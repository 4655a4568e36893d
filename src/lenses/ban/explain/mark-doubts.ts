/**
 * Marks of derived goals for what the lints say of their grounds: a message that means more than it carries, an assertion
 * that its sender has no reason for, freshness that nobody can vouch for.
 *
 * A mark is given where every way to the goal needs something of the kind; where one way does without, the goal stands.
 */
import type { Origin } from "../derive/fact.ts";
import { partsOf } from "../formula/formula.ts";
import { readSexpr } from "../formula/read-sexpr.ts";
import type { Lint } from "../lint/lint.ts";
import type { Proof } from "../proof.ts";
import type { Mark } from "./marks.ts";

const KINDS = ["unbacked", "sender-honesty", "foreign-freshness"] as const;

/** The marks of one goal: its proof, every set of leaves that is enough, and the lints that may matter. */
export function markDoubts(proof: Proof, supports: readonly (readonly Origin[])[], lints: readonly Lint[]): Mark[] {
  return KINDS.flatMap((kind): Mark[] => {
    const own = lints.filter((lint) => lint.kind === kind && (kind !== "sender-honesty" || isUsed(lint, proof)));
    const restsOn = (set: readonly Origin[]): Lint[] =>
      own.filter(({ about }) => set.some(({ is, id }) => is === about.is && id === about.id));
    if (own.length === 0 || !supports.every((set) => restsOn(set).length > 0)) return [];
    const shown = restsOn(supports.flat());
    return [{ kind, sentence: `In doubt: ${[...new Set(shown.map(({ sentence }) => sentence))].join(" ")}` }];
  });
}

/** True where the proof says that the asserting principal believes the statement: that is what its honesty stands for. */
function isUsed({ principal, formula }: Lint, { steps }: Proof): boolean {
  if (formula === undefined) return true;
  return steps.some(({ conclusion }, i) => {
    const { formula: concluded } = readSexpr(conclusion);
    if (concluded.is !== "believes" || concluded.what.is !== "believes") return false;
    const { who, what } = concluded.what;
    if (who.is !== "atom" || who.name !== principal) return false;
    // What stands beside it in an utterance may serve freshness alone; in the goal it counts.
    return what.id === formula.id || (i === steps.length - 1 && partsOf(what).some(({ id }) => id === formula.id));
  });
}
