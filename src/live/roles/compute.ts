/**
 * Operations of any theory on values: what travels raw, what is encoded first, and what of a result is decoded.
 *
 * An implementation gets bytes. A term that it only carries, such as the message of a box, is encoded with its kind, so
 * that what comes out again is the same term or nothing. Raw are keys, what the theory calls raw, and what its own
 * operations made where a rule takes it apart.
 */
import { apply, type Application, equals, type Term } from "../../core/term/term.ts";
import { match } from "../../core/term/match.ts";
import type { Rewrite } from "../../core/theory/theory.ts";
import { KEY_OPERATIONS } from "../../core/theory/keys.ts";
import { rulesOf, type World } from "../../core/protocol/project/world.ts";
import type { Randomness } from "../crypto/randomness.ts";
import { decodeValue, encodeValue } from "../wire/codec.ts";
import { Unsupported } from "../wire/form.ts";
import { asBytes, type Value } from "../wire/value.ts";
import type { Operations } from "./operations.ts";
import type { RolePlan } from "./plan.ts";

/** The part of a run's means that computing needs. */
export interface Computing {
  readonly operations: Operations;
  readonly plan: Pick<RolePlan, "world" | "forms">;
}

/** A term with its value. */
export interface Meant {
  readonly intended: Term;
  readonly value: Value;
}

const KEYS: ReadonlySet<string> = new Set(KEY_OPERATIONS.map(({ name }) => name));

/** For what a receiver makes again to compare: the sender's bytes come out only if nothing is drawn. */
export const NOTHING_DRAWN: Randomness = {
  bytes() {
    throw new Unsupported("An operation that receivers compare draws randomness: give it as an argument instead.");
  },
};

/** The value of an operation on its arguments, whatever its theory; `at` names the step for refusals. */
export async function compute(
  { operations, plan }: Computing,
  op: string,
  args: readonly Meant[],
  randomness: Randomness,
  at: string,
): Promise<Value> {
  const { world, forms } = plan;
  if (world.operations.get(op)?.runs === "computes on values") {
    return operations.apply(
      op,
      args.map(({ value }) => value),
      randomness,
    );
  }
  const given = args.map(({ intended, value }, i) =>
    isRaw(world, op, i) || isKey(intended) ? value : encodeValue(forms, intended, value),
  );
  const result = await operations.apply(op, given, randomness);
  // Behind its own arguments, a reader may have keys that verify what it reads.
  const own = args.slice(0, world.operations.get(op)?.arity);
  const whole = apply(op, ...own.map(({ intended }) => intended));
  const content = findContent(world, whole);
  return content === undefined ? result : decodeValue(forms, content, asBytes(result), at);
}

/** True for an argument that the implementation takes as it is. */
function isRaw(world: World, op: string, position: number): boolean {
  if (world.operations.get(op)?.raw?.includes(position) === true) return true;
  return rulesOf(world, op).some(({ left }) => {
    const pattern = (left as Application).args[position];
    return pattern?.kind === "application" && !KEYS.has(pattern.op);
  });
}

function isKey(term: Term): boolean {
  return term.kind === "application" && KEYS.has(term.op);
}

/** The term that was encoded when it was put in, where a rule takes it out; undefined for any other result. */
function findContent(world: World, whole: Application): Term | undefined {
  for (const rule of rulesOf(world, whole.op)) {
    const bound = rule.right.kind === "variable" ? match(rule.left, whole) : undefined;
    if (bound !== undefined && !standsRaw(world, rule)) return bound.get(rule.right.key);
  }
  return undefined;
}

/** True where what the rule yields stands in a raw place of what it takes apart. */
function standsRaw(world: World, { left, right }: Rewrite): boolean {
  const visit = (term: Term): boolean =>
    term.kind === "application" &&
    term.args.some((arg, i) => (equals(arg, right) ? term !== left && isRaw(world, term.op, i) : visit(arg)));
  return visit(left);
}
