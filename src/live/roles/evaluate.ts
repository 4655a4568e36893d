/**
 * The words of a role as values: an expression of the description evaluated with what the run holds.
 *
 * Every expression gives its intended term and its value together; the term chooses the encoding of what is sealed,
 * signed and hashed, so both sides of a message agree on it without a word about it here.
 */
import { apply, type Application, type Term } from "../../core/term/term.ts";
import type { Randomness } from "../crypto/randomness.ts";
import type { Expression } from "../../core/theory/expression.ts";
import { fieldsOf, record } from "../../core/theory/intended.ts";
import { agentOf, keyTerm } from "../../core/theory/keys.ts";
import { reduce } from "../../core/protocol/project/world.ts";
import { decodeValue, encodeValue } from "../wire/codec.ts";
import { Unsupported } from "../wire/form.ts";
import { Refused } from "../wire/refusal.ts";
import { asBytes, asList, type Value } from "../wire/value.ts";
import { compute, type Meant } from "./compute.ts";
import { describeContext, type Holding, type Means, readKey, recall } from "./holding.ts";

/** The state of an evaluation; `at` names the step for refusals. */
export interface Evaluating {
  readonly means: Means;
  readonly holding: Holding;
  readonly randomness: Randomness;
  readonly at: string;
}

/** The value of an expression in the view of the run's role. Throws Refused where a computation does not work out. */
export async function evaluate(evaluating: Evaluating, expression: Expression): Promise<Meant> {
  const { means } = evaluating;
  switch (expression.is) {
    case "name": {
      const intended = means.plan.names.get(expression.name);
      if (intended === undefined) throw new Unsupported(`${means.plan.role} has no ${expression.name}.`);
      return recallMeant(evaluating, intended);
    }
    case "agent":
      return recallMeant(evaluating, agentOf(expression.role));
    case "key": {
      const { op, family, owners } = expression;
      const index = expression.index === undefined ? undefined : await evaluate(evaluating, expression.index);
      return recallMeant(evaluating, keyTerm(op, family, owners.map(agentOf), index?.intended));
    }
    case "record": {
      const parts: (readonly [string, Meant])[] = [];
      for (const [name, field] of expression.fields) parts.push([name, await evaluate(evaluating, field)]);
      return {
        intended: record(parts.map(([name, part]) => [name, part.intended] as const)),
        value: parts.map(([, part]) => part.value),
      };
    }
    case "field": {
      const whole = await evaluate(evaluating, expression.of);
      const fields = fieldsOf(whole.intended) ?? [];
      const i = fields.findIndex(([name]) => name === expression.name);
      const field = fields[i];
      if (field === undefined) throw new Unsupported(`There is no part ${expression.name} at ${evaluating.at}.`);
      return { intended: field[1], value: asList(whole.value)[i] as Value };
    }
    case "apply": {
      const args: Meant[] = [];
      for (const arg of expression.args) args.push(await evaluate(evaluating, arg));
      const whole = apply(expression.op, ...args.map(({ intended }) => intended));
      const intended = reduce(means.plan.world, whole);
      return { intended, value: await applyOperation(evaluating, whole, intended, args) };
    }
    default:
      return expression satisfies never;
  }
}

async function recallMeant({ means, holding, at }: Evaluating, intended: Term): Promise<Meant> {
  const value = await recall(means, holding, intended);
  if (value !== undefined) return { intended, value };
  const what = intended.kind === "application" ? `${intended.op} of ${readKey(intended).role}` : intended.name;
  throw new Refused("unknown-key", at, `${means.plan.role} has no ${what}.`);
}

/** The value of an operation on its arguments; `whole` and `intended` are its intended term before and after the rules. */
export async function applyOperation(
  { means, randomness, at }: Pick<Evaluating, "means" | "randomness" | "at">,
  whole: Application,
  intended: Term,
  args: readonly Meant[],
): Promise<Value> {
  const { operations, plan } = means;
  const { forms, world } = plan;
  const [first, second] = args as readonly [Meant, Meant];
  const runs = world.operations.get(whole.op)?.runs;
  switch (runs) {
    case "seals": {
      const context = describeContext(plan.protocol, whole);
      const message = encodeValue(forms, first.intended, first.value);
      return operations.seal(familyOf(second.intended), second.value, message, context, randomness);
    }
    case "unseals": {
      const box = first.intended as Application;
      const context = describeContext(plan.protocol, box);
      const family = familyOf(second.intended);
      const message = operations.unseal(family, second.value, asBytes(first.value), context);
      if (message === undefined) throw new Refused("cannot-open", at, "The key does not open it.");
      return decodeValue(forms, intended, message, at);
    }
    case "signs": {
      const message = encodeValue(forms, first.intended, first.value);
      return [message, operations.sign(second.value, message, describeContext(plan.protocol, whole))];
    }
    case "reads":
      return decodeValue(forms, intended, asBytes(asList(first.value)[0] as Value), at);
    case "hashes":
      return operations.hash(encodeValue(forms, first.intended, first.value), describeContext(plan.protocol, whole));
    case "computes on values":
    case "computes on bytes":
    case undefined:
      return compute(means, whole.op, args, randomness, at);
    default:
      return runs satisfies never;
  }
}

function familyOf(key: Term): string {
  return key.kind === "application" ? readKey(key).family : "";
}
