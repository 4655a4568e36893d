/**
 * Decides whether a goal is in the closure, and finds its fact: membership, sub-tuples of one utterance or belief,
 * freshness on demand, instances of quantified assumptions, and conjunctions part by part.
 */
import { type Formula, partsOf } from "../formula/formula.ts";
import type { Closure } from "./closure.ts";
import type { Fact } from "./fact.ts";
import { instantiate } from "./instantiate.ts";
import { contextOf, matchExactly, openSchema } from "./match-schema.ts";

/** The fact of a goal of the closure's own principal; undefined: it cannot be derived. */
export function decideGoal(closure: Closure, goal: Formula): Fact | undefined {
  closure.renewSteps();
  if (goal.is === "sees" && goal.who.id === closure.self.id) {
    return closure.find(goal) ?? findPart(closure, goal, closure.seenSets, "SEE-PROJ");
  }
  return goal.is === "believes" && goal.who.id === closure.self.id ? decideBelief(closure, goal.what) : undefined;
}

function decideBelief(closure: Closure, what: Formula): Fact | undefined {
  const wanted = closure.belief(what);
  const known = closure.find(wanted);
  if (known !== undefined) return known;
  switch (what.is) {
    case "tuple": {
      const parts = what.parts.map((part) => decideBelief(closure, part));
      if (!parts.every((part) => part !== undefined)) return undefined;
      return closure.note(wanted, "BEL-INTRO", parts, ["Z is X together"]);
    }
    case "fresh":
      return closure.findFresh(what.what) ?? findInstance(closure, what);
    case "said":
      return findPart(closure, wanted, closure.saidSets.get(what.who.id), "SAID-PROJ") ?? findInstance(closure, what);
    case "believes":
      return (
        findPart(closure, wanted, closure.believedSets.get(what.who.id), "BEL2-PROJ") ??
        decideTogether(closure, what.who, what.what) ??
        findInstance(closure, what)
      );
    default:
      return findInstance(closure, what);
  }
}

/** A sub-tuple of one thing seen, said or believed. */
function findPart(
  closure: Closure,
  wanted: Formula,
  wholes: readonly Fact[],
  rule: "SEE-PROJ" | "SAID-PROJ" | "BEL2-PROJ",
): Fact | undefined {
  const parts = partsOf(readInner(wanted));
  if (parts.length < 2) return undefined;
  const whole = wholes.find((fact) => {
    const there = new Set(partsOf(readInner(fact.statement)).map(({ id }) => id));
    return parts.every(({ id }) => there.has(id));
  });
  return whole && closure.note(wanted, rule, [whole], ["X is part of Y"]);
}

/** Family N: each part believed by the other. */
function decideTogether(closure: Closure, who: Formula, what: Formula): Fact | undefined {
  if (what.is !== "tuple" || !closure.has("BEL2-INTRO")) return undefined;
  const parts = what.parts.map((part) => closure.find(closure.beliefOf(who, "believes", part)));
  if (!parts.every((part) => part !== undefined)) return undefined;
  return closure.note(closure.beliefOf(who, "believes", what), "BEL2-INTRO", parts, ["Z is X together"]);
}

function findInstance(closure: Closure, what: Formula): Fact | undefined {
  for (const schema of closure.schemas) {
    const opened = openSchema((schema.statement as { readonly what: Formula }).what);
    const { layers, body } = opened;
    const context = contextOf(opened, closure.sorts, closure.steps);
    for (const binding of matchExactly(body, what, new Map(), context)) {
      const instance = instantiate(closure, schema, layers, binding);
      if (instance !== undefined) return instance;
    }
  }
  return undefined;
}

/** Reads what is seen, or what the other said or believes. */
function readInner(statement: Formula): Formula {
  if (statement.is === "sees") return statement.what;
  const { what } = statement as { readonly what: Formula };
  return (what as { readonly what: Formula }).what;
}
