/** A message with one part replaced, wherever the part can be read in it; a signature over it stays as it was. */
import type { Term } from "../../core/term/term.ts";
import { fieldsOf } from "../../core/theory/intended.ts";
import { identify } from "../../core/protocol/project/role-view.ts";
import type { ProtocolPlan } from "../../live/roles/plan.ts";
import { decodeValue, encodeValue } from "../../live/wire/codec.ts";
import { asBytes, asList, type Value } from "../../live/wire/value.ts";

/** The parts of a message that can be replaced, each once: everything readable that is no public constant. */
export function listParts(plan: ProtocolPlan, intended: Term): readonly Term[] {
  const found = new Map<string, Term>();
  const visit = (part: Term): void => {
    const fields = fieldsOf(part);
    for (const [, field] of fields ?? []) visit(field);
    if (fields !== undefined || (part.kind === "name" && !part.fresh)) return;
    found.set(identify(part), part);
    const signed = contentOf(plan, part);
    if (signed !== undefined) visit(signed);
  };
  visit(intended);
  return [...found.values()];
}

/** Finds the value of a part in a message; undefined where it cannot be read. */
export function findPart(plan: ProtocolPlan, intended: Term, value: Value, wanted: Term): Value | undefined {
  if (identify(intended) === identify(wanted)) return value;
  for (const [i, [, field]] of (fieldsOf(intended) ?? []).entries()) {
    const found = findPart(plan, field, asList(value)[i] as Value, wanted);
    if (found !== undefined) return found;
  }
  const body = contentOf(plan, intended);
  if (body === undefined) return undefined;
  return findPart(plan, body, decodeValue(plan.forms, body, asBytes(asList(value)[0] as Value), "signed"), wanted);
}

/** The message with the part replaced. */
export function replacePart(plan: ProtocolPlan, intended: Term, value: Value, wanted: Term, by: Value): Value {
  if (identify(intended) === identify(wanted)) return by;
  const fields = fieldsOf(intended);
  if (fields !== undefined)
    return fields.map(([, field], i) => replacePart(plan, field, asList(value)[i] as Value, wanted, by));
  const body = contentOf(plan, intended);
  if (body === undefined) return value;
  const [message, signature] = asList(value) as readonly [Value, Value];
  const changed = replacePart(plan, body, decodeValue(plan.forms, body, asBytes(message), "signed"), wanted, by);
  return [encodeValue(plan.forms, body, changed), signature];
}

/** The message of a signature, which everyone reads; undefined for anything else. */
function contentOf({ world }: ProtocolPlan, term: Term): Term | undefined {
  if (term.kind !== "application" || world.operations.get(term.op)?.runs !== "signs") return undefined;
  return term.args[0];
}

/** How a part is called: the author's word, or its operation. */
export function namePart(intended: Term): string {
  if (intended.kind !== "application") return intended.name;
  const inner = intended.args.map((arg) => namePart(arg)).join(", ");
  return fieldsOf(intended) === undefined ? `${intended.op}(${inner})` : `{${inner}}`;
}
