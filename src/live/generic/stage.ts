/**
 * A description ready to run: its plan, the operations of its theories on bytes, and the keys of named agents.
 *
 * Whoever runs it opens runs of its roles for these agents; what a run draws depends on the seed, the run and the purpose.
 */
import { subterms, type Term } from "../../core/term/term.ts";
import { KEY_OPERATIONS } from "../../core/theory/keys.ts";
import type { Weakness } from "../../core/theory/theory.ts";
import type { LoadAny } from "../../core/theory/implementation.ts";
import type { Description } from "../../core/protocol/ir/description.ts";
import type { BackendName } from "../crypto/backend.ts";
import { frame, toBytes } from "../crypto/bytes.ts";
import { seededRandomness } from "../crypto/randomness.ts";
import { Holding, type Means, readKey } from "../roles/holding.ts";
import { type ProtocolPlan, planProtocol, type RolePlan } from "../roles/plan.ts";
import type { Resources, Run } from "../roles/run.ts";
import type { Keys, Operations } from "../roles/operations.ts";
import type { Value } from "../wire/value.ts";
import { type Implementing, type Perform, performByPlan, type Performer } from "./performer.ts";
import { type Bind, bindDescription, type Bound } from "./bind-description.ts";
import type { Ring } from "./key-ring.ts";

/** Options for setting up a stage. */
export interface StageOptions {
  readonly description: Description;
  readonly implementations: ReadonlyMap<string, LoadAny>;
  readonly agents: readonly string[];
  readonly seed: string;
  readonly backend: BackendName;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** The protocol's own way to bind its theories and issue its keys. */
  readonly bind?: Bind | undefined;
  /** Whoever performs some of the roles in the place of parties that follow the description. */
  readonly implementing?: Implementing | undefined;
}

/** A stage that is set up. */
export interface Stage {
  readonly plan: ProtocolPlan;
  readonly operations: Operations;
  readonly ring: Ring;
  /** Additions of the protocol's own system, beside operations and keys. */
  readonly bound: Bound;
  /** Applies a weakness of a theory, where the protocol's own system can. */
  readonly exploit: Bound["exploit"];
  /** Whom a role knows before its first message. */
  readonly knownTo: (role: string, cast: ReadonlyMap<string, string>) => ReadonlyMap<string, string>;
  /** The weaknesses of its theories that the description switches on. */
  readonly weaknesses: readonly Weakness[];
  /** The means of an agent in a role. */
  readonly meansOf: (role: string, agent: string) => Means;
  /** A run of a role before its first step, with whom the role knows from the start. */
  readonly openRun: (id: string, role: string, cast: ReadonlyMap<string, string>) => Run;
  readonly resourcesOf: (means: Means) => Resources;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Another performer for a run before its first step; undefined: a party that follows the description performs it. */
  readonly perform?: Perform | undefined;
}

/**
 * Sets a stage up. Throws DiagnosticError for a description that cannot be unfolded, Unsupported for one without code, and
 * Failed for an implementation that does not begin.
 */
export async function setStage(options: StageOptions): Promise<Stage> {
  const { description, implementations, agents, seed, backend, now, implementing } = options;
  const planned = planProtocol(description);
  const plan = implementing?.adaptPlan(planned) ?? planned;
  const families = listFamilies(plan);
  const { theories } = description;
  const bound = await (options.bind?.({ agents, seed, backend }) ??
    bindDescription({ theories, implementations, families, agents, seed, backend }));
  const { ring } = bound;
  const operations = implementing?.adaptOperations(bound.operations) ?? bound.operations;
  const performs = await implementing?.begin({ plan, operations, ring, agents, seed, now, supply: supplyWord });
  return {
    plan,
    operations,
    ring,
    bound,
    exploit: bound.exploit,
    knownTo: (role, cast) => new Map(knownAgents(description, role, cast)),
    weaknesses: theories.flatMap((theory) =>
      theory.weaknesses.filter(({ name }) => description.weaknesses.includes(name)),
    ),
    meansOf: (role, agent) => meansIn(plan, operations, role, ring.of(agent)),
    openRun: (id, role, cast) => openRunOf(description, id, role, cast),
    resourcesOf: (means) => resourcesFor(means, now(), (run) => seedOfRun(seed, run)),
    now,
    perform: performs,
  };
}

