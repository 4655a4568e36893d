/**
 * Which goals a scene has broken: the definitions of the claims over what honest parties did and what the intruder has.
 *
 * A claim counts when a run has reached it in which nobody dishonest plays. A role that a run has not heard of yet may be
 * anybody. Sources: Lowe (CSFW 1997) for aliveness and agreements, Cremers, Mauw and de Vink (TCS 2006).
 */
import { subterms, type Term } from "../../core/term/term.ts";
import { type Means, recall } from "../../live/roles/holding.ts";
import { isSameValue, type Value } from "../../live/wire/value.ts";
import { listCasts, type Played } from "./casts.ts";
import type { Goal } from "./goals.ts";
import { groupRuns } from "./history.ts";
import { kindOf } from "./knowledge.ts";
import type { Scene } from "./scene.ts";
import { roleOf } from "./stage.ts";

type ClaimGoal = Extract<Goal, { is: "claim" }>;

/** The names of the goals that are broken, among those given. */
export async function findBroken(scene: Scene, goals: readonly Goal[]): Promise<readonly string[]> {
  const played = listPlayed(scene);
  if (
    goals.some((goal) => goal.is === "claim" && goal.term !== undefined && claimants(scene, goal, played).length > 0)
  ) {
    await scene.knowledge.deduce();
  }
  const broken: string[] = [];
  for (const goal of goals) {
    const isBroken =
      goal.is === "claim" ? await isClaimBroken(scene, goal, played) : isPromiseBroken(scene, goal, played);
    if (isBroken) broken.push(goal.name);
  }
  return broken;
}

function listPlayed(scene: Scene): readonly Played[] {
  const events = groupRuns(scene.history);
  return [...scene.parties].flatMap(([agent, party]) => {
    const role = roleOf(scene.stage, agent);
    if (role === undefined) return [];
    return party.listRuns().map((run) => ({ role, agent, run, events: events.get(run.id) ?? [] }));
  });
}

/** The runs that have made a claim, with honest parties where it takes them for honest. */
function claimants(scene: Scene, { role, after, honest }: ClaimGoal, played: readonly Played[]): readonly Played[] {
  return played.filter(
    (one) =>
      one.role === role &&
      one.events.length >= after &&
      [...one.run.holding.agents].every(
        ([played, agent]) => honest?.includes(played) === false || roleOf(scene.stage, agent) !== undefined,
      ),
  );
}

async function isClaimBroken(scene: Scene, goal: ClaimGoal, played: readonly Played[]): Promise<boolean> {
  const claiming = claimants(scene, goal, played);
  switch (goal.kind) {
    case "Secret":
    case "SKR":
    case "Unguessable":
      for (const one of claiming) {
        const value = goal.term && (await valueOf(scene, one, goal.term));
        if (value !== undefined && scene.knowledge.has(value)) return true;
      }
      return false;
    case "Alive":
      return claiming.some((one) => !played.some(({ agent }) => agent === partnerOf(one, goal)));
    case "Weakagree":
      return claiming.some(
        (one) => !played.some((other) => other.agent === partnerOf(one, goal) && isSameCompany(one, other)),
      );
    case "Niagree":
    case "Nisynch": {
      const order = goal.kind === "Nisynch" ? "in order" : "in any order";
      return claiming.some((one) => listCasts(scene, one, goal.after, played, order).length === 0);
    }
    case "Agree":
    case "Commit":
    case "InjectiveAgree": {
      const answers: (readonly (readonly Played[])[])[] = [];
      for (const one of claiming) answers.push((await listAnswers(scene, goal, one, played)).map((run) => [run]));
      return goal.kind === "InjectiveAgree" ? !canChooseApart(answers) : answers.some((each) => each.length === 0);
    }
    case "InjectiveSynch":
      return !canChooseApart(
        claiming.map((one) =>
          listCasts(scene, one, goal.after, played, "in order").map((cast) => cast.filter((run) => run !== one)),
        ),
      );
    default:
      return goal.kind satisfies never;
  }
}

function partnerOf({ run }: Played, { partner = "" }: ClaimGoal): string {
  return run.holding.agents.get(partner) ?? "";
}

/** Tells whether two runs have the same company; what neither knows of is no difference. */
function isSameCompany(one: Played, other: Played): boolean {
  return [...one.run.holding.agents].every(([role, agent]) => (other.run.holding.agents.get(role) ?? agent) === agent);
}

async function valueOf(scene: Scene, { role, run }: Played, term: Term): Promise<Value | undefined> {
  return recall(scene.stage.means.get(role) as Means, run.holding, term);
}

