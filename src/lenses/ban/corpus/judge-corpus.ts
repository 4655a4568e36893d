/** Judges a corpus: every goal in every scenario that says what to expect, and every rule test. */
import { Deriver } from "../derivation.ts";
import { ownerOf } from "../derive/prove.ts";
import type { Formula } from "../formula/formula.ts";
import { findSmuggled } from "../explain/find-smuggled.ts";
import type { IllegitimateId } from "../rules/rule.ts";
import type { Corpus, CorpusProtocol, PaperConclusion, Scenario } from "./corpus.ts";
import { sortsOf } from "../formula/sorts.ts";

/** One goal in one scenario, or one rule test. */
export interface CorpusOutcome {
  /** `protocol/scenario`, or `rules`. */
  readonly group: string;
  readonly goal: string;
  readonly formula: Formula;
  readonly expected: boolean;
  readonly derived: boolean;
  /** True: not derived, but the search was cut off, so it may be derivable. */
  readonly undecided: boolean;
  /** The paper's conclusion, and the steps outside the logic that lead to it. */
  readonly paper?: PaperConclusion & { readonly found: readonly (readonly IllegitimateId[])[] };
}

/** The outcome of everything that the corpus expects something of, in its order. Throws RejectedProof. */
export function* judgeCorpus(corpus: Corpus): Generator<CorpusOutcome> {
  for (const protocol of corpus.protocols) {
    for (const scenario of protocol.scenarios) yield* judgeScenario(protocol, scenario);
  }
  for (const { id, profile, premises, conclusion, expected } of corpus.ruleTests) {
    const assumptions = premises.map((formula, i) => ({ id: `p${i + 1}`, formula }));
    const deriver = new Deriver({ assumptions, messages: [], sorts: undefined }, profile);
    const derived = ownerOf(conclusion) !== undefined && deriver.derive(conclusion) !== undefined;
    const undecided = !derived && deriver.isUndecided(conclusion);
    yield { group: "rules", goal: id, formula: conclusion, expected, derived, undecided };
  }
}

function* judgeScenario(protocol: CorpusProtocol, scenario: Scenario): Generator<CorpusOutcome> {
  const premises = { ...scenario, sorts: sortsOf(protocol.symbols) };
  const deriver = new Deriver(premises, scenario.profile);
  for (const { id, formula, expected, paper } of protocol.goals) {
    const wanted = expected.get(scenario.id);
    if (wanted === undefined) continue;
    const derived = deriver.derive(formula) !== undefined;
    const undecided = !derived && deriver.isUndecided(formula);
    const smuggled = paper === undefined || derived ? [] : findSmuggled(formula, premises, scenario.profile);
    const found = smuggled.map(({ families }) => families);
    const said = paper === undefined ? {} : { paper: { ...paper, found } };
    yield { group: `${protocol.id}/${scenario.id}`, goal: id, formula, expected: wanted, derived, undecided, ...said };
  }
}
