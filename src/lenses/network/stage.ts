/**
 * The system as the network adversary meets it: prepared once, and opened anew for every sequence of actions.
 *
 * There are several honest users for the roles, each of whom may play any of them, a user of its own for each trusted
 * role, and the dishonest Eve, whose keys the adversary has.
 */
import type { BackendName } from "../../live/crypto/backend.ts";
import { frame, toBytes } from "../../live/crypto/bytes.ts";
import type { Randomness } from "../../live/crypto/randomness.ts";
import type { PlanStep } from "../../live/roles/plan.ts";
import { nameRandomness } from "../../live/system/remember.ts";
import type { Mark, SystemUnderTest } from "../../live/system/system-under-test.ts";
import type { Mutant } from "../../live/system/live-system.ts";
import { DEFAULT_BUDGETS, type NetworkBudgets } from "./budgets.ts";
import { type Goal, listGoals, listMarks } from "./goals.ts";
import type { Subject } from "./subject.ts";
import { openSystem } from "./subject.ts";

/** When every sequence begins, milliseconds since 1970. */
export const NOON = 1_750_000_000_000;

/** How it is set up. */
export interface StageOptions {
  readonly seed: string;
  readonly backend: BackendName;
  readonly mutant?: Mutant | undefined;
  /** Other limits than the registry's, to be measured. */
  readonly budgets?: NetworkBudgets | undefined;
}

/** A message of a role, in its order. */
export type MessageStep = Extract<PlanStep, { kind: "send" | "recv" }>;

/** The system, ready to be opened. */
export interface Stage {
  readonly subject: Subject;
  readonly options: StageOptions;
  readonly budgets: NetworkBudgets;
  readonly system: SystemUnderTest;
  /** The roles, in the order in which actions number them. */
  readonly roles: readonly string[];
  /** The agents, in the order in which actions number them: Eve last. */
  readonly agents: readonly string[];
  readonly eve: string;
  /** The number of the agent that plays a role where nothing else is said. */
  readonly usual: ReadonlyMap<string, number>;
  /** The agents that may play a role, by number. */
  readonly players: ReadonlyMap<string, readonly number[]>;
  readonly messagesOf: (role: string) => readonly MessageStep[];
  readonly goals: readonly Goal[];
  readonly marks: readonly Mark[];
  readonly draw: (purpose: string) => Randomness;
  /** By term, the bytes of what is made for it that do not depend on what is drawn: filled when it is asked for. */
  readonly fixed: Map<string, Promise<readonly (readonly boolean[])[] | undefined>>;
}

/** Those who play roles; one more for each trusted role. */
const USERS = ["Alice", "Bob", "Charlie", "Dave", "Frank", "Grace"] as const;
const LEAST_USERS = 3;

/** The agents of a search, and who may play what. */
export function castAgents({
  description,
}: Pick<Subject, "description">): Pick<Stage, "roles" | "agents" | "eve" | "usual" | "players"> {
  const roles = description.roles.map(({ name }) => name);
  const trusted = description.roles.filter((role) => role.trusted === true).map(({ name }) => name);
  const open = roles.filter((role) => !trusted.includes(role));
  const count = Math.max(LEAST_USERS, open.length);
  const users = Array.from({ length: count }, (_, i) => USERS[i] ?? `User${i + 1}`);
  const agents = [...users, ...trusted.map((role) => `the ${role}`), "Eve"];
  const eve = agents.length - 1;
  const usual = new Map(
    roles.map((role) => [role, trusted.includes(role) ? users.length + trusted.indexOf(role) : open.indexOf(role)]),
  );
  const players = new Map(
    roles.map((role) => [role, trusted.includes(role) ? [usual.get(role) ?? 0] : [...users.keys(), eve]]),
  );
  return { roles, agents, eve: "Eve", usual, players };
}

/** Sets a stage. Throws DiagnosticError and Unsupported for a description that does not run. */
export async function setStage(subject: Subject, options: StageOptions): Promise<Stage> {
  const { description, model } = subject;
  const cast = castAgents(subject);
  const { seed, backend, mutant } = options;
  const system = await openSystem(subject, { agents: cast.agents, seed, backend, mutant });
  const goals = listGoals(description, model);
  const messages = new Map(
    [...system.plan.roles].map(([role, { steps }]) => [
      role,
      steps.filter((step): step is MessageStep => step.kind === "send" || step.kind === "recv"),
    ]),
  );
  const scope = frame(toBytes("network adversary"), toBytes(seed));
  return {
    ...cast,
    ...{ subject, options, system, goals },
    budgets: options.budgets ?? DEFAULT_BUDGETS,
    messagesOf: (role) => messages.get(role) ?? [],
    marks: listMarks(goals, system.plan),
    draw: (purpose) => nameRandomness(scope, purpose),
    fixed: new Map(),
  };
}
