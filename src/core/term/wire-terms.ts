/**
 * Terms as JSON and back, wherever they stand in a value. Whoever reads them makes them anew by their parts: the key of a
 * term decides what it is equal to, so it is never taken from somebody else.
 */
import { apply, constant, freshName, type Term, variable } from "./term.ts";

/** A term in a term is two levels of JSON; readers of models let through 400. */
const MOST_LEVELS = 1_500;

/** A value with terms in it as JSON; what JSON has no word for is left out. */
export function writeTerms(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (isTerm(part) ? shorten(part) : part));
}

/** Restores the terms in a value that `JSON.parse` read from such a text. Throws TypeError for one that is too deep. */
export function reviveTerms(value: unknown, level = 0): unknown {
  if (level > MOST_LEVELS) throw new TypeError("too deep");
  if (Array.isArray(value)) return value.map((part) => reviveTerms(part, level + 1));
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, reviveTerms(part, level + 1)]));
  return makeTerm(parts) ?? parts;
}

function shorten(term: Term): unknown {
  const { key: _, ...parts } = term;
  if (parts.kind !== "application") return parts;
  const { ground: __, ...application } = parts;
  return application;
}

function isTerm(value: unknown): value is Term {
  if (typeof value !== "object" || value === null || !("key" in value && "kind" in value)) return false;
  return ["name", "variable", "application"].includes(String(value.kind));
}

function makeTerm(parts: Readonly<Record<string, unknown>>): Term | undefined {
  const { kind, name, sorts, fresh, run, op, args } = parts;
  if (kind === "application") {
    return typeof op === "string" && Array.isArray(args) && args.every(isMade) ? apply(op, ...args) : undefined;
  }
  if (typeof name !== "string" || !isTexts(sorts) || !(run === undefined || Number.isInteger(run))) return undefined;
  const owner = run as number | undefined;
  if (kind === "variable") return variable(name, sorts, owner);
  if (kind !== "name" || typeof fresh !== "boolean") return undefined;
  if (fresh) return freshName(name, sorts, owner);
  return owner === undefined ? constant(name, sorts) : undefined;
}

/** True for a term; what stands in its place in JSON was made before. */
function isMade(value: unknown): value is Term {
  return typeof value === "object" && value !== null && "kind" in value && "key" in value;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}
