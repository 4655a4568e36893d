/**
 * From ProVerif's trace to a ground trace over the source's model: which runs there are, what they hold, and the order of
 * their events.
 *
 * It is a proposal until it is replayed. A run's values are read off the messages that it received; what a role does
 * between two messages (signals, comparisons, claims) takes place as late as it can.
 */
import type { Model, RoleScript } from "../../../core/protocol/ir/script.ts";
import { type Commutative, exchangeable, withLastTwo } from "../../../core/term/commute.ts";
import {
  AGENT,
  type Application,
  apply,
  equals,
  freshName,
  isGround,
  mapLeaves,
  subterms,
  type Term,
} from "../../../core/term/term.ts";
import type { Misfit, ProposedTrace } from "../../engine/proposed-trace.ts";
import type { Lexicon, WrittenScript } from "../encode.ts";
import { rootOf } from "../encode/vocabulary.ts";
import type { PrintedStep } from "./read-output.ts";
import type { PrintedTerm } from "./read-term.ts";
import { Values } from "./values.ts";

/** The claim sought in a trace. */
export interface Sought {
  /** The event of the claim's query. */
  readonly event: string;
  readonly protocol: string;
  readonly role: string;
  /** The index of the claim in its role's script. */
  readonly at: number;
}

/** A run on its way into the trace. */
interface Growing {
  readonly script: RoleScript;
  readonly written: WrittenScript;
  readonly block: Block;
  readonly number: number;
  agents: ReadonlyMap<string, Term>;
  readonly values: Map<string, Term>;
  /** How many of its inputs, outputs and names have come. */
  readonly counts: Record<"in" | "out" | "new", number>;
  /** How many events of its script have taken place. */
  done: number;
}

/** The actions of one role in the process. */
interface Block {
  readonly first: number;
  readonly last: number;
}

/** Reads a trace over a model. */
export function groundTrace(
  model: Model,
  lexicon: Lexicon,
  process: readonly string[],
  steps: readonly PrintedStep[],
  sought: Sought,
): ProposedTrace | Misfit {
  const blocks = splitProcess(process);
  if (blocks.length !== lexicon.roles.length) return { misfit: "its process has other roles than the model" };
  const grounding = new Grounding(model, lexicon, blocks);
  const isClaim = ({ kind, term }: PrintedStep): boolean => kind === "event" && term.id === sought.event;
  const goal = steps.findLastIndex((step) => isClaim(step) && step.isGoal === true);
  const claimStep = goal < 0 ? steps.findLastIndex(isClaim) : goal;
  if (claimStep < 0) return { misfit: "nobody makes the claim in it" };
  const claimant = steps[claimStep] as PrintedStep;
  for (const step of steps) {
    const misfit = grounding.take(step, sought);
    if (misfit !== undefined) return { misfit };
  }
  return grounding.finish(claimant, sought);
}

class Grounding {
  private readonly model: Model;
  private readonly lexicon: Lexicon;
  private readonly values: Values;
  private readonly blocks: readonly Block[];
  private readonly runs = new Map<string, Growing>();
  private readonly hints = new Map<string, Term>();
  private readonly steps: { run: number; event: number }[] = [];
  private readonly commutative: Commutative;
  private readonly reduced: ReadonlySet<string>;

  constructor(model: Model, lexicon: Lexicon, blocks: readonly Block[]) {
    this.model = model;
    this.lexicon = lexicon;
    this.blocks = blocks;
    this.commutative = new Set(model.commutative);
    this.reduced = new Set(model.rewrites.map(({ left }) => rootOf(left)));
    this.values = new Values(model, lexicon);
  }

