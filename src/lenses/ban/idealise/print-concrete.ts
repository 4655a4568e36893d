/** Concrete messages in one line, by the names of the logic: what was sent, beside what it is read as. */
import type { ConcretePart } from "./concrete.ts";
import type { Names } from "./names.ts";

/** e.g. `A, Na, senc(B, Kab)Kas`; ciphertexts in braces with their keys, MACs and signatures by name. */
export function printConcrete(parts: readonly ConcretePart[], names: Names): string {
  return parts.map((part) => printPart(part, names)).join(", ");
}

function printPart(part: ConcretePart, names: Names): string {
  switch (part.is) {
    case "agent":
      return part.role;
    case "text":
    case "value":
    case "opaque":
      return names.symbolOf(part.term).id;
    case "key":
      return names.publicKeyOf(part.term).id;
    case "hash":
      return `hash(${printConcrete(part.body, names)})`;
    case "box": {
      const body = printConcrete(part.body, names);
      const isPublic = part.kind === "public" || part.kind === "signature";
      const key = (isPublic ? names.publicKeyOf(part.by) : names.symbolOf(part.by)).id;
      if (part.kind === "mac") return `mac(${body}; ${key})`;
      return part.kind === "signature" ? `sign(${body}; ${key}^-1)` : `{${body}}${key}`;
    }
    default:
      return part satisfies never;
  }
}