/** The partner's runs that have given the signal: to this agent, with the same data. */
async function listAnswers(
  scene: Scene,
  { data = [], partner, signalled = 0, unnamed }: ClaimGoal,
  claimant: Played,
  played: readonly Played[],
): Promise<readonly Played[]> {
  const found: Played[] = [];
  for (const other of played) {
    if (other.role !== partner || other.agent !== claimant.run.holding.agents.get(partner)) continue;
    if (other.events.length <= signalled) continue;
    if (unnamed !== true && other.run.holding.agents.get(claimant.role) !== claimant.agent) continue;
    let agrees = true;
    for (const term of data) {
      const [mine, theirs] = [await valueOf(scene, claimant, term), await valueOf(scene, other, term)];
      agrees &&= mine !== undefined && theirs !== undefined && isSameValue(mine, theirs);
    }
    if (agrees) found.push(other);
  }
  return found;
}

/** Reports whether every claimant can be given different partners. */
function canChooseApart(
  wishes: readonly (readonly (readonly Played[])[])[],
  taken: ReadonlySet<Played> = new Set(),
): boolean {
  const [first, ...rest] = wishes;
  if (first === undefined) return true;
  return first.some(
    (partners) => partners.every((run) => !taken.has(run)) && canChooseApart(rest, new Set([...taken, ...partners])),
  );
}

function isPromiseBroken(scene: Scene, goal: Extract<Goal, { is: "promise" }>, played: readonly Played[]): boolean {
  const own = played.filter(({ role }) => role === goal.role);
  const { made, taken } = listAtoms(scene, goal.role);
  switch (goal.promise) {
    case "takes-nothing-twice":
      return takesTwice(scene, goal.role, own, taken);
    case "draws-nothing-twice":
      return repeats(
        own,
        made.filter((term) => ["Nonce", "Id", "Scalar"].includes(kindOf(term))),
      );
    case "takes-nothing-late":
      return own.some((one) => takesLate(scene, one, taken));
    default:
      return goal.promise satisfies never;
  }
}

/** A nonce counts until the times that came with it are too old to be taken again: so long it is to be remembered. */
function takesTwice({ stage }: Scene, role: string, runs: readonly Played[], taken: readonly Term[]): boolean {
  const { most } = stage.subject.system.policy.freshness;
  const left = new Set(taken.map(({ key }) => key));
  for (const step of stage.system.plan.roles.get(role)?.steps ?? []) {
    if (step.kind !== "recv") continue;
    const brought = [...subterms(step.intended)].filter(({ key }) => left.delete(key));
    const times = brought.filter((part) => kindOf(part) === "Time");
    for (const nonce of brought.filter((part) => kindOf(part) === "Nonce")) {
      const landings = runs
        .flatMap(({ run: { holding }, events }) => {
          const landed = events.find((event) => event.kind === "accepted" && event.label === step.label);
          const value = holding.valueOf(nonce);
          if (landed === undefined || value === undefined) return [];
          const known = times.map((time) => holding.valueOf(time)).filter((time) => typeof time === "number");
          return [{ value, at: landed.at, until: Math.min(...known.map((time) => time + most)) }];
        })
        .sort((a, b) => a.at - b.at);
      const isTwice = landings.some(({ value, at }, i) =>
        landings.slice(0, i).some((before) => isSameValue(before.value, value) && at <= before.until),
      );
      if (isTwice) return true;
    }
  }
  return false;
}

/** A time counts when the message lands that brings it first. */
function takesLate({ stage }: Scene, { role, run, events }: Played, taken: readonly Term[]): boolean {
  const { most, ahead } = stage.subject.system.policy.freshness;
  const times = new Set(taken.filter((term) => kindOf(term) === "Time").map(({ key }) => key));
  for (const step of stage.system.plan.roles.get(role)?.steps ?? []) {
    if (step.kind !== "recv") continue;
    const landed = events.find((event) => event.kind === "accepted" && event.label === step.label);
    for (const part of subterms(step.intended)) {
      if (!times.delete(part.key) || landed === undefined) continue;
      const value = run.holding.valueOf(part);
      if (typeof value !== "number") continue;
      const age = landed.at - value;
      if (age > most || -age > ahead) return true;
    }
  }
  return false;
}

/** True when two runs hold the same value for one of the terms. */
function repeats(runs: readonly Played[], terms: readonly Term[]): boolean {
  return terms.some((term) => {
    const values = runs.map(({ run }) => run.holding.valueOf(term)).filter((value) => value !== undefined);
    return values.some((value, i) => values.slice(0, i).some((before) => isSameValue(before, value)));
  });
}

/** The atoms that a role makes, and those that it takes out of messages of others. */
function listAtoms(
  { stage }: Scene,
  role: string,
): { readonly made: readonly Term[]; readonly taken: readonly Term[] } {
  const steps = stage.system.plan.roles.get(role)?.steps ?? [];
  const made = steps.flatMap((step) => (step.kind === "fresh" || step.kind === "timestamp" ? [step.intended] : []));
  const own = new Set(made.map(({ key }) => key));
  const taken = new Map<string, Term>();
  for (const step of steps) {
    if (step.kind !== "recv") continue;
    for (const part of subterms(step.intended)) if (part.kind === "name" && part.fresh) taken.set(part.key, part);
  }
  return { made, taken: [...taken.values()].filter(({ key }) => !own.has(key)) };
}