  /** Takes a step; a sentence where it does not fit. */
  take(step: PrintedStep, sought: Sought): string | undefined {
    if (step.kind === "made") return this.hint(step.term);
    if (step.kind === "event" && step.term.id !== sought.event) return undefined;
    const run = this.runOf(step);
    if (run === undefined) return `action ${step.at} is of no role`;
    if (step.kind === "event") {
      // Injectivity speaks of every run that has made the claim.
      this.advance(run, sought.at + 1);
      return undefined;
    }
    const count = run.counts[step.kind]++;
    if (step.kind === "new") return this.name(run, step, count);
    if (step.kind === "in" && count === 0) return this.begin(run, step.term);
    const index = step.kind === "in" ? count - 1 - run.written.stops : count;
    if (index < 0) return undefined;
    const kind = step.kind === "in" ? "recv" : "send";
    const at = nth(run.script, kind, index);
    if (at === undefined) return `${run.script.role} has no such message`;
    const message = this.values.read(step.term);
    if (message === undefined) return "a message of it cannot be read";
    this.hints.set(message.key, message);
    if (kind === "recv" && !this.receive(run, at, message)) return `${run.script.role} does not take what it receives`;
    this.advance(run, at + 1);
    return undefined;
  }

  /** Takes note of what the intruder makes on its way: parts of it may stand in no message. */
  private hint(made: PrintedTerm): undefined {
    // Values by themselves, and the agents of a run, are made of nothing.
    if (made.args.length === 0 || made.id === "") return;
    const term = this.values.read(made);
    if (term !== undefined) this.hints.set(term.key, term);
    for (const part of made.args) this.hint(part);
  }

  finish(claimant: PrintedStep, sought: Sought): ProposedTrace | Misfit {
    const first = this.runOf(claimant);
    if (first === undefined) return { misfit: "the run that claims is not in it" };
    const { script } = first;
    if (script.protocol !== sought.protocol || script.role !== sought.role) return { misfit: "another role claims" };
    // What the claimant did behind its claim is no part of the attack.
    const before = this.steps.filter(({ run, event }) => run !== first.number || event < sought.at);
    const position = Math.min(first.done, sought.at);
    const missing = Array.from({ length: sought.at + 1 - position }, (_, i) => ({
      run: first.number,
      event: position + i,
    }));
    const order = [
      first.number,
      ...[...this.runs.values()].map(({ number }) => number).filter((n) => n !== first.number),
    ];
    const renumber = (run: number): number => order.indexOf(run);
    const rename = (term: Term): Term => mapRuns(term, renumber);
    const byNumber = new Map([...this.runs.values()].map((run) => [run.number, run]));
    return {
      runs: order.map((number) => {
        const run = byNumber.get(number) as Growing;
        const values = new Map([...run.values].map(([key, value]) => [key, rename(value)]));
        const agents = run.agents;
        return { protocol: run.script.protocol, role: run.script.role, agents, values };
      }),
      steps: [...before, ...missing].map(({ run, event }) => ({ run: renumber(run), event })),
      invented: this.values.invented(),
      hints: [...this.hints.values()].map(rename),
    };
  }

  private runOf({ at, copy }: PrintedStep): Growing | undefined {
    const index = this.blocks.findIndex(({ first, last }) => at >= first && at <= last);
    const block = this.blocks[index];
    const written = this.lexicon.roles[index];
    if (block === undefined || written === undefined) return undefined;
    const key = `${index} ${copy}`;
    const known = this.runs.get(key);
    if (known !== undefined) return known;
    const script = this.model.protocols
      .find(({ name }) => name === written.protocol)
      ?.roles.find(({ role }) => role === written.role);
    if (script === undefined) return undefined;
    const run: Growing = {
      script,
      written,
      block,
      number: this.runs.size,
      agents: new Map(),
      values: new Map(),
      counts: { in: 0, out: 0, new: 0 },
      done: 0,
    };
    this.runs.set(key, run);
    return run;
  }

  private name(run: Growing, { term }: PrintedStep, count: number): undefined {
    // The first may be the run itself, where the model counts runs.
    const { names } = run.written;
    const name = names[count - (run.written.countsRuns ? 1 : 0)];
    if (name !== undefined) this.values.name(term.id, freshName(name.name, name.sorts, run.number));
    return undefined;
  }

  private begin(run: Growing, term: PrintedTerm): string | undefined {
    const { roles } = run.script;
    const parts = roles.length === 1 ? [term] : term.args;
    if (parts.length !== roles.length) return "a run of it has other roles";
    const agents = roles.map((role, i) => [role, this.values.atom((parts[i] as PrintedTerm).id, [AGENT])] as const);
    run.agents = new Map(agents);
    return undefined;
  }

