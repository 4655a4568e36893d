/** The sizes of a message's parts, by the names that the description gives them. */
import type { ProtocolPlan } from "./plan.ts";
import { readValue } from "../wire/codec.ts";
import { openEnvelope } from "../wire/envelope.ts";
import { formOf } from "../wire/form.ts";
import type { Value } from "../wire/value.ts";

/** One part of a message with its bytes, tags and lengths not counted. */
export interface PartSize {
  readonly name: string;
  readonly bytes: number;
}

/** The parts of a message that was taken; a message that is one box is one part. */
export function measureParts(plan: ProtocolPlan, message: Uint8Array): readonly PartSize[] {
  const { label, body } = openEnvelope(message);
  const intended = plan.messages.find((each) => each.label === label)?.intended;
  if (intended === undefined) return [];
  const value = readValue(plan.forms, intended, body, label);
  const form = formOf(plan.forms, intended);
  if (form.is !== "record")
    return [{ name: intended.kind === "application" ? intended.op : label, bytes: sizeOf(value) }];
  const values = value as readonly Value[];
  return form.fields.map(([name], i) => ({ name, bytes: sizeOf(values[i] as Value) }));
}

function sizeOf(value: Value): number {
  if (typeof value === "number") return 4;
  if (typeof value === "string") return value.length;
  return value instanceof Uint8Array ? value.length : value.reduce<number>((sum, part) => sum + sizeOf(part), 0);
}
