/**
 * State that every step of one search shares: the bank, the bindings in progress, and what is computed from the model once.
 *
 * A core belongs to one search at a time: searches that take turns must not share a bank. What a search leaves in it is
 * forgotten when the next begins (`beginAnew`); what new runs say is kept.
 */
import type { Prepared, Script } from "../prepare.ts";
import { Bank, type Mark } from "./bank.ts";
import { Bindings } from "./bindings.ts";
import { Commuting } from "./commuting.ts";
import { Exposures } from "./exposure.ts";
import { FreeEnds } from "./free-ends.ts";
import { type Holdings, listHoldings } from "./holdings.ts";
import { type Layout, makeLayout, MESSAGE } from "./layout.ts";
import type { Node } from "./node.ts";
import { OutOfReach } from "./out-of-reach.ts";
import { Rules } from "./rules.ts";
import { makeRun, type Run, termAt } from "./run.ts";
import { Sendings } from "./sendings.ts";
import { Triviality } from "./triviality.ts";

export class Core {
  readonly prepared: Prepared;
  readonly bank: Bank;
  readonly bindings: Bindings;
  readonly rules: Rules;
  readonly layouts: readonly Layout[];
  readonly exposures: Exposures;
  readonly sendings: Sendings;
  readonly trivial: Triviality;
  readonly free: FreeEnds;
  readonly holdings: Holdings;
  readonly outOfReach: OutOfReach;
  readonly commuting: Commuting;
  readonly untrusted: ReadonlySet<Node>;
  private readonly fresh = new Map<Layout, Run[]>();
  private readonly byScript: ReadonlyMap<Script, Layout>;
  /** How many runs have been prepared, and where the bank stands behind them. */
  private preparedRuns = 0;
  private ready: Mark;

  constructor(prepared: Prepared) {
    this.prepared = prepared;
    const { pulse } = prepared;
    this.bank = new Bank(pulse);
    this.bindings = new Bindings(this.bank);
    this.rules = new Rules(prepared, this.bank);
    this.commuting = new Commuting(this.bank, prepared.commutative);
    this.layouts = prepared.scripts.map((script) => {
      pulse.beat();
      return makeLayout(script, this.bank);
    });
    this.exposures = new Exposures(this.rules, this.bindings, prepared.budgets.narrowings);
    this.sendings = new Sendings(prepared, this.rules, this.exposures);
    this.trivial = new Triviality(prepared, this.rules);
    this.free = new FreeEnds(this.rules, this.bindings, this.trivial);
    this.untrusted = new Set(prepared.model.untrusted.map((agent) => this.bank.intern(agent)));
    this.holdings = listHoldings(this.rules, this.exposures, this.sendings, this.trivial);
    const runs = this.layouts.map((layout) => this.newRun(layout, 0));
    this.outOfReach = new OutOfReach(this.rules, this.sendings, this.holdings, runs);
    this.byScript = new Map(this.layouts.map((layout) => [layout.script, layout]));
    this.ready = this.bank.mark();
  }

  /** Forgets what searches have left, and makes ready for patterns of so many runs. */
  beginAnew(maxRuns: number): void {
    this.bindings.undo();
    this.bank.release(this.ready);
    for (; this.preparedRuns <= maxRuns; this.preparedRuns++) this.prepareRuns(this.preparedRuns);
    this.ready = this.bank.mark();
  }

  layoutOf(script: Script): Layout {
    const layout = this.byScript.get(script);
    if (layout === undefined) throw new Error(`layoutOf: ${script.role.role} is not of this model`);
    return layout;
  }

  /** The run of a script with this number, as it is before anything is known of it. */
  newRun(layout: Layout, id: number): Run {
    const known = this.fresh.get(layout) ?? [];
    this.fresh.set(layout, known);
    this.prepared.pulse.beat();
    const run = known[id] ?? makeRun(layout, id, this.bank);
    known[id] = run;
    return run;
  }

  /** Computes what the new runs of a number say, where nothing of it will have to be forgotten. */
  private prepareRuns(id: number): void {
    for (const layout of this.layouts) {
      const run = this.newRun(layout, id);
      for (const event of layout.messages) this.sendings.at(run, event);
      for (const event of layout.sends) this.free.of(termAt(run, event, MESSAGE, this.bank));
    }
  }
}

/** Cores at rest, for the searches of one model. */
export class Cores {
  private readonly prepared: Prepared;
  private readonly resting: Core[] = [];

  constructor(prepared: Prepared) {
    this.prepared = prepared;
  }

  /** A core that nobody else has. */
  take(): Core {
    return this.resting.pop() ?? new Core(this.prepared);
  }

  /** Takes back a core whose search has ended. */
  giveBack(core: Core): void {
    core.beginAnew(0);
    this.resting.push(core);
  }
}
