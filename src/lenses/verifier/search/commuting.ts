/**
 * Equations that hold because one order of all terms decides which argument stands first where an operation commutes.
 *
 * Scripts and rules come in every orientation, and a trace is in canonical form for some order. So when s stands before t
 * in one term of a pattern and t before s in another, or in a longer circle, all of them are the same term.
 */
import type { Commutative } from "../../../core/term/commute.ts";
import type { Bank } from "./bank.ts";
import { type Node, SLOT } from "./node.ts";
import type { Known } from "./pattern.ts";
import { type Run, termAt } from "./run.ts";

/** The first stands before the second. */
type Pair = readonly [Node, Node];

const NONE: readonly Pair[] = [];

/** Where a run's memo holds its pairs; `sendings.ts` has the place before. */
const PAIRS = 1;

interface PairsOfRun {
  readonly height: number;
  readonly pairs: readonly Pair[];
}

export class Commuting {
  private readonly bank: Bank;
  private readonly operations: ReadonlySet<number>;

  constructor(bank: Bank, commutative: Commutative) {
    this.bank = bank;
    this.operations = new Set([...commutative].map((name) => bank.op(name)));
  }

  /** Pairs of terms that every trace of the pattern has equal; none when one order of all terms fits as they are. */
  listEqual(known: readonly Known[], runs: readonly Run[]): readonly Pair[] {
    if (this.operations.size === 0) return NONE;
    const pairs = new Set<Pair>();
    for (const { term } of known) for (const pair of this.pairsIn(term)) pairs.add(pair);
    for (const run of runs) for (const pair of this.pairsOf(run)) pairs.add(pair);
    return pairs.size < 2 ? NONE : [...pairs].filter(([first, second]) => leadsTo(second, first, pairs));
  }

  private pairsOf(run: Run): readonly Pair[] {
    const { height, layout, memo } = run;
    const before = memo[PAIRS] as PairsOfRun | undefined;
    if (before?.height === height) return before.pairs;
    const events = layout.events.slice(0, height);
    const pairs = events.flatMap(({ terms }, at) =>
      terms.flatMap((_, which) => this.pairsIn(termAt(run, at, which, this.bank))),
    );
    return this.bank.remember<PairsOfRun>(memo, PAIRS, { height, pairs }).pairs;
  }

  private pairsIn(node: Node): readonly Pair[] {
    if (node.kind !== "application") return NONE;
    const before = node.memo[SLOT.pairs] as readonly Pair[] | undefined;
    return before ?? this.bank.remember(node.memo, SLOT.pairs, this.collect(node));
  }

  private collect(node: Node): readonly Pair[] {
    const inside = node.args.flatMap((arg) => this.pairsIn(arg));
    const [first, second] = this.operations.has(node.op) ? node.args.slice(-2) : [];
    return first === undefined || second === undefined || first === second ? inside : [...inside, [first, second]];
  }
}

function leadsTo(from: Node, to: Node, pairs: ReadonlySet<Pair>): boolean {
  const seen = new Set([from]);
  for (const at of seen) for (const [first, second] of pairs) if (first === at) seen.add(second);
  return seen.has(to);
}
