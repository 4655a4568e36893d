/**
 * Concrete messages as the idealisation reads them: which boxes there are, under which keys, and what is in them.
 *
 * Public-key and shared-key encryption, signatures, MACs and hashes have constructs in the logic; which operation is one
 * of them its theory says. Everything else counts as one value.
 */
import { AGENT, PAIR, type Term } from "../../../core/term/term.ts";
import { fieldsOf } from "../../../core/theory/intended.ts";
import type { BanReading, BoxKind } from "../../../core/theory/facets.ts";
import { KEY_OPERATIONS } from "../../../core/theory/keys.ts";
import type { Theory } from "../../../core/theory/theory.ts";
import { identify } from "../../../core/protocol/project/role-view.ts";

export type ConcretePart =
  | { readonly is: "agent"; readonly role: string }
  /** A constant that everybody knows. */
  | { readonly is: "text"; readonly term: Term }
  | { readonly is: "value"; readonly term: Term }
  /** A value that is made by an operation that the logic has no construct for. */
  | { readonly is: "opaque"; readonly term: Term }
  | { readonly is: "key"; readonly term: Term }
  | { readonly is: "hash"; readonly term: Term; readonly body: readonly ConcretePart[] }
  | ConcreteBox;

export interface ConcreteBox {
  readonly is: "box";
  readonly kind: BoxKind;
  /** A public key, a signing key, or whatever serves as shared key. */
  readonly by: Term;
  readonly body: readonly ConcretePart[];
  readonly id: string;
  /** The box itself; undefined for a hash that is read as one. */
  readonly term: Term | undefined;
}

/** How the operations of a description are read, as their theories say. */
export type Readings = ReadonlyMap<string, BanReading>;

/** The readings of these theories. */
export function listReadings(theories: readonly Theory[]): Readings {
  const operations = theories.flatMap((theory) => theory.operations);
  return new Map(operations.flatMap(({ name, ban }) => (ban === undefined ? [] : [[name, ban]])));
}

const KEYS: ReadonlySet<string> = new Set(KEY_OPERATIONS.map(({ name }) => name));

/** The parts of an intended term, in order. */
export function readParts(readings: Readings, term: Term): ConcretePart[] {
  const readAll = (terms: readonly Term[]): ConcretePart[] => terms.flatMap((each) => readParts(readings, each));
  const fields = fieldsOf(term);
  if (fields !== undefined) return readAll(fields.map(([, value]) => value));
  if (term.kind === "variable") return [{ is: "agent", role: term.name }];
  if (term.kind === "name") {
    if (term.sorts.includes(AGENT)) return [];
    return [{ is: term.fresh ? "value" : "text", term }];
  }
  if (term.op === PAIR) return readAll(term.args);
  if (KEYS.has(term.op)) return [{ is: "key", term }];
  const reading = readings.get(term.op);
  switch (reading?.is) {
    case "hash":
      return [{ is: "hash", term, body: readAll(term.args) }];
    case "box": {
      const { kind, key } = reading;
      const body = readAll(term.args.filter((_, i) => i !== key));
      return [{ is: "box", kind, by: term.args[key] as Term, body, id: identify(term), term }];
    }
    case "key":
    case "mask":
    case "multiple":
    case undefined: {
      // A private constant of an agent is applied to that agent only.
      const isPrivate = term.args.length === 1 && term.args[0]?.kind === "variable";
      return [{ is: isPrivate ? "value" : "opaque", term }];
    }
    default:
      return reading satisfies never;
  }
}

/** A hash as the MACs that it may serve as, one for each value or key in it; whoever says so states a reading. */
export function readAsMacs({ body }: Extract<ConcretePart, { is: "hash" }>): ConcreteBox[] {
  return body.flatMap((part, i): ConcreteBox[] => {
    if (part.is !== "key" && part.is !== "value" && part.is !== "opaque") return [];
    const rest = body.filter((_, at) => at !== i);
    const id = `${KEYED}${identify(part.term)} ${body.map((one) => ("term" in one && one.term !== undefined ? identify(one.term) : one.is)).join(" ")}`;
    return rest.length === 0 ? [] : [{ is: "box", kind: "mac", by: part.term, body: rest, id, term: undefined }];
  });
}

const KEYED = "keyed hash ";

/** True for a hash that is read as a MAC. */
export function isKeyedHash({ id }: ConcreteBox): boolean {
  return id.startsWith(KEYED);
}

/** True for what idealisation looks into: such a part has no name of its own in the logic. */
export function isTransparent(readings: Readings, term: Term): boolean {
  if (term.kind !== "application") return false;
  if (fieldsOf(term) !== undefined || term.op === PAIR) return true;
  const reading = readings.get(term.op)?.is;
  return reading === "hash" || reading === "box";
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
