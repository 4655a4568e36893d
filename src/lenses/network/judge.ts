/**
 * Which goals a scene has broken: the definitions of the claims over what honest sessions logged and what the adversary has.
 *
 * A claim counts when a session has reached it in which nobody dishonest plays. A role that a session has not heard of yet
 * may be anybody. Sources: Lowe (CSFW 1997) for aliveness and agreements, Cremers, Mauw and de Vink (TCS 2006).
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { encodeCanonical } from "../../live/wire/codec.ts";
import { isSameValue, type Value } from "../../live/wire/value.ts";
import { type Claimed, listCasts } from "./casts.ts";
import { type Goal, nameSignal } from "./goals.ts";
import type { Reached, Scene, Session } from "./scene.ts";
import { findRepeated } from "./repeats.ts";

type ClaimGoal = Extract<Goal, { is: "claim" }>;

/** A claim with what was logged with it. */
interface Made extends Claimed {
  readonly mark: Reached;
}

/** The names of the goals that are broken, among those given. */
export async function findBroken(scene: Scene, goals: readonly Goal[]): Promise<readonly string[]> {
  await scene.knowledge.deduce();
  const broken: string[] = [];
  for (const goal of goals) {
    const isBroken = goal.is === "claim" ? await isClaimBroken(scene, goal) : await isPromiseBroken(scene, goal);
    if (isBroken) broken.push(goal.name);
  }
  return broken;
}

/** The claims that sessions have made, with honest partners where the claim takes them for honest. */
function listMade(scene: Scene, { role, label, honest }: ClaimGoal): readonly Made[] {
  return scene.sessions.flatMap((session) =>
    session.role !== role
      ? []
      : session.marks
          .filter(({ mark, agents }) => {
            if (mark !== label) return false;
            return [...agents].every(
              ([played, agent]) => honest?.includes(played) === false || !scene.isDishonest(agent),
            );
          })
          .map((mark) => ({ session, mark, at: mark.at })),
  );
}

async function isClaimBroken(scene: Scene, goal: ClaimGoal): Promise<boolean> {
  const made = listMade(scene, goal);
  switch (goal.kind) {
    case "Secret":
    case "SKR":
    case "Unguessable":
      return isKnown(scene, goal, made);
    case "Alive":
      return made.some((one) => !isAlive(scene, one, partnerOf(one, goal)));
    case "Weakagree":
      return made.some((one) => !isWithSameCompany(scene, one, partnerOf(one, goal)));
    case "Niagree":
    case "Nisynch": {
      const order = goal.kind === "Nisynch" ? "in order" : "in any order";
      return made.some((one) => listCasts(scene, one, goal.after, order).length === 0);
    }
    case "Agree":
    case "Commit":
      return made.some((one) => listAnswers(scene, goal, one).length === 0);
    case "InjectiveAgree":
      return !canChooseApart(made.map((one) => listAnswers(scene, goal, one).map((session) => [session])));
    case "InjectiveSynch":
      return !canChooseApart(
        made.map((one) =>
          listCasts(scene, one, goal.after, "in order").map((cast) => cast.filter((other) => other !== one.session)),
        ),
      );
    default:
      return goal.kind satisfies never;
  }
}

async function isKnown({ knowledge }: Scene, { term }: ClaimGoal, made: readonly Made[]): Promise<boolean> {
  for (const { session, mark } of made) {
    const [value] = mark.values;
    if (term === undefined || value === undefined) continue;
    const origin = { session: session.number, role: session.role, cast: mark.agents };
    if (await knowledge.has(term, value, origin)) return true;
  }
  return false;
}

function partnerOf({ mark }: Made, { partner = "" }: ClaimGoal): string {
  return mark.agents.get(partner) ?? "";
}

function isAlive({ sessions }: Scene, { at }: Made, partner: string): boolean {
  return sessions.some(({ agent, events }) => agent === partner && events.some((event) => event.at < at));
}

/** Tells whether a session of the partner has the same company; what it does not know of is no difference. */
function isWithSameCompany({ sessions }: Scene, { mark, at }: Made, partner: string): boolean {
  const own = new Set(mark.agents.values());
  return sessions.some(({ agent, agents, events }) => {
    if (agent !== partner || !events.some((event) => event.at < at)) return false;
    const theirs = new Set(agents.values());
    const knowsAll = agents.size >= mark.agents.size;
    return [...theirs].every((each) => own.has(each)) && (!knowsAll || theirs.size === own.size);
  });
}

