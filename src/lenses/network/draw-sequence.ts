/** Draws sequences: how one begins, and what is done next in a scene. */
import type { Action } from "./action.ts";
import { listWaiting } from "./places.ts";
import type { Draws } from "./prng.ts";
import type { Scene } from "./scene.ts";
import type { Stage } from "./stage.ts";

/** Account of what the adversary can do beside the network. */
export type Power = "network" | "network and directory";

/** Account of what sequences begin with. */
export interface Beginnings {
  /** Sequences that led somewhere new. */
  readonly explored: readonly (readonly Action[])[];
  /** Attacks in the model. */
  readonly seeds: readonly (readonly Action[])[];
}

/** The first sequences of every search: nobody interferes. */
const HONEST = 4;

/** Draws how the sequence of a number begins. */
export function drawBeginning(stage: Stage, draws: Draws, number: number, beginnings: Beginnings): readonly Action[] {
  if (number < HONEST) return beginHonestly(stage, number);
  const { seeds, explored } = beginnings;
  const seeded = number - HONEST;
  // Every attack in the model is tried as it is, before anything is made of it.
  if (seeded < seeds.length) return seeds[seeded] ?? [];
  const kind = draws.weighed([
    [1, "nothing"],
    [4, explored.length > 0 ? "explored" : "begun"],
    [3, "begun"],
    [3, seeds.length > 0 ? "seed" : "begun"],
  ] as const);
  switch (kind) {
    case "explored": {
      // Half of the time one of the latest.
      const from = draws.oneIn(2) ? explored.slice(-20) : explored;
      return draws.pick(from) ?? [];
    }
    case "seed": {
      const seed = draws.pick(seeds) ?? [];
      return seed.slice(0, 1 + draws.below(seed.length));
    }
    case "begun":
      return begin(stage, draws);
    case "nothing":
    case undefined:
      return [];
    default:
      return kind satisfies never;
  }
}

/** One session of everybody; two; one agent in all roles; two between others. */
function beginHonestly(stage: Stage, number: number): readonly Action[] {
  const usual = stage.roles.map((role) => stage.usual.get(role) ?? 0);
  const same = usual.map((_, i) => (isOpen(stage, i) ? 0 : (usual[i] ?? 0)));
  const turned = usual.map((agent, i) => (isOpen(stage, i) ? (agent + 1) % (stage.agents.length - 1) : agent));
  const sessions = (cast: readonly number[]): readonly Action[] =>
    listStarters(stage).map((role): Action => ({ do: "start", role, agent: cast[role] ?? 0, cast }));
  const run: Action = { do: "run", count: 11 };
  switch (number) {
    case 0:
      return [...sessions(usual), run];
    case 1:
      return [...sessions(usual), run, ...sessions(usual), run];
    case 2:
      return [...sessions(same), run];
    default:
      return [...sessions(usual), run, ...sessions(turned), run];
  }
}

function isOpen({ roles, players }: Stage, role: number): boolean {
  return (players.get(roles[role] ?? "")?.length ?? 0) > 1;
}

/** The roles whose sessions begin by themselves, by number. */
function listStarters(stage: Stage): readonly number[] {
  return stage.roles.flatMap((role, i) => (stage.messagesOf(role)[0]?.kind === "send" ? [i] : []));
}

function begin(stage: Stage, draws: Draws): readonly Action[] {
  const starters = listStarters(stage);
  const count = draws.weighed([
    [5, 1],
    [3, 2],
    [1, 3],
  ] as const);
  const cast = drawCast(stage, draws);
  const started = Array.from({ length: count ?? 1 }, (_, i) => {
    const own = i === 0 || draws.oneIn(2) ? cast : drawCast(stage, draws);
    return starters.map((role): Action => ({ do: "start", role, agent: own[role] ?? 0, cast: own }));
  });
  const landings = draws.below(9);
  return [...started.flat(), ...(landings === 0 ? [] : [{ do: "run", count: landings - 1 } as const])];
}

/** Whom sessions are begun with: mostly who usually plays, sometimes Eve, sometimes anybody. */
function drawCast(stage: Stage, draws: Draws): readonly number[] {
  const eve = stage.agents.length - 1;
  return stage.roles.map((role) => {
    const players = stage.players.get(role) ?? [];
    const usual = stage.usual.get(role) ?? 0;
    const kind = draws.below(10);
    if (kind < 6 || players.length < 2) return usual;
    return kind < 8 ? eve : (draws.pick(players) ?? usual);
  });
}