/** Derives the seed of a run: whoever has it draws the same as the run, and no more. */
export function seedOfRun(seed: string, run: string): Uint8Array {
  return seededRandomness(JSON.stringify([seed, "run", run])).bytes(32);
}

/** The means of a role with an agent's keys. */
export function meansIn(plan: ProtocolPlan, operations: Operations, role: string, keys: Keys): Means {
  const own = plan.roles.get(role) as RolePlan;
  return { plan: own, operations, keys: keepToRole(own, keys) };
}

/** A run of a role before its first step. */
export function openRunOf(description: Description, id: string, role: string, cast: ReadonlyMap<string, string>): Run {
  return { id, position: 0, holding: new Holding(knownAgents(description, role, cast)) };
}

/** Data from outside is the word that the author calls it by. */
function supplyWord(name: string, sort: string): Value | undefined {
  return sort === "Data" ? toBytes(name) : undefined;
}

/** The resources of runs at one time; `seedOf` gives what a run draws from. */
export function resourcesFor(means: Means, now: number, seedOf: (run: string) => Uint8Array): Resources {
  return {
    means,
    now,
    draw: (run, purpose) => seededRandomness(frame(seedOf(run), toBytes(purpose))),
    supply: supplyWord,
  };
}

/** A run of a role before its first step, by whoever performs it for the agent that the cast has there. */
export function perform(stage: Stage, id: string, role: string, cast: ReadonlyMap<string, string>): Performer {
  const run = stage.openRun(id, role, cast);
  const other = stage.perform?.(id, role, cast, run.holding.agents);
  if (other !== undefined) return other;
  const means = stage.meansOf(role, cast.get(role) ?? "");
  return performByPlan(run, means, stage.resourcesOf(means));
}

/**
 * The keys of an agent in one role: its own there, and those that the description gives the role. An agent that plays two
 * roles of a run uses each role's keys in that role, as in the model.
 */
export function keepToRole({ role, names }: RolePlan, keys: Keys): Keys {
  const given = [...names.values()].flatMap((term) =>
    term.kind === "application" && isKey.has(term.op) ? [`${term.op} ${describeOwners(readKey(term))}`] : [],
  );
  return {
    ...keys,
    secretKey: async (name) => {
      const [first = "", other] = name.roles ?? [];
      const { op, family } = name;
      const isOwn = name.roles === undefined || name.roles.includes(role);
      const asGiven = `${op} ${describeOwners({ family, role: first, ...(other === undefined ? {} : { other }) })}`;
      return isOwn || given.includes(asGiven) ? keys.secretKey(name) : undefined;
    },
  };
}

function describeOwners({
  family,
  role,
  other = "",
}: Pick<ReturnType<typeof readKey>, "family" | "role" | "other">): string {
  return `${family} ${role} ${other}`;
}

const isKey: ReadonlySet<string> = new Set(KEY_OPERATIONS.map(({ name }) => name));

/** Everybody in the run but those of whom the role learns from a message. */
function knownAgents(
  { learns = [] }: Description,
  role: string,
  cast: ReadonlyMap<string, string>,
): [string, string][] {
  const learnt = learns.filter((each) => each.role === role).map(({ partner }) => partner);
  return [...cast].filter(([name]) => !learnt.includes(name));
}

/** The key families that a description names. */
export function listFamilies({ roles, messages }: ProtocolPlan): ReadonlySet<string> {
  const names = [...roles.values()].flatMap((role) => [...role.names.values()]);
  const terms: readonly Term[] = [...messages.map(({ intended }) => intended), ...names];
  return new Set(
    terms.flatMap((term) =>
      [...subterms(term)].flatMap((part) =>
        part.kind === "application" && isKey.has(part.op) ? [readKey(part).family] : [],
      ),
    ),
  );
}
