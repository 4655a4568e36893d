/** The actions as commands of fast-check's model-based tests: what is drawn, how often, and when it makes sense. */
import fc from "fast-check";
import type { PlannedMessage } from "../../live/roles/plan.ts";
import type { Action } from "./action.ts";
import type { Explored } from "./explored.ts";
import type { Goal } from "./goals.ts";
import { findBroken } from "./judge.ts";
import { perform } from "./perform.ts";
import type { Scene } from "./scene.ts";
import type { Stage } from "./stage.ts";

/** The model of a scene for the commands, which do not look into it. */
export interface NetworkModel {
  underWay: number;
  held: number;
  seen: number;
  hasEve: boolean;
  /** The actions taken so far. */
  readonly taken: Action[];
}

/** The system under test, with what it is tested for. */
export interface Tested {
  readonly scene: Scene;
  /** Read before every check: what was found is no longer looked for. */
  readonly goals: () => readonly Goal[];
  readonly explored: Explored;
}

/** Thrown by a command that broke a goal. */
export class Broken extends Error {
  override readonly name = "Broken";
  readonly goals: readonly string[];
  readonly taken: readonly Action[];

  constructor(goals: readonly string[], taken: readonly Action[]) {
    super(goals.join(", "));
    this.goals = goals;
    this.taken = taken;
  }
}

export class NetworkCommand implements fc.AsyncCommand<NetworkModel, Tested> {
  readonly action: Action;

  constructor(action: Action) {
    this.action = action;
  }

  check({ underWay, held, seen, hasEve }: Readonly<NetworkModel>): boolean {
    switch (this.action.do) {
      case "deliver":
      case "drop":
      case "hold":
        return underWay > 0;
      case "reorder":
        return underWay > 1;
      case "release":
        return held > 0;
      case "replay":
      case "edit":
        return seen > 0;
      case "splice":
        return seen > 1;
      case "corrupt":
        return !hasEve;
      case "inject":
        return this.action.as === 0 || hasEve;
      case "start":
      case "replace-key":
      case "advance":
        return true;
      default:
        return this.action satisfies never;
    }
  }

  async run(model: NetworkModel, { scene, goals, explored }: Tested): Promise<void> {
    const acted = await perform(scene, this.action);
    model.underWay = scene.pending.length;
    model.held = scene.held.length;
    model.seen = scene.seen.length;
    model.hasEve = scene.hasEve;
    if (!acted) return;
    model.taken.push(this.action);
    const broken = await findBroken(scene, goals());
    if (broken.length > 0) throw new Broken(broken, [...model.taken]);
    explored.note(scene, model.taken);
  }

  toString(): string {
    return JSON.stringify(this.action);
  }
}

const small = fc.nat({ max: 5 });
const choices = fc.array(favourZero(7), { maxLength: 12 });

/** How often each action is drawn, and with which numbers. */
const DRAWN: readonly (readonly [weight: number, action: fc.Arbitrary<Action>])[] = [
  [5, fc.record({ do: fc.constant("start" as const), role: fc.nat({ max: 1 }), with: favourZero(3) })],
  [7, fc.record({ do: fc.constant("deliver" as const), count: fc.nat({ max: 5 }) })],
  [1, fc.record({ do: fc.constant("reorder" as const), flight: small })],
  [1, fc.record({ do: fc.constant("drop" as const), flight: small })],
  [1, fc.record({ do: fc.constant("hold" as const), flight: small })],
  [1, fc.record({ do: fc.constant("release" as const), flight: small })],
  [2, fc.record({ do: fc.constant("replay" as const), message: favourZero(5) })],
  [3, fc.record({ do: fc.constant("edit" as const), message: favourZero(5), part: fc.nat({ max: 15 }), choices })],
  [4, fc.record({ do: fc.constant("splice" as const), message: favourZero(5), part: favourZero(15), other: small })],
  [2, fc.constant({ do: "corrupt" as const })],
  [1, fc.record({ do: fc.constant("advance" as const), seconds: fc.constantFrom(10, 200, 400) })],
];

