/**
 * The holding of a run: the value of every intended term that it has made, read or been given.
 *
 * It is the run-time twin of the projection's view: the same parts are held, recalled and compared, with values in place
 * of a script's terms. A holding is forked before a message is tried, so that a refused message leaves no trace.
 */
import { AGENT, type Application, PAIR, type Term, type Variable } from "../../core/term/term.ts";
import type { KeyOperation } from "../../core/theory/expression.ts";
import { fieldsOf } from "../../core/theory/intended.ts";
import { identify } from "../../core/protocol/project/role-view.ts";
import { encodeValue } from "../wire/codec.ts";
import { toBytes } from "../crypto/bytes.ts";
import { hash } from "../crypto/hash.ts";
import { formOfSort, NONCE_BYTES, Unsupported } from "../wire/form.ts";
import { asList, type Value } from "../wire/value.ts";
import { compute, type Meant, NOTHING_DRAWN } from "./compute.ts";
import type { KeyName, Keys, Operations } from "./operations.ts";
import type { RolePlan } from "./plan.ts";

/** A part that is held but could be neither opened nor compared when it came. */
export interface OpaquePart {
  readonly intended: Application;
  readonly value: Value;
  readonly at: string;
}

/** The means of a run to recall and open parts. */
export interface Means {
  readonly plan: RolePlan;
  readonly operations: Operations;
  readonly keys: Keys;
}

export class Holding {
  /** The agents that play the roles, as far as they are known. */
  readonly agents: Map<string, string>;
  private readonly values: Map<string, Value>;
  opaque: readonly OpaquePart[];

  constructor(
    agents: Iterable<readonly [role: string, agent: string]>,
    values: Iterable<readonly [string, Value]> = [],
    opaque: readonly OpaquePart[] = [],
  ) {
    this.agents = new Map(agents);
    this.values = new Map(values);
    this.opaque = opaque;
  }

  fork(): Holding {
    return new Holding(this.agents, this.values, this.opaque);
  }

  /** The value that is held for a term itself. */
  valueOf(intended: Term): Value | undefined {
    const only = onlyFieldOf(intended);
    if (only === undefined) return this.values.get(identify(intended));
    const value = this.valueOf(only);
    return value === undefined ? undefined : [value];
  }

  /** Remembers a value; what is held already stays as it is. */
  hold(intended: Term, value: Value): void {
    const only = onlyFieldOf(intended);
    if (only !== undefined) return this.hold(only, asList(value)[0] as Value);
    const key = identify(intended);
    if (!this.values.has(key)) this.values.set(key, value);
  }
}

/** The field of a record that has no other: as terms they are the same, as values one is a list of the other. */
function onlyFieldOf(intended: Term): Term | undefined {
  const [first, ...others] = fieldsOf(intended) ?? [];
  return others.length === 0 ? first?.[1] : undefined;
}

/** The value of a term that is held or can be rebuilt to compare; undefined otherwise. */
export async function recall(means: Means, holding: Holding, intended: Term): Promise<Value | undefined> {
  return holding.valueOf(intended) ?? (await rebuild(means, holding, intended));
}

/** As `recall`, but from the parts: that the whole is held does not count. */
export async function rebuild(means: Means, holding: Holding, intended: Term): Promise<Value | undefined> {
  switch (intended.kind) {
    case "variable":
      return agentValue(holding, intended);
    case "name":
      return intended.fresh ? undefined : constantValue(intended.name, intended.sorts);
    case "application":
      return rebuildApplication(means, holding, intended);
    default:
      return intended satisfies never;
  }
}

function agentValue(holding: Holding, intended: Variable): Value | undefined {
  return intended.sorts.includes(AGENT) ? holding.agents.get(intended.name) : undefined;
}

/** Public constants are the words that the author calls them by; those of other sorts are made of these words. */
export function constantValue(name: string, sorts: readonly string[]): Value {
  const [sort = ""] = sorts;
  if (sort === "Text") return name;
  if (sort === "Data") return toBytes(name);
  if (formOfSort(sort)?.is === "bytes") return hash(toBytes(`public ${name}`)).slice(0, lengthOfSort(sort));
  throw new Unsupported(`The public ${name} is of the sort ${sort}: there is no value for it.`);
}