/** Draws the next action in a scene. */
export function drawAction(scene: Scene, draws: Draws, power: Power): Action {
  const { stage, seen } = scene;
  const starters = listStarters(stage);
  const isUnderWay = seen.some(({ hasLanded, envelope }) => !hasLanded && !scene.isDishonest(envelope.to));
  const actions: readonly (readonly [number, () => Action])[] = [
    [
      5,
      () => {
        const role = draws.oneIn(5) ? draws.below(stage.roles.length) : (draws.pick(starters) ?? 0);
        const cast = drawCast(stage, draws);
        return { do: "start", role, agent: cast[role] ?? 0, cast };
      },
    ],
    [isUnderWay ? 7 : 0, () => ({ do: "run", count: draws.oneIn(2) ? 0 : draws.below(6) })],
    [seen.length > 0 ? 5 : 0, () => ({ do: "land", ...drawSeen(scene, draws) })],
    [
      seen.length > 0 ? 9 : 0,
      () => ({
        do: "change",
        ...drawSeen(scene, draws),
        part: draws.below(24),
        other: draws.oneIn(2) ? 0 : 1 + draws.below(8),
        choices: drawChoices(draws),
      }),
    ],
    [9, () => ({ do: "make", ...drawTarget(scene, draws), choices: drawChoices(draws) })],
    [1, () => ({ do: "corrupt", agent: draws.below(stage.agents.length - 1) })],
    [1, () => ({ do: "advance", seconds: draws.pick([10, 200, 290, 400, 5000]) ?? 10 })],
    [power === "network" ? 0 : 3, () => ({ do: "replace-key", agent: draws.below(stage.agents.length - 1) })],
  ];
  const drawn = draws.weighed(actions);
  return drawn?.() ?? { do: "run", count: 0 };
}

/** A message that was seen, and where it lands: mostly one that a session waits for. */
function drawSeen(scene: Scene, draws: Draws): { readonly message: number; readonly to: number } {
  const { seen, stage } = scene;
  const waiting = scene.sessions.filter((session) => scene.awaited(session) !== undefined);
  const session = draws.oneIn(4) ? undefined : draws.pick(waiting);
  const fitting = seen.filter(({ envelope }) => session !== undefined && envelope.label === scene.awaited(session));
  const chosen = draws.oneIn(2) ? fitting.at(-1) : draws.pick(fitting);
  if (session === undefined || chosen === undefined) {
    return { message: draws.below(Math.min(12, seen.length)), to: draws.oneIn(3) ? draws.below(4) : 0 };
  }
  const role = stage.system.plan.messages.find(({ label }) => label === chosen.envelope.label)?.to ?? "";
  const to = listWaiting(scene, role, chosen.envelope).indexOf(session);
  return { message: seen.length - 1 - chosen.number, to: Math.max(0, to) };
}

/** Mostly the plainest, with one or two that are not. */
function drawChoices(draws: Draws): readonly number[] {
  if (draws.oneIn(3)) return [];
  const length = 1 + draws.below(12);
  const rarely = draws.oneIn(2) ? 4 : 2;
  return Array.from({ length }, () => (draws.oneIn(rarely) ? draws.below(8) : 0));
}

/** Which message is made for whom: mostly one that a session waits for, in the place of whom it takes for its partner. */
function drawTarget(
  scene: Scene,
  draws: Draws,
): { readonly message: number; readonly cast: readonly number[]; readonly to: number } {
  const { stage } = scene;
  const { messages } = stage.system.plan;
  const waiting = scene.sessions.filter((session) => scene.awaited(session) !== undefined);
  const session = draws.oneIn(4) ? undefined : draws.pick(waiting);
  const message = messages.findIndex(({ label }) => session !== undefined && label === scene.awaited(session));
  if (session === undefined || message < 0) {
    return {
      message: draws.below(messages.length),
      cast: drawCast(stage, draws),
      to: draws.oneIn(3) ? draws.below(4) : 0,
    };
  }
  const cast = stage.roles.map((role) => stage.agents.indexOf(session.agents.get(role) ?? ""));
  const rivals = waiting.filter(({ role, agent }) => role === session.role && agent === session.agent);
  return { message, cast: cast.map((agent) => Math.max(0, agent)), to: rivals.indexOf(session) };
}
