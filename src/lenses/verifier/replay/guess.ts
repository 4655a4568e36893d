/**
 * Decides whether a guess can be verified offline at the end of an executed trace: static equivalence of the intruder's
 * knowledge with the guess, and with another value in its place (Baudet, CCS 2005).
 *
 * Written apart from the search: two bodies of knowledge, without the guess and with it. A guess is verified by a term
 * that the intruder has without it and makes once more with it, or opens with it; under another value the two terms
 * differ, and the opening fails.
 */
import { match } from "../../../core/term/match.ts";
import { type Substitution, substitute } from "../../../core/term/substitution.ts";
import { subterms, type Term, untuple, variablesOf } from "../../../core/term/term.ts";
import type { Synthesis } from "../../../core/theory/theory.ts";
import { listDrawn } from "../../guesses.ts";
import { isCompared } from "../guessing/with-guess.ts";
import type { Execution } from "./execute.ts";
import { Knowledge } from "./knowledge.ts";
import type { Derivation } from "./trace.ts";

/** How the intruder tells a right guess from a wrong one. */
export interface Verification {
  /** `made`: it makes the term from the parts, and compares. `opened`: it opens the term with them. */
  readonly is: "made" | "opened";
  /** The term as it has it without the guess. */
  readonly has: Derivation;
  readonly rule: string;
  readonly parts: readonly Derivation[];
}

/** How terms are compared that draw randomness: as the very values that somebody made, or by what is in them. */
export type Comparing = "values" | "contents";

/**
 * How the guess of the claimed term is verified after the trace; undefined where it is not. As values, what another has
 * made with randomness is not made again. Comparing contents is more than the intruder can; it tells what the search, which
 * does not see randomness, proposes in vain.
 */
export function verifyGuess(execution: Execution, comparing: Comparing = "values"): Verification | undefined {
  const { model, claim } = execution;
  if (claim.term === undefined) return undefined;
  const drawn = listDrawn(model.operations);
  const others = comparing === "values" ? listOthers(execution, drawn) : new Set<string>();
  const knowledge = overhear(execution);
  const guessing = overhear(execution);
  for (const one of [knowledge, guessing]) one.withhold(({ key }) => others.has(key));
  for (const part of untuple(claim.term)) guessing.guess(part);
  const isNew = (term: Term): boolean => knowledge.derive(term) === undefined;
  for (const has of knowledge.list()) {
    if (has.term.kind !== "application") continue;
    for (const rule of model.deductions.syntheses.filter((one) => isCompared(one, drawn))) {
      const bound = match(rule.yields, has.term);
      const parts = bound && guessing.deriveAll(rule.from, bound)?.premises;
      if (parts !== undefined && dependsOnGuess(rule, parts, isNew)) return { is: "made", has, rule: rule.name, parts };
    }
    for (const { from, using, unless, name } of model.deductions.analyses) {
      const bound = match(from, has.term);
      if (bound === undefined) continue;
      if (unless.some(({ term, pattern }) => match(pattern, substitute(term, bound)) !== undefined)) continue;
      const parts = guessing.deriveAll(using, bound)?.premises ?? fillAndDerive(guessing, using, bound);
      // What the opened term does not determine may be the guess, and verifies nothing.
      if (parts === undefined) continue;
      const isVerified = using.some(
        (part, i) =>
          isNew((parts[i] as Derivation).term) &&
          listDetermined(part, from).some((one) => isNew(substitute(one, bound))),
      );
      if (isVerified) return { is: "opened", has, rule: name, parts };
    }
  }
  return undefined;
}

function overhear({ model, trace, events }: Execution): Knowledge {
  const knowledge = new Knowledge(model.deductions, trace.invented, trace.hints);
  for (const { event, run, at } of events) if (event.kind === "send") knowledge.learn(event.message, run, at);
  return knowledge;
}

/** Lists the terms with randomness that some run has made: it sends them, and has not received them before. */
function listOthers({ events, trace }: Execution, drawn: ReadonlySet<string>): ReadonlySet<string> {
  const made = new Set<string>();
  for (const id of trace.runs.keys()) {
    const received = new Set<string>();
    for (const { run, event } of events) {
      if (run !== id || (event.kind !== "send" && event.kind !== "recv")) continue;
      for (const part of subterms(event.message)) {
        if (part.kind !== "application" || !drawn.has(part.op)) continue;
        if (event.kind === "recv") received.add(part.key);
        else if (!received.has(part.key)) made.add(part.key);
      }
    }
  }
  return made;
}

/**
 * True when what is made changes with the guess. A constructor is one to one; what is computed may come out the same where
 * more than one part changes.
 */
function dependsOnGuess(
  { from, yields, computes }: Synthesis,
  parts: readonly Derivation[],
  isNew: (term: Term) => boolean,
): boolean {
  const changing = from.filter((_, i) => isNew((parts[i] as Derivation).term));
  if (computes !== true) return changing.length > 0;
  const [only, ...more] = changing;
  if (only === undefined || more.length > 0) return false;
  const kept = new Set(variablesOf(yields, ...from.filter((part) => part !== only)).map(({ key }) => key));
  return variablesOf(only).every(({ key }) => kept.has(key));
}

/** Derives what opens a term with anything known in place of what that term does not determine. */
function fillAndDerive(guessing: Knowledge, parts: readonly Term[], bound: Substitution): Derivation[] | undefined {
  let filled = bound;
  for (const open of variablesOf(...parts.map((part) => substitute(part, bound)))) {
    const values = [...guessing.list()].map(({ term }) => match(open, term, 0, filled));
    filled = values.find((value) => value !== undefined) ?? filled;
  }
  return guessing.deriveAll(parts, filled)?.premises;
}

/** The largest parts of a term whose variables are all in another. */
function listDetermined(term: Term, by: Term): Term[] {
  const inside = new Set(variablesOf(by).map(({ key }) => key));
  if (variablesOf(term).every(({ key }) => inside.has(key))) return [term];
  return term.kind === "application" ? term.args.flatMap((arg) => listDetermined(arg, by)) : [];
}
