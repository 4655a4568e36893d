/**
 * Messages that the adversary makes: by the description's terms, out of what it knows, what it invents and what it can compute.
 *
 * Nothing is made that it could not make: where a part needs a key of somebody honest, it is made with Eve's key instead, or
 * is one that was overheard. A receiver that does not look is found out in this way.
 */
import { identify } from "../../core/protocol/project/role-view.ts";
import { AGENT, type Application, type Name, PAIR, type Term } from "../../core/term/term.ts";
import { fieldsOf } from "../../core/theory/intended.ts";
import { KEY_OPERATIONS } from "../../core/theory/keys.ts";
import type { KeyOperation } from "../../core/theory/expression.ts";
import type { Randomness } from "../../live/crypto/randomness.ts";
import { constantValue, readKey } from "../../live/roles/holding.ts";
import type { Meant } from "../../live/roles/compute.ts";
import type { KeyName } from "../../live/roles/operations.ts";
import type { SystemUnderTest } from "../../live/system/system-under-test.ts";
import { toBytes } from "../../live/crypto/bytes.ts";
import { isSameValue, type Value } from "../../live/wire/value.ts";
import type { Choices } from "./action.ts";
import type { Knowledge } from "./knowledge.ts";

/** The means of forging. */
export interface Forging {
  readonly system: SystemUnderTest;
  readonly knowledge: Knowledge;
  readonly choices: Choices;
  /** Who is said to play which role. */
  readonly cast: ReadonlyMap<string, string>;
  readonly agents: readonly string[];
  /** The dishonest agent. */
  readonly eve: string;
  /** Seconds since 1970. */
  readonly now: number;
  /** A word for the next thing that is invented. */
  readonly invent: () => string;
  readonly draw: (purpose: string) => Randomness;
  /** The values chosen so far: a term has one value wherever it stands in a message. */
  readonly made: Map<string, Value>;
}

const KEYS: ReadonlySet<string> = new Set(KEY_OPERATIONS.map(({ name }) => name));

/** A value for a term, or undefined where the adversary has none. */
export async function forge(forging: Forging, intended: Term): Promise<Value | undefined> {
  const key = identify(intended);
  const before = forging.made.get(key);
  if (before !== undefined) return before;
  const value = await make(forging, intended);
  if (value === undefined) return undefined;
  forging.made.set(key, value);
  forging.knowledge.learn(intended, value, undefined);
  return value;
}

async function make(forging: Forging, intended: Term): Promise<Value | undefined> {
  const fields = fieldsOf(intended);
  if (fields !== undefined) {
    return forgeAll(
      forging,
      fields.map(([, field]) => field),
    );
  }
  switch (intended.kind) {
    case "variable":
      return intended.sorts.includes(AGENT) ? chooseAgent(forging, intended.name) : undefined;
    case "name":
      return intended.fresh ? chooseAtom(forging, intended) : constantValue(intended.name, intended.sorts);
    case "application":
      return intended.op === PAIR ? forgeAll(forging, intended.args) : makeApplication(forging, intended);
    default:
      return intended satisfies never;
  }
}