  /** Binds the variables of what is received; false when it does not match. */
  private receive(run: Growing, at: number, message: Term): boolean {
    for (let i = run.done; i < at; i++) this.compare(run, i);
    const event = run.script.events[at];
    if (event?.kind !== "recv") return false;
    return this.bind(run, event.message, message);
  }

  /**
   * Binds a pattern to a value. What has to be computed from variables that other parts bind comes after those; where
   * nothing else is left, it is taken for what does not reduce.
   */
  private bind(run: Growing, drafted: Term, given: Term): boolean {
    const pattern = this.values.normal(this.fill(run, drafted));
    const value = this.values.normal(given);
    if (isGround(pattern)) return equals(pattern, value);
    if (pattern.kind === "variable") {
      run.values.set(pattern.key, value);
      return true;
    }
    if (pattern.kind !== "application" || value.kind !== "application") return false;
    if (pattern.op !== value.op || pattern.args.length !== value.args.length) return false;
    const turned = exchangeable(value, this.commutative);
    if (turned !== undefined) {
      const before = new Map(run.values);
      if (this.bindParts(run, pattern, value)) return true;
      for (const key of run.values.keys()) if (!before.has(key)) run.values.delete(key);
      return this.bindParts(run, pattern, withLastTwo(value, turned[1], turned[0]));
    }
    return this.bindParts(run, pattern, value);
  }

  private bindParts(run: Growing, pattern: Application, value: Application): boolean {
    let parts = pattern.args.map((part, i) => ({ part, value: value.args[i] as Term }));
    parts = [...parts.filter(({ part }) => !this.computes(part)), ...parts.filter(({ part }) => this.computes(part))];
    return parts.every(({ part, value: of }) => this.bind(run, part, of));
  }

  /** True for a part that takes a computation, or one that has its arguments in either order. */
  private computes(part: Term): boolean {
    return [...subterms(part)].some(
      (one) => one.kind === "application" && (this.reduced.has(one.op) || this.commutative.has(one.op)),
    );
  }

  /** Fills what a comparison gives a value to. */
  private compare(run: Growing, at: number): void {
    const event = run.script.events[at];
    if (event?.kind !== "match" || !event.equal) return;
    if (!this.bind(run, event.left, this.fill(run, event.right))) {
      this.bind(run, event.right, this.fill(run, event.left));
    }
  }

  /** A term of the script with what the run holds. */
  private fill(run: Growing, term: Term): Term {
    return mapLeaves(term, (leaf) => {
      if (leaf.kind === "name")
        return leaf.fresh && leaf.run === undefined ? freshName(leaf.name, leaf.sorts, run.number) : leaf;
      return run.agents.get(leaf.name) ?? run.values.get(leaf.key) ?? leaf;
    });
  }

  /** Puts the events of a run up to one of them behind what has happened. */
  private advance(run: Growing, to: number): void {
    for (let event = run.done; event < to; event++) {
      this.compare(run, event);
      this.steps.push({ run: run.number, event });
    }
    run.done = Math.max(run.done, to);
  }
}

/** The numbers of the actions of each role. */
function splitProcess(process: readonly string[]): Block[] {
  const blocks: number[][] = [[]];
  for (const line of process) {
    if (/^\) \| \($/.test(line)) blocks.push([]);
    for (const [, number] of line.matchAll(/\{(\d+)\}/g)) blocks.at(-1)?.push(Number(number));
  }
  return blocks.map((numbers) => ({ first: Math.min(...numbers), last: Math.max(...numbers) }));
}

function nth({ events }: RoleScript, kind: "recv" | "send", index: number): number | undefined {
  const found = events.flatMap((event, at) => (event.kind === kind ? [at] : []));
  return found[index];
}

function mapRuns(term: Term, renumber: (run: number) => number): Term {
  if (term.kind === "application") return apply(term.op, ...term.args.map((arg) => mapRuns(arg, renumber)));
  if (term.kind === "name" && term.run !== undefined) return freshName(term.name, term.sorts, renumber(term.run));
  return term;
}
