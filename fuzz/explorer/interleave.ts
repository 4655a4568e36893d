/**
 * All interleavings of some runs, as a depth-first search over states with hashing.
 *
 * A state is how far each run has come, what its variables hold, and, while a synchronisation claim is open, which sends
 * came before which receives: later judgements depend on nothing else. A step that no open claim can see is taken at
 * once and alone (a partial-order reduction; the conditions stand at `isInvisible`).
 */
import { mapEvent } from "../../src/core/protocol/ir/event.ts";
import type { ScriptEvent } from "../../src/core/protocol/ir/script.ts";
import { match } from "../../src/core/term/match.ts";
import { EMPTY, type Substitution, substitute } from "../../src/core/term/substitution.ts";
import { apply, PAIR, type Term, variable, variablesOf } from "../../src/core/term/term.ts";
import { renumber } from "./check-play.ts";
import { hasBegun, type Moment, sameContents, violates } from "./judge.ts";
import type { Play } from "./play.ts";
import { counts, type Run } from "./runs.ts";
import { type ClaimAt, keyOf, labelsOf, type View, type World } from "./world.ts";

/** The claims that nothing has been found for, by `keyOf`; shrinks as they are found. */
export type Claims = Map<string, ClaimAt>;

interface State {
  readonly at: readonly number[];
  readonly values: Substitution;
  readonly view: View;
  /** `run.index<run.index`: this send of the same contents took place before this receive. */
  readonly order: ReadonlySet<string>;
  readonly before: { readonly state: State; readonly run: number; readonly event: number } | undefined;
}

/** Which events the open claims depend on. */
interface Sight {
  readonly labels: ReadonlySet<string>;
  readonly order: boolean;
  readonly running: boolean;
  readonly presence: boolean;
}

/** A budget of states is one of so many steps of listing receipts for each: wide patterns would take for ever. */
const STEPS_PER_STATE = 50;

export class Interleavings {
  states = 0;
  private spent = 0;
  private readonly world: World;
  private readonly open: Claims;
  private readonly most: number;
  private readonly report: (claim: ClaimAt, play: Play) => void;
  private sight: Sight;
  /** The claims that some run with honest agents has come to, by `keyOf`. */
  readonly reached = new Set<string>();

  constructor(world: World, open: Claims, most: number, report: (claim: ClaimAt, play: Play) => void) {
    this.world = world;
    this.open = open;
    this.most = most;
    this.report = report;
    this.sight = this.look();
  }

  /** Explores these runs; false when the budget ended first. */
  explore(runs: readonly Run[]): boolean {
    const first: State = {
      at: runs.map(() => 0),
      values: EMPTY,
      view: this.world.start,
      order: new Set(),
      before: undefined,
    };
    const seen = new Set<string>();
    const todo = [first];
    for (let state = todo.pop(); state !== undefined; state = todo.pop()) {
      const key = keyOfState(state, runs);
      if (seen.has(key)) continue;
      seen.add(key);
      if (++this.states > this.most || this.spent > this.most * STEPS_PER_STATE) return false;
      this.judge(state, runs);
      if (this.open.size === 0) return true;
      todo.push(...this.expand(state, runs));
    }
    return true;
  }

  private expand(state: State, runs: readonly Run[]): State[] {
    const next: State[][] = [];
    for (const run of runs) {
      const index = nextStep(run, state.at[run.id] ?? 0);
      const event = run.events[index];
      if (event === undefined) continue;
      const states = this.step(state, runs, run, index, event);
      if (states.length === 1 && this.isInvisible(state, run, index, event)) return states;
      next.push(states);
    }
    return next.flat();
  }

  /**
   * True for a step that commutes with all others and that no open claim can tell from not having happened yet: it is
   * no receive, the run stands at no open claim, has begun (or no claim asks who has), and neither a label that a
   * synchronisation claim speaks of is sent, nor something said that a commitment may look for.
   */
  private isInvisible(state: State, run: Run, index: number, event: ScriptEvent): boolean {
    const at = state.at[run.id] ?? 0;
    if (event.kind === "recv" || event.kind === "claim") return false;
    for (let i = at; i < index; i++) {
      const claim = this.open.get(keyAt(run, i));
      if (claim !== undefined && counts(run, claim.claim)) return false;
    }
    if (this.sight.presence && !run.protocol.helper && !hasBegun(run, at)) return false;
    if (event.kind === "send") return !this.sight.labels.has(`${run.protocol.name} ${event.label}`);
    return event.kind === "match" || !this.sight.running;
  }

