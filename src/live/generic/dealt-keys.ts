/**
 * The keys of one agent as it is dealt them: its own secret ones, and everybody's public ones. A key that is bound to a value
 * of a run does not exist before the run: it is asked of the authority that issues keys.
 */
import { subterms } from "../../core/term/term.ts";
import { KEY_OPERATIONS } from "../../core/theory/keys.ts";
import type { KeyOperation } from "../../core/theory/expression.ts";
import { lengthOfSort, readKey } from "../roles/holding.ts";
import type { KeyName, Keys } from "../roles/operations.ts";
import type { ProtocolPlan } from "../roles/plan.ts";
import { isSameValue, type Value } from "../wire/value.ts";
import type { Ring } from "./key-ring.ts";

/** Keys and lasting values by their names: plain content. */
export type KeyTable = Readonly<Record<string, Value>>;

/** A question to the authority; undefined where it gives no answer. */
export type AskKey = (kind: "public" | "secret", name: KeyName) => Promise<Value | undefined>;

const PUBLIC_OF: Readonly<Record<"pk" | "sk" | "vk" | "sgk", "pk" | "vk">> = {
  pk: "pk",
  sk: "pk",
  vk: "vk",
  sgk: "vk",
};
const SECRET_OF: Readonly<Record<"pk" | "sk" | "vk" | "sgk", "sk" | "sgk">> = {
  pk: "sk",
  sk: "sk",
  vk: "sgk",
  sgk: "sgk",
};

/** True where a description binds keys to values of its runs. */
export function hasBoundKeys(plan: ProtocolPlan): boolean {
  return listKeyTerms(plan).some(({ index }) => index !== undefined);
}

/** The public keys of all agents. */
export async function dealPublicKeys(plan: ProtocolPlan, ring: Ring, agents: readonly string[]): Promise<KeyTable> {
  const table: Record<string, Value> = {};
  for (const { op, family } of listKeyTerms(plan)) {
    if (op === "shk" || op === "shk.directed") continue;
    for (const owner of agents) {
      const name: KeyName = { op: PUBLIC_OF[op], family, owner };
      const key = await ring.all().publicKey(name);
      if (key !== undefined) table[nameOf(name)] = key;
    }
  }
  return table;
}

/** The secret keys and lasting values of one agent. */
export async function dealSecretKeys(
  plan: ProtocolPlan,
  ring: Ring,
  agent: string,
  agents: readonly string[],
): Promise<KeyTable> {
  const table: Record<string, Value> = {};
  const own = ring.of(agent);
  for (const { op, family } of listKeyTerms(plan)) {
    const names: KeyName[] =
      op === "shk" || op === "shk.directed"
        ? agents.flatMap((other) => [
            { op, family, owner: agent, other },
            { op, family, owner: other, other: agent },
          ])
        : [{ op: SECRET_OF[op], family, owner: agent }];
    for (const name of names) {
      const key = await own.secretKey(name);
      if (key !== undefined) table[nameOf(name)] = key;
    }
  }
  for (const { constants } of plan.roles.values()) {
    for (const [name, sort] of constants) {
      const value = own.constant?.(name, agent, lengthOfSort(sort));
      if (value !== undefined) table[`constant ${name}`] = value;
    }
  }
  return table;
}

/** The keys as an agent sees them that was dealt these. */
export function openDealtKeys(
  { agent, agents, open, own }: { agent: string; agents: readonly string[]; open: KeyTable; own: KeyTable },
  ask: AskKey,
): Keys {
  const publicKey = async (name: KeyName): Promise<Value | undefined> =>
    name.index === undefined ? open[nameOf(name)] : ask("public", name);
  return {
    publicKey,
    secretKey: async (name) => {
      if (name.index === undefined) return own[nameOf(name)];
      return name.owner === agent || name.other === agent ? ask("secret", name) : undefined;
    },
    ownerOf: async (op, family, key) => {
      for (const owner of agents) {
        const known = await publicKey({ op, family, owner });
        if (known !== undefined && isSameValue(known, key)) return owner;
      }
      return undefined;
    },
    constant: (name, owner) => (owner === agent ? own[`constant ${name}`] : undefined),
  };
}

function nameOf({ op, family, owner, other }: KeyName): string {
  return JSON.stringify([op, family, owner, ...(other === undefined ? [] : [other])]);
}

interface KeyTerm {
  readonly op: KeyOperation;
  readonly family: string;
  readonly index?: unknown;
}

const isKey: ReadonlySet<string> = new Set(KEY_OPERATIONS.map(({ name }) => name));

function listKeyTerms({ roles, messages }: ProtocolPlan): readonly KeyTerm[] {
  const terms = [
    ...messages.map(({ intended }) => intended),
    ...[...roles.values()].flatMap(({ names, steps }) => [...names.values(), ...steps.map(({ intended }) => intended)]),
  ];
  return terms.flatMap((term) =>
    [...subterms(term)].flatMap((part) =>
      part.kind === "application" && isKey.has(part.op) ? [{ op: part.op as KeyOperation, ...readKey(part) }] : [],
    ),
  );
}
