/**
 * The operations of a model that SPDL writes as `{message}key`, and how each box of theirs is written.
 *
 * SPDL opens `{message}key` with the inverse of the key that is written: `sk(B)` for `pk(B)`, the key itself for what has
 * no inverse. An operation opens with the key of its rule. Where that is the closing key itself and SPDL may take another
 * one for it, the key stands under a public function, which has no inverse. What the rules do beyond that stays a rule.
 * Two operations whose boxes would be one term are kept apart by a tag, a public constant in front of the message.
 */
import type { Model } from "../../../core/protocol/ir/script.ts";
import { mayHoldCompound } from "../../../core/term/sorts.ts";
import { type Application, apply, equals, isGround, subterms, type Term } from "../../../core/term/term.ts";
import { hasIndex, SHARED_KEYS } from "../../../core/theory/keys.ts";
import type { Analysis } from "../../../core/theory/theory.ts";
import { isKeyTerm, isUntyped } from "./shapes.ts";

/** How the boxes of an operation are written. */
export interface Encryption {
  /** The operation of the keys that close what its rules open; undefined: any term. */
  readonly key: string | undefined;
  /** `under a function`: `{message}f(key)`. */
  readonly closes: "by the key" | "under a function";
  readonly tagged: boolean;
}

const INVERSES: ReadonlyMap<string, string> = new Map([
  ["pk", "sk"],
  ["sk", "pk"],
  ["vk", "sgk"],
  ["sgk", "vk"],
]);
const PUBLIC_HALVES: ReadonlySet<string> = new Set(["pk", "vk"]);

/** By operation, those that occur in the messages; `parts` are the parts of these. */
export function listEncryptions(model: Model, parts: readonly Term[]): ReadonlyMap<string, Encryption> {
  const found = new Map<string, Encryption>();
  const taken = new Set<string>();
  const ruleParts = listRuleParts(model);
  const halves = [...parts, ...ruleParts.filter(isGround)].some((part) => isHalf(part)) ? "some" : "none";
  for (const { name, spdl } of model.operations) {
    if (spdl !== "encryption") continue;
    const keys = keysOf(name, parts);
    if (keys.length === 0) continue;
    const key = findKey(model, name);
    const used = [...keys, ...keysOf(name, ruleParts).filter(({ kind }) => kind === "application")];
    if (key === undefined && !used.every((one) => isSymmetric(one, model, halves))) {
      found.set(name, { key, closes: "under a function", tagged: false });
      continue;
    }
    const kinds = [key ?? "any", ...keys.flatMap(kindsOf)];
    found.set(name, { key, closes: "by the key", tagged: kinds.some((kind) => taken.has(kind)) });
    for (const kind of kinds) taken.add(kind);
  }
  return found;
}

/** The operation that closes `{message}key` without a tag, by the key that closes it. */
export function findUntagged(encryptions: ReadonlyMap<string, Encryption>, key: Term): string | undefined {
  const untagged = [...encryptions].filter(([, { tagged, closes }]) => !tagged && closes === "by the key");
  const own = untagged.find(([, encryption]) => encryption.key !== undefined && isRoot(key, encryption.key));
  return (own ?? untagged.find(([, encryption]) => encryption.key === undefined))?.[0];
}

/** True where Scyther itself takes apart what the rule does, with what the rule needs; `parts` as above. */
export function isNative(
  { from, using, yields }: Analysis,
  encryptions: ReadonlyMap<string, Encryption>,
  parts: readonly Term[],
): boolean {
  const encryption = from.kind === "application" ? encryptions.get(from.op) : undefined;
  if (from.kind !== "application" || encryption === undefined) return false;
  const [message, key] = from.args as readonly [Term, Term];
  if (!equals(message, yields)) return false;
  const inverse = encryption.closes === "by the key" ? invert(key) : key;
  const [needed, ...more] = using;
  if (needed !== undefined) return more.length === 0 && equals(needed, inverse);
  if (inverse.kind !== "application" || !PUBLIC_HALVES.has(inverse.op)) return false;
  // The public half of a key with an index is known to those only who know the index.
  return !keysOf(from.op, parts).some((one) => one.kind === "application" && isKeyTerm(one) && hasIndex(one));
}

function isHalf(term: Term): boolean {
  return term.kind === "application" && INVERSES.has(term.op);
}

/** The key that SPDL opens with what this one closes. */
function invert(key: Term): Term {
  const half = key.kind === "application" ? INVERSES.get(key.op) : undefined;
  return key.kind === "application" && half !== undefined ? apply(half, ...key.args) : key;
}

/** True for a key that is its own inverse in SPDL, whatever its variables hold; `halves`: the model has keys of pairs. */
function isSymmetric(key: Term, { match }: Model, halves: "some" | "none"): boolean {
  switch (key.kind) {
    case "name":
      return true;
    case "variable":
      return halves === "none" || !mayHoldCompound(key, match);
    case "application":
      return !INVERSES.has(key.op);
    default:
      return key satisfies never;
  }
}

function isRoot(term: Term, op: string | undefined): term is Application {
  return term.kind === "application" && term.op === op;
}

/** Kinds that keys of this form can be taken for. */
function kindsOf(key: Term): readonly string[] {
  if (key.kind === "application" && isKeyTerm(key)) return [key.op];
  return isUntyped(key) ? ["any", ...INVERSES.keys(), ...SHARED_KEYS] : ["any"];
}

/** The operation of the keys in the rules that open it; none where some rule opens it under any key. */
function findKey(model: Model, op: string): string | undefined {
  const keys = model.rewrites.flatMap(({ left }) => {
    const [box] = left.kind === "application" ? left.args : [];
    return box?.kind === "application" && box.op === op ? [box.args[1] as Term] : [];
  });
  const [first] = keys;
  return keys.some(({ kind }) => kind === "variable") || first?.kind !== "application" ? undefined : first.op;
}

/** The keys that close boxes of an operation. */
function keysOf(op: string, parts: readonly Term[]): Term[] {
  return parts.flatMap((part) => (isRoot(part, op) ? [part.args[1] as Term] : []));
}

function listRuleParts({ deductions: { analyses, syntheses } }: Model): Term[] {
  const terms = [
    ...analyses.flatMap(({ from, using, yields }) => [from, ...using, yields]),
    ...syntheses.flatMap(({ from, yields }) => [...from, yields]),
  ];
  return terms.flatMap((term) => [...subterms(term)]);
}