/** Bytes of a value of the sort. */
export function lengthOfSort(sort: string): number {
  return sort === "Nonce" || sort === "Id" ? NONCE_BYTES : 32;
}

async function rebuildApplication(means: Means, holding: Holding, intended: Application): Promise<Value | undefined> {
  const fields = fieldsOf(intended);
  if (fields !== undefined) {
    const values: Value[] = [];
    for (const [, field] of fields) {
      const value = await recall(means, holding, field);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }
  const { world, forms, protocol, constants } = means.plan;
  const sort = constants.get(intended.op);
  if (sort !== undefined) return constantOf(means, holding, intended, sort);
  switch (intended.op) {
    case "pk":
    case "vk": {
      const name = await nameKey(means, holding, intended);
      return name === undefined ? undefined : means.keys.publicKey(name);
    }
    case "sk":
    case "sgk":
    case "shk":
    case "shk.directed": {
      const name = await nameKey(means, holding, intended);
      return name === undefined ? undefined : means.keys.secretKey(name);
    }
    default: {
      // What can be made again in the model: its receivers compare it.
      if (!world.free.has(intended.op)) return undefined;
      const args: Meant[] = [];
      for (const arg of intended.args) {
        const value = await recall(means, holding, arg);
        if (value === undefined) return undefined;
        args.push({ intended: arg, value });
      }
      if (world.operations.get(intended.op)?.runs === "hashes") {
        const [{ intended: body, value }] = args as readonly Meant[] as readonly [Meant];
        return means.operations.hash(encodeValue(forms, body, value), describeContext(protocol, intended));
      }
      return compute(means, intended.op, args, NOTHING_DRAWN, intended.op);
    }
  }
}

/** A lasting value of the run's own agent. */
function constantOf({ keys }: Means, holding: Holding, { op, args }: Application, sort: string): Value | undefined {
  const [agent] = args;
  const owner = agent?.kind === "variable" ? holding.agents.get(agent.name) : undefined;
  return owner === undefined ? undefined : keys.constant?.(op, owner, lengthOfSort(sort));
}

/** The family, owners and index of a key term; undefined while an owner or the index is not known. */
export async function nameKey(means: Means, holding: Holding, key: Application): Promise<KeyName | undefined> {
  const { family, role, index, other: otherRole } = readKey(key);
  const owner = holding.agents.get(role);
  if (owner === undefined) return undefined;
  const op = key.op as KeyOperation;
  if (otherRole !== undefined) {
    const other = holding.agents.get(otherRole);
    return other === undefined ? undefined : { op, family, owner, other, roles: [role, otherRole] };
  }
  const roles = [role];
  if (index === undefined) return { op, family, owner, roles };
  const value = await recall(means, holding, index);
  return value === undefined ? undefined : { op, family, owner, index: value, roles };
}

/** The parts of a key term. */
export function readKey(key: Application): { family: string; role: string; other?: string; index?: Term } {
  const [familyTerm, ownerTerm, otherTerm] = key.args as readonly [Term, Term, Term?];
  const family = familyTerm.kind === "application" ? familyTerm.op : familyTerm.name;
  const [agent, index] = ownerTerm.kind === "application" && ownerTerm.op === PAIR ? ownerTerm.args : [ownerTerm];
  const role = agent !== undefined && agent.kind === "variable" ? agent.name : "";
  if (otherTerm !== undefined) return { family, role, other: otherTerm.kind === "variable" ? otherTerm.name : "" };
  return index === undefined ? { family, role } : { family, role, index };
}

/** Describes the place of what is sealed, signed or hashed, in words that no other place of any description shares. */
export function describeContext(protocol: string, intended: Application): string {
  return `${protocol} ${intended.op} ${intended.args[0]?.key ?? ""}`;
}
