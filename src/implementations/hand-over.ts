/**
 * Collects the start data of an implementation's run: the keys that its agent has in the model, as bytes, and the
 * contexts of its seals, signatures and hashes.
 */
import { subterms, type Term } from "../core/term/term.ts";
import type { KeyOperation } from "../core/theory/expression.ts";
import { KEY_OPERATIONS } from "../core/theory/keys.ts";
import type { Setting } from "../live/generic/performer.ts";
import { describeContext, lengthOfSort, readKey } from "../live/roles/holding.ts";
import type { KeyName } from "../live/roles/operations.ts";
import type { ProtocolPlan } from "../live/roles/plan.ts";
import { Unsupported } from "../live/wire/form.ts";
import { isList, type Value } from "../live/wire/value.ts";
import { findPlaces } from "./places.ts";
import { encodeBase64 } from "./plain.ts";
import type { HandedKey } from "./requests.ts";

const KEYS: ReadonlySet<string> = new Set(KEY_OPERATIONS.map(({ name }) => name));

/** The keys of one agent: everybody's public ones, its own secret ones, and its lasting values. */
export async function handKeys({ plan, ring, agents }: Setting, agent: string): Promise<readonly HandedKey[]> {
  const keys = ring.of(agent);
  const handed: HandedKey[] = [];
  const give = async (name: KeyName, isSecret: boolean): Promise<void> => {
    const value = await (isSecret ? keys.secretKey(name) : keys.publicKey(name));
    if (value === undefined) return;
    const { op: kind, family, owner, other } = name;
    handed.push({
      kind,
      family,
      owner,
      ...(other === undefined ? {} : { other }),
      bytes: encodeBase64(keyBytes(value)),
    });
  };
  for (const [op, family] of listFamilies(plan)) {
    if (op === "shk" || op === "shk.directed") {
      for (const other of agents.filter((each) => each !== agent)) {
        await give({ op, family, owner: agent, other }, true);
        if (op === "shk.directed") await give({ op, family, owner: other, other: agent }, true);
      }
      continue;
    }
    for (const owner of agents) await give({ op: op === "pk" || op === "sk" ? "pk" : "vk", family, owner }, false);
    await give({ op: op === "pk" || op === "sk" ? "sk" : "sgk", family, owner: agent }, true);
  }
  for (const [name, sort] of [...plan.roles.values()][0]?.constants ?? []) {
    const value = keys.constant?.(name, agent, lengthOfSort(sort));
    if (value instanceof Uint8Array) {
      handed.push({ kind: "value", family: name, owner: agent, bytes: encodeBase64(value) });
    }
  }
  return handed;
}

/** A pair is told by its first half: the other one is handed over as the public key. */
function keyBytes(value: Value): Uint8Array {
  const first = isList(value) ? value[0] : value;
  if (first instanceof Uint8Array) return first;
  throw new Unsupported("A key of the description is not made of bytes: it cannot be handed to an implementation.");
}

/** The families in use, each once for a pair of a public and a secret key. */
function listFamilies({ roles, messages }: ProtocolPlan): readonly (readonly [KeyOperation, string])[] {
  const names = [...roles.values()].flatMap((role) => [...role.names.values()]);
  const found = new Map<string, readonly [KeyOperation, string]>();
  for (const term of [...messages.map(({ intended }) => intended), ...names] as readonly Term[]) {
    for (const part of subterms(term)) {
      if (part.kind !== "application" || !KEYS.has(part.op)) continue;
      const { family, index } = readKey(part);
      if (index !== undefined) {
        throw new Unsupported(`Keys with an index, as of the family ${family}, cannot be handed to an implementation.`);
      }
      const op = part.op as KeyOperation;
      const kind = op === "sk" ? "pk" : op === "sgk" ? "vk" : op;
      found.set(`${kind} ${family}`, [kind, family]);
    }
  }
  return [...found.values()];
}

/** The contexts of all parts that are sealed, signed or hashed: by place and operation, as in "M1.grant sign". */
export function handContexts(plan: ProtocolPlan): Readonly<Record<string, string>> {
  return Object.fromEntries(
    findPlaces(plan).made.map(({ at, made }) => [`${at} ${made.op}`, describeContext(plan.protocol, made)]),
  );
}

/** The values that come from outside for a role. */
export function handInputs(
  plan: ProtocolPlan,
  role: string,
  supply: Setting["supply"],
): Readonly<Record<string, string>> {
  const steps = plan.roles.get(role)?.steps ?? [];
  return Object.fromEntries(
    steps.flatMap((step) => {
      const value = step.kind === "fresh" ? supply(step.name, step.sort) : undefined;
      return step.kind === "fresh" && value instanceof Uint8Array ? [[step.name, encodeBase64(value)]] : [];
    }),
  );
}