  private step(state: State, runs: readonly Run[], run: Run, index: number, event: ScriptEvent): State[] {
    const move = (values: Substitution, view: View, order: ReadonlySet<string>): State => {
      const at = state.at.map((position, id) => (id === run.id ? index + 1 : position));
      return { at, values, view, order, before: { state, run: run.id, event: index } };
    };
    const { values, view, order } = state;
    switch (event.kind) {
      case "send":
        return [move(values, this.world.hear(view, substitute(event.message, values)), order)];
      case "recv": {
        const agents = variablesOf(substitute(event.from, values), substitute(event.to, values));
        const pattern = agents.reduce<Term>((rest, v) => apply(PAIR, v, rest), substitute(event.message, values));
        const before = view.receipts.spent;
        const received = view.receipts.list(pattern);
        this.spent += view.receipts.spent - before;
        return received.map((bound) => {
          const filled = bound.size === 0 ? values : new Map([...values, ...bound]);
          return move(filled, view, this.sight.order ? this.sendsBefore(state, runs, run, index, filled) : order);
        });
      }
      case "match": {
        const [left, right] = [substitute(event.left, values), substitute(event.right, values)];
        if (!event.equal) return left.key === right.key ? [] : [move(values, view, order)];
        const bound = match(left, right, this.world.model.match, values);
        return bound === undefined ? [] : [move(bound, view, order)];
      }
      case "running":
        return [move(values, view, order)];
      case "claim":
        return [];
      default:
        return event satisfies never;
    }
  }

  /** The order with the sends that this receive comes after and agrees with. */
  private sendsBefore(
    state: State,
    runs: readonly Run[],
    run: Run,
    index: number,
    values: Substitution,
  ): ReadonlySet<string> {
    const event = run.events[index];
    if (event?.kind !== "recv" || !this.sight.labels.has(`${run.protocol.name} ${event.label}`)) return state.order;
    const order = new Set(state.order);
    const received = groundEvent(event, values);
    for (const other of runs) {
      if (other.protocol !== run.protocol) continue;
      for (const [i, sent] of other.events.slice(0, state.at[other.id]).entries()) {
        if (sent.kind !== "send" || sent.label !== event.label) continue;
        if (sameContents(groundEvent(sent, values), received)) order.add(orderKey(other.id, i, run.id, index));
      }
    }
    return order;
  }

  private judge(state: State, runs: readonly Run[]): void {
    for (const run of runs) {
      for (let i = state.at[run.id] ?? 0; run.events[i]?.kind === "claim"; i++) {
        const made = run.events[i];
        if (made?.kind !== "claim" || !counts(run, made.claim)) continue;
        this.reached.add(keyAt(run, i));
        const claim = this.open.get(keyAt(run, i));
        if (claim === undefined || !violates(makeMoment(state, runs), run.id, i, claim.claim)) continue;
        this.report(claim, this.tell(state, runs, run, i));
        this.open.delete(keyAt(run, i));
        this.sight = this.look();
      }
    }
  }

  private look(): Sight {
    const kinds = new Set([...this.open.values()].map(({ claim }) => claim.kind));
    return {
      labels: labelsOf(this.world.model, this.open.values()),
      order: kinds.has("Nisynch"),
      running: kinds.has("Commit") || kinds.has("Agree"),
      presence: kinds.has("Alive") || kinds.has("Weakagree"),
    };
  }

  /** The way to a state and the claim there, with the claiming run as run 0. */
  private tell(state: State, runs: readonly Run[], claiming: Run, claimAt: number): Play {
    const number = (id: number): number => (id === claiming.id ? 0 : id < claiming.id ? id + 1 : id);
    const steps: { run: number; event: number }[] = [{ run: 0, event: claimAt }];
    const position = [...state.at];
    for (let i = claimAt - 1; i >= (state.at[claiming.id] ?? 0); i--) steps.push({ run: 0, event: i });
    for (let before = state.before; before !== undefined; before = before.state.before) {
      const from = before.state.at[before.run] ?? 0;
      for (let i = before.event; i >= from; i--) steps.push({ run: number(before.run), event: i });
      position[before.run] = from;
    }
    const ordered = [...runs].sort((a, b) => number(a.id) - number(b.id));
    return {
      runs: ordered.map((run) => ({
        protocol: run.protocol.name,
        role: run.role.role,
        agents: run.agents,
        values: new Map(
          run.role.variables.flatMap((v): [string, Term][] => {
            const value = state.values.get(variable(v.name, v.sorts, run.id).key);
            return value === undefined ? [] : [[v.key, renumber(value, number)]];
          }),
        ),
      })),
      steps: steps.reverse(),
      invented: this.world.invented,
    };
  }
}

function makeMoment(state: State, runs: readonly Run[]): Moment {
  return {
    runs,
    at: state.at,
    event: (run, index) => groundEvent(runs[run]?.events[index] as ScriptEvent, state.values),
    intruderHas: (term) => state.view.knowledge.has(term),
    isSentBefore: (send, recv) => state.order.has(orderKey(send.run, send.index, recv.run, recv.index)),
  };
}

function groundEvent(event: ScriptEvent, values: Substitution): ScriptEvent {
  return mapEvent(event, (term) => substitute(term, values));
}

function nextStep(run: Run, at: number): number {
  let index = at;
  while (run.events[index]?.kind === "claim") index++;
  return index;
}

function keyAt(run: Run, at: number): string {
  return keyOf({ protocol: run.protocol.name, role: run.role.role, at });
}

function orderKey(sendRun: number, sendAt: number, recvRun: number, recvAt: number): string {
  return `${sendRun}.${sendAt}<${recvRun}.${recvAt}`;
}

function keyOfState({ at, values, order }: State, runs: readonly Run[]): string {
  const held = runs.flatMap((run) =>
    run.role.variables.map((v) => values.get(variable(v.name, v.sorts, run.id).key)?.key ?? ""),
  );
  return `${at.join()}|${held.join(";")}|${[...order].sort().join()}`;
}
