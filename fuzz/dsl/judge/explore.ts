/**
 * All executions of some runs, within bounds: every interleaving, and for every receive every message of compose.ts.
 *
 * A state is how far each run has come and what its frame holds, and, while a claim about order is open, which sends came
 * before which receives. Claims are judged when their run arrives at them, secrets whenever the intruder has learned
 * something while their run stands there. What is found is a play, which check.ts follows again before it counts.
 */
import type { Ground } from "./algebra.ts";
import { counts, type Moment, type RunAt, violates } from "./claims.ts";
import { Composer, type Limits } from "./compose.ts";
import { type Cast, compute, doAlone, type OpenFrame } from "./execute.ts";
import { Knowledge } from "./intruder.ts";
import { type Instruction, isStep, type ProgramClaim } from "./program.ts";
import { listCasts, type World } from "./world.ts";

/** One step of a play: a run meets the network. */
export interface PlayStep {
  readonly run: number;
  /** The index of the instruction. */
  readonly at: number;
  /** The message that was received, sent, or chosen as a time. */
  readonly message: Ground;
}

/** An execution; the claiming run is the one named, and has come to the claim. */
export interface Play {
  readonly runs: readonly Cast[];
  readonly steps: readonly PlayStep[];
  readonly claimant: number;
  /** Atoms that the intruder makes up, beyond those of the world. */
  readonly invented?: readonly Ground[];
}

export interface Bounds extends Limits {
  readonly runs: number;
  /** States to visit in all. */
  readonly states: number;
  /** The seed of the order in which plays are looked at, where not all can be. */
  readonly seed: number;
}

export interface Exploration {
  /** By the claim's index: for `reachable` an execution that comes to it, otherwise one that violates it. */
  readonly found: ReadonlyMap<number, Play>;
  /** Claims that a run with honest agents came to. */
  readonly reached: ReadonlyMap<number, Play>;
  readonly states: number;
  /** The largest number of runs of which nothing was left out. */
  readonly exhausted: number;
}

interface State {
  readonly runs: readonly RunAt[];
  readonly stopped: readonly boolean[];
  readonly knowledge: Knowledge;
  readonly order: ReadonlySet<string>;
  readonly before: { readonly state: State; readonly step: PlayStep } | undefined;
}

type Kind = Cast & Pick<RunAt, "corrupt">;

/** Explores one run, then two, ... up to the bound, or until every claim has been found against or states run out. */
export function explore(world: World, bounds: Bounds): Exploration {
  const explorer = new Explorer(world, bounds);
  let exhausted = 0;
  for (let runs = 1; runs <= bounds.runs; runs++) {
    for (const kinds of shuffle(chooseKinds(listCasts(world), runs), bounds.seed)) {
      if (explorer.isSettled) return explorer.result(bounds.runs);
      if (!explorer.matters(kinds)) continue;
      if (!explorer.explore(kinds)) return explorer.result(exhausted);
    }
    // What was left out for few runs may still be found with more; only "exhausted" may not be said any more.
    if (!explorer.wasCut) exhausted = runs;
  }
  return explorer.result(exhausted);
}

/** Every choice of kinds, order apart, up to swapping the two honest agents. */
function chooseKinds(kinds: readonly Kind[], count: number): Kind[][] {
  const names = kinds.map(nameOf);
  const swapped = kinds.map((kind) => names.indexOf(nameOf(kind, swapNames)));
  const chosen: Kind[][] = [];
  const visit = (from: number, picked: readonly number[]): void => {
    if (picked.length === count) {
      const mirrored = picked.map((i) => swapped[i] as number).sort((a, b) => a - b);
      if (mirrored.join() >= picked.join()) chosen.push(picked.map((i) => kinds[i] as Kind));
      return;
    }
    for (let i = from; i < kinds.length; i++) visit(i, [...picked, i]);
  };
  visit(0, []);
  return chosen;
}

function nameOf(kind: Kind, rename: unknown = undefined): string {
  const agents = [...kind.agents.values()].map(({ op }) => (rename === swapNames ? swapNames(op) : op));
  return `${kind.program.role} ${agents.join(" ")}`;
}

function swapNames(name: string): string {
  return name === "Alice" ? "Bob" : name === "Bob" ? "Alice" : name;
}

/** A permutation by the seed alone (Fisher and Yates, with a linear congruential generator). */
function shuffle<T>(items: readonly T[], seed: number): T[] {
  const shuffled = [...items];
  let state = (seed ^ 0x9e3779b9) >>> 0;
  for (let i = shuffled.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
  }
  return shuffled;
}

class Explorer {
  wasCut = false;
  private states = 0;
  private readonly world: World;
  private readonly bounds: Bounds;
  private readonly found = new Map<number, Play>();
  private readonly reached = new Map<number, Play>();
  private readonly open: Set<number>;
  private readonly views = new Map<string, Knowledge>();
  private readonly composers = new Map<Knowledge, Composer>();
  private readonly start: Knowledge;
  private readonly asksOrder: boolean;

