/**
 * Decides whether a claim is violated at a moment: the definitions of docs/semantics.md, "The claims", one by one.
 *
 * The claiming run stands at its claim. Everything is decided on ground values; which event came when is asked of the
 * moment. Sources: Lowe (CSFW 1997); Cremers and Mauw (2012); Cremers, Mauw and de Vink (TCS 2006) for injectivity.
 */
import type { Algebra, Ground } from "./algebra.ts";
import { type Cast, compute, type Frame } from "./execute.ts";
import { listParts, verifiesGuess } from "./guess.ts";
import type { Knowledge } from "./intruder.ts";
import { isStep, type Program, type ProgramClaim, programOf, type Recipe } from "./program.ts";

export interface RunAt extends Cast {
  readonly pc: number;
  readonly frame: Frame;
  /** The roles that the intruder plays. */
  readonly corrupt: readonly string[];
}

/** True when the claim of the run counts: no role that it takes for honest is played by the intruder. */
export function counts({ corrupt }: Pick<RunAt, "corrupt">, { honest }: ProgramClaim): boolean {
  return corrupt.every((role) => honest?.includes(role) === false);
}

export interface Moment {
  readonly algebra: Algebra;
  readonly program: Program;
  readonly runs: readonly RunAt[];
  readonly knowledge: Knowledge;
  /** When a run came past an instruction; undefined: not yet. */
  timeOf(run: number, instruction: number): number | undefined;
}

/** True when the claim is false now; for `reachable`, when it is true. */
export function violates(moment: Moment, self: number, claim: ProgramClaim): boolean {
  const own = moment.runs[self] as RunAt;
  switch (claim.word) {
    case "reachable":
      return true;
    case "secret": {
      const term = claim.term === undefined ? undefined : valueIn(moment, own, claim.term);
      return term !== undefined && moment.knowledge.derives(term);
    }
    case "unguessable": {
      const term = claim.term === undefined ? undefined : valueIn(moment, own, claim.term);
      return (
        term !== undefined &&
        (moment.knowledge.derives(term) || verifiesGuess(moment.knowledge, term, listReceived(moment)))
      );
    }
    case "alive":
      return rolesAsked(own, claim).some((role) => !moment.runs.some((run, i) => isRunning(moment, own, i, role)));
    case "weakagree":
      return rolesAsked(own, claim).some(
        (role) => !moment.runs.some((run, i) => isRunning(moment, own, i, role) && companyOf(run) === companyOf(own)),
      );
    case "niagree":
      return listCasts(moment, self, claim, "any order").length === 0;
    case "nisynch":
      return listCasts(moment, self, claim, "in order").length === 0;
    case "agree":
      return listSignallers(moment, self, claim).length === 0;
    case "isynch":
      return !canShare(
        claimants(moment, claim).map((run) =>
          listCasts(moment, run, claim, "in order").map((cast) => without(cast, run)),
        ),
      );
    case "injective agree":
      return !canShare(
        claimants(moment, claim).map((run) => listSignallers(moment, run, claim).map((signaller) => [signaller])),
      );
    default:
      return claim.word satisfies never;
  }
}

/** Every part of a message that a run has taken from the network, and of none that a run has put together itself. */
function listReceived({ runs }: Moment): ReadonlySet<Ground> {
  const [taken, made] = [new Set<Ground>(), new Set<Ground>()];
  for (const { program, pc, frame } of runs) {
    const before = new Set<Ground>();
    for (const step of program.instructions.slice(0, pc)) {
      if (step.do !== "send" && step.do !== "recv") continue;
      const message = frame[step.slot];
      for (const part of message === undefined ? [] : listParts(message)) {
        if (step.do === "recv") before.add(part);
        else if (!before.has(part)) made.add(part);
      }
    }
    for (const part of before) taken.add(part);
  }
  return new Set([...taken].filter((part) => !made.has(part)));
}

function valueIn({ algebra }: Moment, run: RunAt, recipe: Recipe): Ground | undefined {
  return compute(algebra, run, run.frame, recipe);
}

function rolesAsked(own: RunAt, claim: ProgramClaim): readonly string[] {
  return claim.partner === undefined ? [...own.agents.keys()] : [claim.partner];
}

/** True when the agent that the claimant has for a role executes this run, and has begun. */
function isRunning(moment: Moment, own: RunAt, at: number, role: string): boolean {
  const run = moment.runs[at] as RunAt;
  if (run.agents.get(run.program.role) !== own.agents.get(role)) return false;
  return run === own || run.program.instructions.some((one, i) => isStep(one) && moment.timeOf(at, i) !== undefined);
}

function companyOf({ agents }: RunAt): string {
  return [...new Set([...agents.values()].map(({ id }) => id))].sort((a, b) => a - b).join();
}