/** The partner's sessions that have given the signal: to this agent, with the same data. */
function listAnswers(scene: Scene, goal: ClaimGoal, { session: claimant, mark, at }: Made): readonly Session[] {
  const signal = nameSignal(goal.label);
  const partner = partnerOf({ session: claimant, mark, at }, goal);
  return scene.sessions.filter(
    (other) =>
      other.role === goal.partner &&
      other.agent === partner &&
      other.marks.some((given) => {
        if (given.mark !== signal || given.at >= at) return false;
        const names = given.agents.get(claimant.role);
        const isForClaimant = goal.unnamed === true || names === undefined || names === claimant.agent;
        return isForClaimant && isSameData(mark.values, given.values);
      }),
  );
}

function isSameData(one: Reached["values"], other: Reached["values"]): boolean {
  return one.every((value, i) => {
    const given = other[i];
    return value !== undefined && given !== undefined && isSameValue(value, given);
  });
}

/** Reports whether every claimant can be given different partners. */
function canChooseApart(
  wishes: readonly (readonly (readonly Session[])[])[],
  taken: ReadonlySet<Session> = new Set(),
): boolean {
  const [first, ...rest] = wishes;
  if (first === undefined) return true;
  return first.some(
    (partners) => partners.every((run) => !taken.has(run)) && canChooseApart(rest, new Set([...taken, ...partners])),
  );
}

async function isPromiseBroken(scene: Scene, goal: Extract<Goal, { is: "promise" }>): Promise<boolean> {
  const { timestamps, replays, freshness } = scene.stage.system.policy;
  const { role, promise } = goal;
  switch (promise) {
    case "takes-nothing-twice":
      return replays === "refused" && takesTwice(scene, role);
    case "draws-nothing-twice":
      return drawsTwice(scene, role) || (await findRepeated(scene, role));
    case "takes-nothing-late":
      return timestamps === "checked" && listTimes(scene, role).some(({ age }) => age > freshness.most);
    case "takes-nothing-early":
      return timestamps === "checked" && listTimes(scene, role).some(({ age }) => -age > freshness.ahead);
    case "takes-only-what-is-due":
    case "takes-what-is-due":
    case "says-what-is-due":
    case "answers":
      return scene.breaches.some((breach) => breach.role === role && breach.promise === promise);
    default:
      return promise satisfies never;
  }
}

/** Account of what sessions of a role took that should be new: with the sort of each, by the message. */
function listTaken(scene: Scene, role: string) {
  const { marks } = scene.stage;
  return scene.sessions
    .filter((session) => session.role === role)
    .flatMap((session) =>
      session.marks.flatMap(({ mark, values, time }) => {
        const terms = mark.startsWith("!taken ") ? marks.find(({ name }) => name === mark)?.terms : undefined;
        const parts = (terms ?? []).flatMap((term, i) => {
          const [value, sort] = [values[i], term.kind === "application" ? "" : (term.sorts[0] ?? "")];
          return value === undefined ? [] : [{ sort, value, key: term.key }];
        });
        return parts.length === 0 ? [] : [{ agent: session.agent, mark, time, parts }];
      }),
    );
}

function listTimes(scene: Scene, role: string): readonly { readonly age: number }[] {
  return listTaken(scene, role).flatMap(({ time, parts }) =>
    parts.flatMap(({ sort, value }) => (sort === "Time" && typeof value === "number" ? [{ age: time - value }] : [])),
  );
}

/** A nonce counts until the times that came with it are too old to be taken again: so long it is to be remembered. */
function takesTwice(scene: Scene, role: string): boolean {
  const { most } = scene.stage.system.policy.freshness;
  const landings = listTaken(scene, role).flatMap(({ agent, mark, time, parts }) => {
    const times = parts.flatMap(({ sort, value }) => (sort === "Time" && typeof value === "number" ? [value] : []));
    const until = Math.min(...times.map((each) => each + most));
    return parts
      .filter(({ sort }) => sort === "Nonce")
      .map(({ value, key }) => ({ id: `${agent} ${mark} ${key} ${hexOf(value)}`, time, until }));
  });
  return landings.some(({ id, time }, i) =>
    landings.slice(0, i).some((before) => before.id === id && time <= before.until),
  );
}

function drawsTwice({ sessions }: Scene, role: string): boolean {
  const drawn = new Set<string>();
  for (const session of sessions) {
    if (session.role !== role) continue;
    for (const { mark, values } of session.marks) {
      if (!mark.startsWith("!made ")) continue;
      for (const value of values) {
        if (value === undefined) continue;
        const key = hexOf(value);
        if (drawn.has(key)) return true;
        drawn.add(key);
      }
    }
  }
  return false;
}

function hexOf(value: Value): string {
  return bytesToHex(encodeCanonical(value));
}