/** How often a message is made; what it can be made for depends on who sends and receives it. */
const INJECTED = 6;

/** Zero half of the time. */
function favourZero(max: number): fc.Arbitrary<number> {
  return fc.oneof(fc.constant(0), fc.nat({ max }));
}

/**
 * A message that the intruder makes: in nobody's place but the honest sender's, as Eve, or as Eve who plays another role
 * too, or all but the receiver's.
 */
function drawInjection(messages: readonly PlannedMessage[], roles: readonly string[]): fc.Arbitrary<Action> {
  const bitOf = (role: string): number => 1 << roles.indexOf(role);
  return fc.oneof(
    ...messages.map(({ from, to }, message) => {
      const sender = bitOf(from);
      const others = roles.filter((role) => role !== from && role !== to).map(bitOf);
      const all = others.reduce((sum, bit) => sum + bit, sender);
      const as = fc.oneof(
        { weight: 4, arbitrary: fc.constant(0) },
        { weight: 2, arbitrary: fc.constant(sender) },
        { weight: 3, arbitrary: fc.constantFrom(...others.map((other) => sender + other), all) },
      );
      return fc.record({ do: fc.constant("inject" as const), message: fc.constant(message), as, choices });
    }),
  );
}

/** Sequences of commands. `power` adds what an intruder can do only where keys are registered without proof. */
export function drawCommands(
  power: "network" | "network and directory",
  { system: { plan }, roles, budgets }: Stage,
): fc.Arbitrary<Iterable<fc.AsyncCommand<NetworkModel, Tested>>> {
  const injected = [INJECTED, drawInjection(plan.messages, roles)] as const;
  const drawn: fc.Arbitrary<NetworkCommand>[] = [...DRAWN, injected].flatMap(([weight, action]) =>
    Array.from({ length: weight }, () => action.map((each) => new NetworkCommand(each))),
  );
  const replace = fc.constant<Action>({ do: "replace-key" }).map((each) => new NetworkCommand(each));
  return fc.commands(power === "network" ? drawn : [...drawn, replace, replace], {
    maxCommands: budgets.actions,
    size: "max",
  });
}

/** Draws the prologue of a sequence: nothing, honest runs that have come some way, or what led somewhere before. */
export function drawPrologue(explored: Explored): fc.Arbitrary<readonly Action[]> {
  const runs = fc.constantFrom(1, 1, 0, 2);
  const landings = fc.constantFrom(4, 4, 5, 5, 0, 1, 2, 3, 8, 9);
  const begun = fc.record({ hasEve: fc.boolean(), owners: runs, users: runs, landed: landings });
  const before = fc.nat({ max: 1_000_000 }).map((number) => explored.choose(number));
  return fc.oneof(
    fc.constant([]),
    before,
    before,
    begun.map(({ hasEve, owners, users, landed }): readonly Action[] => [
      ...(hasEve ? [{ do: "corrupt" } as const] : []),
      ...Array.from({ length: owners }, (): Action => ({ do: "start", role: 1, with: 0 })),
      ...Array.from({ length: users }, (): Action => ({ do: "start", role: 0, with: 0 })),
      ...(landed === 0 ? [] : [{ do: "deliver", count: landed - 1 } as const]),
    ]),
  );
}

/** A scene in which the prologue is over, with what the commands know of it. */
export async function openScene(
  scene: Scene,
  prologue: readonly Action[],
  { goals, explored }: Omit<Tested, "scene">,
): Promise<{ model: NetworkModel; real: Tested }> {
  const taken: Action[] = [];
  for (const action of prologue) if (await perform(scene, action)) taken.push(action);
  const { pending, held, seen, hasEve } = scene;
  const model = { underWay: pending.length, held: held.length, seen: seen.length, hasEve, taken };
  return { model, real: { scene, goals, explored } };
}
