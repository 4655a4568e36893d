/**
 * Keys: functions from a family and an owner. Each family is its own inverse pair.
 *
 * `pk(F, A)` and `sk(F, A)` encrypt and decrypt, `vk` and `sgk` verify and sign, `shk(F, A, B)` is shared by two agents
 * and is the same whichever is named first; `shk.directed(F, A, B)` is another key than `shk.directed(F, B, A)`.
 * An owner is an agent, or an agent with an index where a key is bound to something, e.g. to one record.
 */
import { type Commutative, sortRoot } from "../term/commute.ts";
import { AGENT, apply, type Application, constant, PAIR, type Term, variable } from "../term/term.ts";
import { DEFAULT_FAMILY, type KeyOperation } from "./expression.ts";
import type { Facets } from "./facets.ts";
import type { Pk, Sgk, Shk, Sk, Typed, Vk } from "./phantom.ts";
import type { Operation } from "./theory.ts";
import { makeValue, Misuse, toValue } from "./value.ts";

export const KEY_OPERATIONS: readonly Operation[] = [
  {
    name: "pk",
    arity: 2,
    public: true,
    args: ["family", "owner"],
    ...printKey("pk", "$1.."),
    wire: { is: "bytes", tag: 61450 },
  },
  { name: "sk", arity: 2, public: false, args: ["family", "owner"], ...printKey("sk", "$1..") },
  {
    name: "vk",
    arity: 2,
    public: true,
    args: ["family", "owner"],
    ...printKey("vk", "$1.."),
    wire: { is: "bytes", tag: 61451 },
  },
  { name: "sgk", arity: 2, public: false, args: ["family", "owner"], ...printKey("sgk", "$1..") },
  {
    name: "shk",
    arity: 3,
    public: false,
    args: ["family", "one", "other"],
    commutes: true,
    ...printKey("shk", "$1.., $2.."),
  },
  {
    name: "shk.directed",
    arity: 3,
    public: false,
    args: ["family", "one", "other"],
    ...printKey("shk.directed", "$1.., $2.."),
  },
];

/** The family `key` is the usual one and is not shown. */
function printKey(op: string, owners: string): Facets {
  return { prints: { text: `${op}.$0(${owners})`, instead: { argument: 0, named: "key", text: `${op}(${owners})` } } };
}

/** The operations of keys that two agents share. */
export const SHARED_KEYS: ReadonlySet<string> = new Set(["shk", "shk.directed"] satisfies KeyOperation[]);

const COMMUTATIVE_KEYS: Commutative = new Set(KEY_OPERATIONS.filter((op) => op.commutes).map((op) => op.name));

/** The sort of the constants that name key families. */
export const FAMILY = "Family";

/** Returns the constant that names a key family. */
export function familyConstant(family: string): Term {
  return constant(family, [FAMILY]);
}

/** Returns the agent of a role, as terms write it. */
export function agentOf(role: string): Term {
  return variable(role, [AGENT]);
}

/** Returns the term of a key: `owners` has one agent, or two for a shared key. */
export function keyTerm(op: KeyOperation, family: string, owners: readonly Term[], index?: Term): Term {
  const [first, second] = owners as readonly [Term, Term?];
  if (SHARED_KEYS.has(op)) return sortRoot(apply(op, familyConstant(family), first, second as Term), COMMUTATIVE_KEYS);
  return apply(op, familyConstant(family), index === undefined ? first : apply(PAIR, first, index));
}

/** True for the term of a key that is bound to an index. */
export function hasIndex(key: Application): boolean {
  const owner = key.args[1];
  return owner?.kind === "application" && owner.op === PAIR;
}

function makeKey(op: KeyOperation, owners: readonly unknown[], family: unknown, index: unknown): Typed<never> {
  const name = family ?? DEFAULT_FAMILY[op];
  for (const [part, what] of [...owners.map((owner) => [owner, "role"] as const), [name, "family"] as const]) {
    if (typeof part === "string" && part !== "") continue;
    throw new Misuse("arity", op, `${op} takes a ${what}'s name here, in quotes`);
  }
  const roles = owners as readonly string[];
  const at = index === undefined ? undefined : toValue(index, `the index of ${op}`);
  return makeValue(
    {
      is: "key",
      op,
      family: name as string,
      owners: roles,
      ...(at === undefined ? {} : { index: at.expression }),
    },
    keyTerm(op, name as string, roles.map(agentOf), at?.intended),
  );
}

/**
 * Returns the public encryption key of a role's agent.
 * @param family The key family; families are independent. `"ibe"` is identity-based.
 * @param index A value that the key is bound to, e.g. one record.
 * @example
 * protocol("p", { A: "sender", B: "receiver" })
 *   .public({ record: id })
 *   .fresh("A", { N: nonce })
 *   .message("M1", "A", "B", ({ N, record }) => aenc({ N }, pk("B", "ibe", record)));
 */
export function pk<const R extends string, const F extends string = "key">(
  role: R,
  family?: F,
  index?: Typed<unknown>,
): Pk<`${R}/${F}`> {
  return makeKey("pk", [role], family, index);
}

/** Returns the secret decryption key of a role's agent; only that role has it. Parameters as for `pk`. */
export function sk<const R extends string, const F extends string = "key">(
  role: R,
  family?: F,
  index?: Typed<unknown>,
): Sk<`${R}/${F}`> {
  return makeKey("sk", [role], family, index);
}

/** Returns the public verification key of a role's agent. Parameters as for `pk`. */
export function vk<const R extends string, const F extends string = "sig">(
  role: R,
  family?: F,
  index?: Typed<unknown>,
): Vk<`${R}/${F}`> {
  return makeKey("vk", [role], family, index);
}

/** Returns the secret signing key of a role's agent; only that role has it. Parameters as for `pk`. */
export function sgk<const R extends string, const F extends string = "sig">(
  role: R,
  family?: F,
  index?: Typed<unknown>,
): Sgk<`${R}/${F}`> {
  return makeKey("sgk", [role], family, index);
}

type SharedKey = <const A extends string, const B extends string>(one: A, other: B, family?: string) => Shk<A | B>;

/** A key of two agents that differs when they swap roles; both sides name the roles in the same order. */
const directed: SharedKey = (one, other, family) => makeKey("shk.directed", [one, other], family, undefined);

/**
 * Returns the symmetric key that the agents of two roles share: one for the pair, whichever of them plays which role. `shk.directed` is a key for each direction instead.
 * @example
 * shk("A", "B"); // the same as shk("B", "A")
 */
export const shk: SharedKey & { readonly directed: SharedKey } = Object.assign(
  ((one, other, family) => makeKey("shk", [one, other], family, undefined)) satisfies SharedKey as SharedKey,
  { directed },
);