  constructor(world: World, bounds: Bounds) {
    this.world = world;
    this.bounds = bounds;
    this.open = new Set(world.program.claims.map(({ index }) => index));
    this.start = new Knowledge(world.powers);
    this.asksOrder = world.program.claims.some(({ word }) => word === "nisynch" || word === "isynch");
  }

  get isSettled(): boolean {
    return this.open.size === 0;
  }

  result(exhausted: number): Exploration {
    const { found, reached, states } = this;
    return { found, reached, states, exhausted };
  }

  /** True when one of the runs could violate something that has not been violated yet. */
  matters(kinds: readonly Kind[]): boolean {
    return kinds.some((kind) =>
      kind.program.instructions.some(
        (one) => one.do === "claim" && this.open.has(one.claim.index) && counts(kind, one.claim),
      ),
    );
  }

  /** False when the states are used up. */
  explore(kinds: readonly Kind[]): boolean {
    const seen = new Set<string>();
    const stack: State[] = [];
    const push = (state: State): boolean => {
      const key = keyOf(state);
      if (seen.has(key)) return true;
      seen.add(key);
      this.states += 1;
      this.judge(state);
      stack.push(state);
      return this.states < this.bounds.states && !this.isSettled;
    };
    if (!push(this.begin(kinds))) return this.isSettled;
    for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
      for (const [run, { pc }] of state.runs.entries()) {
        if (state.stopped[run] === true) continue;
        for (const next of this.go(state, run, pc)) if (!push(next)) return this.isSettled;
      }
    }
    return true;
  }

  private begin(kinds: readonly Kind[]): State {
    const runs: RunAt[] = [];
    const stopped: boolean[] = [];
    for (const [run, kind] of kinds.entries()) {
      const frame: OpenFrame = Array<Ground | undefined>(kind.program.slots).fill(undefined);
      const pc = this.settle(kind, run, frame, 0);
      runs.push({ ...kind, pc: pc ?? 0, frame });
      stopped.push(pc === undefined);
    }
    return { runs, stopped, knowledge: this.start, order: new Set(), before: undefined };
  }

  /** Does what the run does alone; where it stops then, or undefined when a test fails. */
  private settle(cast: Cast, run: number, frame: OpenFrame, from: number): number | undefined {
    const { instructions } = cast.program;
    let pc = from;
    for (; pc < instructions.length; pc++) {
      const instruction = instructions[pc] as Instruction;
      if (isStep(instruction) || instruction.do === "claim" || instruction.do === "running") return pc;
      if (!doAlone(this.world.algebra, cast, run, frame, instruction)) return undefined;
    }
    return pc;
  }

  private go(state: State, run: number, pc: number): State[] {
    const own = state.runs[run] as RunAt;
    const { instructions } = own.program;
    let at = pc;
    while (instructions[at]?.do === "claim" || instructions[at]?.do === "running") at++;
    const instruction = instructions[at];
    if (instruction === undefined) return [];
    switch (instruction.do) {
      case "send": {
        const message = compute(this.world.algebra, own, own.frame, instruction.message);
        return message === undefined ? [] : this.take(state, run, at, instruction.slot, message);
      }
      case "recv": {
        const composer = this.composerOf(state.knowledge);
        const messages = composer.list(own, own.frame, instruction.pattern);
        this.wasCut ||= composer.wasCut;
        return messages.flatMap((message) => this.take(state, run, at, instruction.slot, message));
      }
      case "time":
        return this.composerOf(state.knowledge)
          .atoms(["Time"])
          .flatMap((time) => this.take(state, run, at, instruction.slot, time));
      case "fresh":
      case "let":
      case "match":
      case "test":
      case "running":
      case "claim":
        throw new RangeError(`explore: a run rests at ${instruction.do}`);
      default:
        return instruction satisfies never;
    }
  }

  private take(state: State, run: number, at: number, slot: number, message: Ground): State[] {
    const own = state.runs[run] as RunAt;
    const instruction = own.program.instructions[at] as Instruction;
    const frame: OpenFrame = [...own.frame];
    frame[slot] = message;
    const accepted =
      instruction.do !== "recv" ||
      doAlone(this.world.algebra, own, run, frame, { do: "match", slot, pattern: instruction.pattern });
    if (!accepted) return [];
    const pc = this.settle(own, run, frame, at + 1);
    if (pc === undefined && instruction.do === "recv") return [];
    const moved: RunAt = { ...own, frame, pc: pc ?? at + 1 };
    return [
      {
        runs: state.runs.map((other, i) => (i === run ? moved : other)),
        stopped: state.stopped.map((was, i) => (i === run ? pc === undefined : was)),
        knowledge: instruction.do === "send" ? this.hear(state.knowledge, message) : state.knowledge,
        order: instruction.do === "recv" && this.asksOrder ? this.orderBehind(state, run, at, message) : state.order,
        before: { state, step: { run, at, message } },
      },
    ];
  }

  /** The order with the sends of the same contents that this receive comes after. */
  private orderBehind(state: State, run: number, at: number, message: Ground): ReadonlySet<string> {
    const instruction = state.runs[run]?.program.instructions[at];
    const order = new Set(state.order);
    for (const [i, { program, pc, frame }] of state.runs.entries()) {
      for (const [j, one] of program.instructions.slice(0, pc).entries()) {
        if (one.do !== "send" || instruction?.do !== "recv" || one.label !== instruction.label) continue;
        if (frame[one.slot] === message) order.add(`${i}.${j}<${run}.${at}`);
      }
    }
    return order;
  }

  private hear(knowledge: Knowledge, message: Ground): Knowledge {
    if (knowledge.knows(message)) return knowledge;
    const key = `${knowledge.name} ${message.id}`;
    const known = this.views.get(key);
    if (known !== undefined) return known;
    const made = knowledge.hear(message);
    const same = this.views.get(made.name) ?? made;
    this.views.set(key, same);
    this.views.set(made.name, same);
    this.wasCut ||= made.wasCut;
    return same;
  }

  private composerOf(knowledge: Knowledge): Composer {
    const known = this.composers.get(knowledge);
    if (known !== undefined) return known;
    const made = new Composer(this.world.algebra, knowledge, this.world.agents, this.bounds);
    this.composers.set(knowledge, made);
    return made;
  }

  private judge(state: State): void {
    const mover = state.before?.step.run;
    for (const [i, run] of state.runs.entries()) {
      const { program, pc } = run;
      if (state.stopped[i] === true) continue;
      for (let at = pc; program.instructions[at]?.do === "claim"; at++) {
        const one = program.instructions[at];
        if (one?.do !== "claim" || !this.open.has(one.claim.index) || !counts(run, one.claim)) continue;
        if (i === mover || mover === undefined || isSecrecy(one.claim)) this.judgeClaim(state, i, one.claim);
      }
    }
  }

  private judgeClaim(state: State, run: number, claim: ProgramClaim): void {
    const play = (): Play => ({ runs: state.runs, steps: stepsOf(state), claimant: run });
    if (!this.reached.has(claim.index)) this.reached.set(claim.index, play());
    if (!violates(momentOf(this.world, state), run, claim)) return;
    this.found.set(claim.index, play());
    this.open.delete(claim.index);
  }
}

