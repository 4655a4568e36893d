/**
 * MACs whose content their receiver never has. A combination shows what is combined; a MAC does not: whoever cannot make it
 * again can neither check it nor read it, so that to such a receiver it says nothing.
 */
import { comb, enc, type Formula, hash, partsOf, tuple } from "../formula/formula.ts";
import type { ConcreteBox, ConcretePart } from "./concrete.ts";
import type { Receiver } from "./find-unbacked.ts";

/** True for a MAC of which the receiver lacks a part. */
export function isHiddenMac({ kind, body }: ConcreteBox, receiver: Receiver): boolean {
  return kind === "mac" && !body.every((part) => isKnown(part, receiver));
}

function isKnown(part: ConcretePart, receiver: Receiver): boolean {
  switch (part.is) {
    case "agent":
    case "text":
      return true;
    case "value":
    case "opaque":
    case "key":
      return receiver.holds(part.term);
    case "hash":
      return receiver.holds(part.term) || part.body.every((inner) => isKnown(inner, receiver));
    case "box":
      return part.term !== undefined && receiver.holds(part.term);
    default:
      return part satisfies never;
  }
}

/** The formula without some of its boxes; undefined where nothing is left. */
export function dropBoxes(formula: Formula, dropped: ReadonlySet<string>): Formula | undefined {
  const left = partsOf(formula).flatMap((part): Formula[] => {
    if (dropped.has(part.id)) return [];
    if (part.is !== "enc" && part.is !== "comb" && part.is !== "hash") return [part];
    const body = dropBoxes(part.body, dropped);
    if (body === undefined) return [];
    if (part.is === "hash") return [hash(body)];
    return [part.is === "enc" ? enc(part.by, body, part.from) : comb(body, part.by, part.from)];
  });
  return left.length === 0 ? undefined : tuple(left);
}
