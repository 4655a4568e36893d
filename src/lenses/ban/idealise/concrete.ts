/**
 * Concrete messages as the idealisation reads them: which boxes there are, under which keys, and what is in them.
 *
 * Public-key encryption, also the two ciphertexts of proxy re-encryption, shared-key encryption, signatures, MACs and
 * hashes have constructs in the logic; everything else counts as one value.
 */
import { AGENT, PAIR, type Term } from "../../../core/term/term.ts";
import { fieldsOf } from "../../../core/theory/intended.ts";
import { SHARED_KEYS } from "../../../core/theory/keys.ts";
import { identify } from "../../../core/protocol/project/role-view.ts";

export type ConcretePart =
  | { readonly is: "agent"; readonly role: string }
  /** A constant that everybody knows. */
  | { readonly is: "text"; readonly term: Term }
  | { readonly is: "value"; readonly term: Term }
  /** A value that is made by an operation that the logic has no construct for. */
  | { readonly is: "opaque"; readonly term: Term }
  | { readonly is: "key"; readonly term: Term }
  | { readonly is: "hash"; readonly body: readonly ConcretePart[] }
  | ConcreteBox;

export interface ConcreteBox {
  readonly is: "box";
  readonly kind: "public" | "shared" | "signature" | "mac";
  /** A public key, a signing key, or whatever serves as shared key. */
  readonly by: Term;
  readonly body: readonly ConcretePart[];
  readonly id: string;
}

/** How the arguments of an operation stand for key and content. */
const BOXES: Readonly<Record<string, { readonly kind: ConcreteBox["kind"]; readonly key: number }>> = {
  aenc: { kind: "public", key: 1 },
  senc: { kind: "shared", key: 1 },
  sign: { kind: "signature", key: 1 },
  mac: { kind: "mac", key: 1 },
  "pre.enc": { kind: "public", key: 1 },
  "pre.enc1": { kind: "public", key: 2 },
};

const KEYS = new Set(["pk", "sk", "vk", "sgk", ...SHARED_KEYS]);

/** The parts of an intended term, in order. */
export function readParts(term: Term): ConcretePart[] {
  const fields = fieldsOf(term);
  if (fields !== undefined) return fields.flatMap(([, value]) => readParts(value));
  if (term.kind === "variable") return [{ is: "agent", role: term.name }];
  if (term.kind === "name") {
    if (term.sorts.includes(AGENT)) return [];
    return [{ is: term.fresh ? "value" : "text", term }];
  }
  if (term.op === PAIR) return term.args.flatMap(readParts);
  if (KEYS.has(term.op)) return [{ is: "key", term }];
  if (term.op === "hash") return [{ is: "hash", body: term.args.flatMap(readParts) }];
  const box = BOXES[term.op];
  const by = box && term.args[box.key];
  if (box === undefined || by === undefined) {
    // A private constant of an agent is applied to that agent only.
    const isPrivate = term.args.length === 1 && term.args[0]?.kind === "variable";
    return [{ is: isPrivate ? "value" : "opaque", term }];
  }
  const body = term.args.filter((_, i) => i !== box.key).flatMap(readParts);
  return [{ is: "box", kind: box.kind, by, body, id: identify(term) }];
}

/** A hash as the MACs that it may serve as, one for each value or key in it; whoever says so states a reading. */
export function readAsMacs({ body }: Extract<ConcretePart, { is: "hash" }>): ConcreteBox[] {
  return body.flatMap((part, i): ConcreteBox[] => {
    if (part.is !== "key" && part.is !== "value" && part.is !== "opaque") return [];
    const rest = body.filter((_, at) => at !== i);
    const id = `${KEYED}${identify(part.term)} ${body.map((one) => ("term" in one ? identify(one.term) : one.is)).join(" ")}`;
    return rest.length === 0 ? [] : [{ is: "box", kind: "mac", by: part.term, body: rest, id }];
  });
}

const KEYED = "keyed hash ";

/** True for a hash that is read as a MAC. */
export function isKeyedHash({ id }: ConcreteBox): boolean {
  return id.startsWith(KEYED);
}

/** True for what idealisation looks into: such a part has no name of its own in the logic. */
export function isTransparent(term: Term): boolean {
  if (term.kind !== "application") return false;
  return fieldsOf(term) !== undefined || term.op === PAIR || term.op === "hash" || BOXES[term.op] !== undefined;
}

/** Every box among the parts, outer ones first. */
export function* boxesAmong(parts: readonly ConcretePart[]): Generator<ConcreteBox> {
  for (const part of parts) {
    if (part.is === "box") {
      yield part;
      yield* boxesAmong(part.body);
    }
  }
}

/** Every part, with those inside boxes and hashes. */
export function* allParts(parts: readonly ConcretePart[]): Generator<ConcretePart> {
  for (const part of parts) {
    yield part;
    if (part.is === "box" || part.is === "hash") yield* allParts(part.body);
  }
}