/** Claims that fall without the claimant doing anything. */
function isSecrecy({ word }: ProgramClaim): boolean {
  return word === "secret" || word === "unguessable";
}

function stepsOf(state: State): PlayStep[] {
  const steps: PlayStep[] = [];
  for (let before = state.before; before !== undefined; before = before.state.before) steps.push(before.step);
  return steps.reverse();
}

function momentOf(world: World, state: State): Moment {
  return makeMoment(world, state.runs, state.knowledge, () => stepsOf(state));
}

/** A moment whose order of events is read off the steps before it. */
export function makeMoment(
  world: World,
  runs: readonly RunAt[],
  knowledge: Knowledge,
  steps: () => readonly PlayStep[],
): Moment {
  let times: Map<string, number> | undefined;
  const timeOfStep = (run: number, at: number): number | undefined => {
    times ??= new Map(steps().map((step, i) => [`${step.run}.${step.at}`, i + 1]));
    return times.get(`${run}.${at}`);
  };
  return {
    algebra: world.algebra,
    program: world.program,
    runs,
    knowledge,
    timeOf(run, at) {
      const { program, pc } = runs[run] as RunAt;
      const { instructions } = program;
      if (isStep(instructions[at])) return timeOfStep(run, at);
      // A signal comes with the send behind it, a claim with the step before it.
      if (instructions[at]?.do === "running")
        return timeOfStep(
          run,
          instructions.findIndex((one, i) => i > at && isStep(one)),
        );
      if (instructions.slice(pc, at).some((one) => one.do !== "claim")) return undefined;
      const before = instructions.slice(0, at).findLastIndex(isStep);
      return before < 0 ? 0 : timeOfStep(run, before);
    },
  };
}

function keyOf({ runs, stopped, order }: State): string {
  let key = "";
  for (const [i, { pc, frame }] of runs.entries()) {
    key += `|${stopped[i] === true ? "x" : ""}${pc}`;
    for (const value of frame) key += value === undefined ? "," : `,${value.id}`;
  }
  return order.size === 0 ? key : `${key}|${[...order].sort().join()}`;
}