async function forgeAll(forging: Forging, terms: readonly Term[]): Promise<readonly Value[] | undefined> {
  const values: Value[] = [];
  for (const term of terms) {
    const value = await forge(forging, term);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

/** The agent of the cast, or another. */
function chooseAgent({ cast, agents, choices }: Forging, role: string): Value | undefined {
  const own = cast.get(role);
  const others = agents.filter((agent) => agent !== own);
  return own === undefined ? undefined : [own, ...others][choices.below(others.length + 1)];
}

/** Account of what honest sessions have had in this place comes first, the latest first; then something new, then all else. */
function chooseAtom(forging: Forging, intended: Name): Value | undefined {
  const { knowledge, choices } = forging;
  const [sort = ""] = intended.sorts;
  const invented = inventAll(forging, sort);
  const known = knowledge.like(intended);
  const id = identify(intended);
  const heard = known.filter((part) => part.origin !== undefined && identify(part.intended) === id);
  const values = [heard, known.filter((part) => !heard.includes(part))].map((parts) =>
    distinct(parts.slice(0, 6).map(({ value }) => value)),
  ) as [readonly Value[], readonly Value[]];
  const all = sort === "Time" ? [...invented, ...values.flat()] : [...values[0], ...invented, ...values[1]];
  return all[choices.below(all.length)];
}

/** The role that makes a fresh value. */
export function makerOf({ plan }: Pick<SystemUnderTest, "plan">, intended: Term): string | undefined {
  const id = identify(intended);
  for (const [role, { steps }] of plan.roles) {
    if (steps.some((step) => (step.kind === "fresh" || step.kind === "timestamp") && identify(step.intended) === id)) {
      return role;
    }
  }
  return undefined;
}

function distinct(values: readonly Value[]): readonly Value[] {
  return values.filter((value, i) => !values.slice(0, i).some((before) => isSameValue(before, value)));
}

/** New values of a sort: of times, now, and those on either side of what may be taken. */
function inventAll({ system, now, invent, draw }: Forging, sort: string): readonly Value[] {
  if (sort === "Time") {
    const { most, ahead } = system.policy.freshness;
    return [
      now,
      now + ahead + 60,
      now - most - 60,
      now + 1_000_000,
      Math.max(0, now - 1_000_000),
      now + ahead,
      now - most,
    ];
  }
  const word = `invented ${invent()}`;
  if (sort === "Data") return [toBytes(word)];
  if (sort === "Text") return [word];
  const value = system.operations.sample(sort, draw(word));
  return value === undefined ? [] : [value];
}

async function makeApplication(forging: Forging, intended: Application): Promise<Value | undefined> {
  const { knowledge, choices, system } = forging;
  if (KEYS.has(intended.op)) return makeKey(forging, intended);
  const known = distinct(
    knowledge
      .like(intended)
      .map(({ value }) => value)
      .slice(0, 6),
  );
  const others = (await knowledge.candidates(intended, undefined, 0)).filter(
    (value) => !known.some((each) => isSameValue(each, value)),
  );
  const all = [...known, ...others.slice(0, 4)];
  const chosen = all[choices.below(all.length + 1) - 1];
  if (chosen !== undefined) return chosen;
  const operation = system.plan.world.operations.get(intended.op);
  if (operation?.public !== true) return all[0];
  const args: Meant[] = [];
  for (const arg of intended.args) {
    const value = await forge(forging, arg);
    if (value === undefined) return all[0];
    args.push({ intended: arg, value });
  }
  return (await knowledge.apply(intended.op, args, `made ${forging.invent()}`))?.value ?? all[0];
}

/** A public key of whom the cast has; of a secret one, Eve's where the adversary has no other. */
async function makeKey(forging: Forging, key: Application): Promise<Value | undefined> {
  const { knowledge, cast, choices, agents, eve } = forging;
  const { family, role, other, index } = readKey(key);
  const op = key.op as KeyOperation;
  const owner = cast.get(role);
  const partner = other === undefined ? undefined : cast.get(other);
  if (owner === undefined || (other !== undefined && partner === undefined)) return undefined;
  const at = index === undefined ? undefined : await forge(forging, index);
  if (index !== undefined && at === undefined) return undefined;
  const name = (one: string, second = partner): KeyName => ({
    ...{ op, family, owner: one },
    ...(second === undefined ? {} : { other: second }),
    ...(at === undefined ? {} : { index: at }),
  });
  if (op === "pk" || op === "vk") {
    const others = agents.filter((agent) => agent !== owner);
    const chosen = [owner, ...others][choices.below(others.length + 1)] ?? owner;
    return knowledge.keyOf(name(chosen));
  }
  const known = knowledge.like(key).map(({ value }) => value);
  const own = [await knowledge.keyOf(name(owner)), ...known.slice(0, 4)];
  const eves = partner === undefined ? [name(eve)] : [name(eve), name(owner, eve)];
  for (const each of eves) own.push(await knowledge.keyOf(each));
  const all = own.filter((value) => value !== undefined);
  return all[choices.below(all.length)];
}
