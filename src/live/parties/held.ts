/** The holding of a run under the author's names: for policies and chains, which speak of records and ciphertexts. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { subterms, type Term } from "../../core/term/term.ts";
import type { Holding } from "../roles/holding.ts";
import type { RolePlan } from "../roles/plan.ts";
import type { Value } from "../wire/value.ts";

/** The value of one of the role's names; undefined while the run does not hold it. */
export function heldAs(name: string, holding: Holding, plan: RolePlan): Value | undefined {
  const intended = plan.names.get(name);
  return intended === undefined ? undefined : holding.valueOf(intended);
}

/** The record that a message names, in hexadecimal digits; empty where it names none. */
export function recordIn(message: Term, holding: Holding): string {
  for (const part of subterms(message)) {
    if (part.kind !== "name" || !part.sorts.includes("Id")) continue;
    const value = holding.valueOf(part);
    if (value instanceof Uint8Array) return bytesToHex(value);
  }
  return "";
}