function positionOf({ program }: RunAt, claim: ProgramClaim): number {
  return program.instructions.findIndex((one) => one.do === "claim" && one.claim.index === claim.index);
}

/** The runs whose claim counts that have come to the claim by now. */
function claimants(moment: Moment, claim: ProgramClaim): number[] {
  return moment.runs.flatMap((run, i) =>
    counts(run, claim) && run.program.role === claim.role && hasArrived(moment, i, claim) ? [i] : [],
  );
}

function hasArrived(moment: Moment, at: number, claim: ProgramClaim): boolean {
  return moment.timeOf(at, positionOf(moment.runs[at] as RunAt, claim)) !== undefined;
}

/** The messages that must have been communicated before a place of a role. */
export function labelsBefore(program: Program, role: string, end: number): string[] {
  const found: string[] = [];
  const visit = (of: string, until: number): void => {
    for (const one of programOf(program, of).instructions.slice(0, until)) {
      if (one.do !== "recv" || found.includes(one.label)) continue;
      found.push(one.label);
      const sender = programOf(program, one.from).instructions;
      visit(
        one.from,
        sender.findIndex((other) => other.do === "send" && other.label === one.label),
      );
    }
  };
  visit(role, end);
  return found;
}

interface End {
  readonly role: string;
  readonly at: number;
  readonly slot: number;
}

function endOf(program: Program, label: string, kind: "send" | "recv"): End | undefined {
  for (const { role, instructions } of program.roles) {
    for (const [at, one] of instructions.entries()) {
      if (one.do === kind && one.label === label) return { role, at, slot: one.slot };
    }
  }
  return undefined;
}

/** Every choice of one run a role, the claimant itself for its own, between which all messages took place. */
function listCasts(moment: Moment, self: number, claim: ProgramClaim, order: "any order" | "in order"): number[][] {
  const { program, runs } = moment;
  const own = runs[self] as RunAt;
  const labels = labelsBefore(program, claim.role, positionOf(own, claim));
  const messages = labels.map((label) => ({
    label,
    send: endOf(program, label, "send") as End,
    recv: endOf(program, label, "recv") as End,
  }));
  const roles = [...new Set([claim.role, ...messages.flatMap(({ send, recv }) => [send.role, recv.role])])];
  const casts = roles.reduce<number[][]>(
    (all, role) =>
      all.flatMap((cast) => {
        const next = role === claim.role ? [self] : [...runs.keys()].filter((i) => runs[i]?.program.role === role);
        return next.map((run) => [...cast, run]);
      }),
    [[]],
  );
  return casts.filter((cast) =>
    messages.every(({ send, recv }) => {
      const [sender, receiver] = [cast[roles.indexOf(send.role)] as number, cast[roles.indexOf(recv.role)] as number];
      const [sent, received] = [moment.timeOf(sender, send.at), moment.timeOf(receiver, recv.at)];
      if (sent === undefined || received === undefined || (order === "in order" && sent > received)) return false;
      const [from, to] = [runs[sender] as RunAt, runs[receiver] as RunAt];
      const isSame = (role: string): boolean => from.agents.get(role) === to.agents.get(role);
      return from.frame[send.slot] === to.frame[recv.slot] && isSame(send.role) && isSame(recv.role);
    }),
  );
}

/** The runs of the partner that have given the answering signal before the claim of that run. */
function listSignallers(moment: Moment, self: number, claim: ProgramClaim): number[] {
  const own = moment.runs[self] as RunAt;
  const data = (claim.data ?? []).map((recipe) => valueIn(moment, own, recipe));
  const until = moment.timeOf(self, positionOf(own, claim)) ?? Number.POSITIVE_INFINITY;
  const partner = claim.partner ?? "";
  return moment.runs.flatMap((run, i) => {
    if (run.program.role !== partner || run.agents.get(partner) !== own.agents.get(partner)) return [];
    const hasSignalled = run.program.instructions.some((one, at) => {
      const time = one.do === "running" ? moment.timeOf(i, at) : undefined;
      if (one.do !== "running" || time === undefined || time > until || !one.answers.includes(claim.index))
        return false;
      if (one.partner !== undefined && run.agents.get(one.partner) !== own.agents.get(claim.role)) return false;
      return one.data.every((recipe, n) => {
        const said = valueIn(moment, run, recipe);
        return said !== undefined && said === data[n];
      });
    });
    return hasSignalled ? [i] : [];
  });
}

function without(cast: readonly number[], run: number): number[] {
  return cast.filter((other) => other !== run);
}

/** True when one choice can be made for each such that no run is in two of them. */
function canShare(choices: readonly (readonly (readonly number[])[])[], taken: readonly number[] = []): boolean {
  const [first, ...rest] = choices;
  if (first === undefined) return true;
  return first.some((cast) => cast.every((run) => !taken.includes(run)) && canShare(rest, [...taken, ...cast]));
}
