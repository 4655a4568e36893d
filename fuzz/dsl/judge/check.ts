/**
 * Follows a play from the start, one step after the other, and judges the claim at its end.
 *
 * Whoever says "attack", the explorer or the verifier, this decides whether it is one. Every message that the intruder
 * gives is proved: each step of its proof is one application of an operation, computed by ground rewriting.
 */
import type { Ground } from "./algebra.ts";
import { counts, type RunAt, violates } from "./claims.ts";
import { compute, doAlone, type OpenFrame } from "./execute.ts";
import type { Play, PlayStep } from "./explore.ts";
import { makeMoment } from "./explore.ts";
import { Knowledge } from "./intruder.ts";
import { isStep, type ProgramClaim } from "./program.ts";
import { rolesOf, type World } from "./world.ts";

/** `refused`: why it is no execution at all. */
export type Checked = { readonly violated: boolean } | { readonly refused: string };

interface Runner {
  readonly run: Play["runs"][number];
  readonly frame: OpenFrame;
  pc: number;
  isStopped: boolean;
}

/** True, wrapped: the execution takes place and violates the claim (`reachable`: comes to it). */
export function check(world: World, play: Play, claim: ProgramClaim): Checked {
  const { algebra, eve } = world;
  const runners = play.runs.map((run): Runner => ({ run, frame: [], pc: 0, isStopped: false }));
  const powers = { ...world.powers, initial: [...world.powers.initial, ...(play.invented ?? [])] };
  let knowledge = new Knowledge(powers);
  const miscast = findMiscast(world, play);
  if (miscast !== undefined) return { refused: miscast };
  const goOn = (id: number): void => {
    const { run, frame } = runners[id] as Runner;
    const { instructions } = run.program;
    for (let at = runners[id]?.pc ?? 0; ; at++) {
      const instruction = instructions[at];
      (runners[id] as Runner).pc = at;
      if (instruction === undefined || isStep(instruction)) return;
      if (instruction.do === "claim" || instruction.do === "running") return;
      if (doAlone(algebra, run, id, frame, instruction)) continue;
      (runners[id] as Runner).isStopped = true;
      return;
    }
  };
  for (const id of runners.keys()) goOn(id);
  for (const [time, step] of play.steps.entries()) {
    const runner = runners[step.run];
    if (runner === undefined || runner.isStopped) return { refused: `step ${time}: no such run, or it has stopped` };
    const { instructions } = runner.run.program;
    while (instructions[runner.pc]?.do === "claim" || instructions[runner.pc]?.do === "running") runner.pc++;
    const instruction = instructions[runner.pc];
    if (runner.pc !== step.at || instruction === undefined) return { refused: `step ${time}: out of turn` };
    switch (instruction.do) {
      case "send": {
        const message = compute(algebra, runner.run, runner.frame, instruction.message);
        if (message !== step.message) return { refused: `step ${time}: the run sends something else` };
        runner.frame[instruction.slot] = message;
        knowledge = knowledge.hear(message);
        break;
      }
      case "recv": {
        const unproved = findUnproved({ ...world, powers }, knowledge, step.message, play, time);
        if (unproved !== undefined) return { refused: `step ${time}: ${unproved}` };
        const { slot, pattern } = instruction;
        runner.frame[slot] = step.message;
        const accepted = doAlone(algebra, runner.run, step.run, runner.frame, { do: "match", slot, pattern });
        if (!accepted) return { refused: `step ${time}: the receiver does not accept the message` };
        break;
      }
      case "time":
        if (!algebra.admits(["Time"], step.message) || !knowledge.derives(step.message)) {
          return { refused: `step ${time}: no time that the network has` };
        }
        runner.frame[instruction.slot] = step.message;
        break;
      case "fresh":
      case "let":
      case "match":
      case "test":
      case "running":
      case "claim":
        return { refused: `step ${time}: ${instruction.do} is no step` };
      default:
        return instruction satisfies never;
    }
    runner.pc++;
    goOn(step.run);
  }
  const claimant = runners[play.claimant];
  if (claimant === undefined || claimant.isStopped) return { refused: "the claimant has stopped" };
  const { instructions } = claimant.run.program;
  const at = instructions.findIndex((one) => one.do === "claim" && one.claim.index === claim.index);
  const stands = at >= claimant.pc && instructions.slice(claimant.pc, at).every((one) => one.do === "claim");
  if (!stands) return { refused: "the claimant does not stand at the claim" };
  const runs = runners.map(({ run, frame, pc }): RunAt => ({ ...run, frame, pc, corrupt: rolesOf(eve, run.agents) }));
  const claiming = runs[play.claimant];
  if (claiming === undefined || !counts(claiming, claim))
    return { refused: "the claimant's run has a dishonest agent" };
  return {
    violated: violates(
      makeMoment(world, runs, knowledge, () => play.steps),
      play.claimant,
      claim,
    ),
  };
}

/** Who may not play what the play says; undefined when all may. */
function findMiscast({ program, eve }: World, { runs }: Play): string | undefined {
  const cast = runs.flatMap(({ agents }) => [...agents]);
  for (const { role: trusted } of program.roles.filter((role) => role.trusted)) {
    const servers = new Set(cast.filter(([role]) => role === trusted).map(([, agent]) => agent));
    if (servers.has(eve)) return `the intruder plays ${trusted}`;
    const both = cast.find(([role, agent]) => role !== trusted && servers.has(agent));
    if (both !== undefined) return `${both[1].op} plays ${both[0]} and the trusted ${trusted}`;
  }
  for (const [i, { agents, program: own }] of runs.entries()) {
    if (agents.get(own.role) === eve) return `run ${i} is executed by the intruder`;
  }
  return undefined;
}

/** Checks the proof that the intruder has a term, step by step; what is wrong with it, or undefined. */
function findUnproved(
  world: World,
  knowledge: Knowledge,
  wanted: Ground,
  play: { readonly steps: readonly PlayStep[]; readonly runs: Play["runs"] },
  time: number,
): string | undefined {
  const { algebra, powers } = world;
  const sent = new Set(
    play.steps
      .slice(0, time)
      .filter(({ run, at }) => play.runs[run]?.program.instructions[at]?.do === "send")
      .map(({ message }) => message),
  );
  const done = new Set<Ground>();
  const todo = [wanted];
  for (let term = todo.pop(); term !== undefined; term = todo.pop()) {
    if (done.has(term)) continue;
    done.add(term);
    const proof = knowledge.explain(term);
    if (proof === undefined) return `the intruder does not have ${term.op}`;
    switch (proof.by) {
      case "start":
        if (!powers.initial.includes(term)) return `${term.op} is not known from the start`;
        break;
      case "heard":
        if (!sent.has(term)) return `${term.op} was not sent`;
        break;
      case "agent":
      case "key":
        break;
      case "part":
        if (!proof.of.args.includes(term)) return `${term.op} is no part`;
        todo.push(proof.of);
        break;
      case "apply":
        if (proof.op !== "pair" && !powers.applicable.has(proof.op)) return `${proof.op} is not for everyone`;
        if (algebra.make(proof.op, proof.args) !== term) return `${proof.op} gives something else`;
        todo.push(...proof.args);
        break;
      case "weakness":
        todo.push(...proof.given);
        break;
      default:
        proof satisfies never;
    }
  }
  return undefined;
}
