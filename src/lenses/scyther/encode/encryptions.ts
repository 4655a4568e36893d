/**
 * The operations of a model that SPDL writes as `{message}key`.
 *
 * Two of them would be one term where their keys are of one kind. Then the later one has a public constant, its tag, in
 * front of its message: Scyther still opens it by itself, and takes it for nothing else.
 */
import type { Model } from "../../../core/protocol/ir/script.ts";
import type { Term } from "../../../core/term/term.ts";
import { isKeyTerm, operationsIn } from "./shapes.ts";

/** How one of them is written. */
export interface Encryption {
  /** The operation of the keys that close it, by its rules; undefined: any term. */
  readonly key: string | undefined;
  readonly tagged: boolean;
}

/** By operation, those that occur in the messages; `parts` are the parts of these. */
export function listEncryptions(model: Model, parts: readonly Term[]): ReadonlyMap<string, Encryption> {
  const present = operationsIn(parts);
  const found = new Map<string, Encryption>();
  const taken = new Set<string>();
  for (const { name, spdl } of model.operations) {
    if (spdl !== "encryption" || !present.has(name)) continue;
    const key = findKey(model, name);
    const kinds = [key ?? "any", ...usedKeys(name, parts)];
    found.set(name, { key, tagged: kinds.some((kind) => taken.has(kind)) });
    for (const kind of kinds) taken.add(kind);
  }
  return found;
}

/** The operation that closes `{message}key` without a tag, by the key that closes it. */
export function findUntagged(encryptions: ReadonlyMap<string, Encryption>, key: Term): string | undefined {
  const untagged = [...encryptions].filter(([, { tagged }]) => !tagged);
  const root = key.kind === "application" ? key.op : undefined;
  const own = untagged.find(([, encryption]) => encryption.key !== undefined && encryption.key === root);
  return (own ?? untagged.find(([, encryption]) => encryption.key === undefined))?.[0];
}

function findKey(model: Model, op: string): string | undefined {
  for (const { left } of model.rewrites) {
    const [box] = left.kind === "application" ? left.args : [];
    if (box?.kind !== "application" || box.op !== op) continue;
    const key = box.args[1];
    return key?.kind === "application" ? key.op : undefined;
  }
  return undefined;
}

/** The operations of keys with an owner that close it in these messages. */
function usedKeys(op: string, parts: readonly Term[]): string[] {
  return parts.flatMap((part) => {
    const key = part.kind === "application" && part.op === op ? part.args[1] : undefined;
    return key?.kind === "application" && isKeyTerm(key) ? [key.op] : [];
  });
}
