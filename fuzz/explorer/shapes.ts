/**
 * Compound terms that some role would take apart: what a generic variable is worth filling with.
 *
 * A shape is a part of a pattern that some role receives or compares, its variables and role names open.
 */
import type { Model } from "../../src/core/protocol/ir/script.ts";
import { mapLeaves, subterms, type Term, variable } from "../../src/core/term/term.ts";

/** The run number of a shape's own variables; no run has it. */
const NO_RUN = -1;

/** The distinct shapes of a model. */
export function listShapes(model: Model): Term[] {
  const shapes = new Map<string, Term>();
  for (const { events } of model.protocols.flatMap(({ roles }) => roles)) {
    for (const event of events) {
      const patterns = event.kind === "recv" ? inside(event.message) : event.kind === "match" ? [event.left] : [];
      for (const pattern of patterns.flatMap((term) => [...subterms(term)])) {
        if (pattern.kind !== "application" || pattern.ground) continue;
        const shape = mapLeaves(pattern, (leaf) =>
          leaf.kind === "variable" ? variable(leaf.name, leaf.sorts, NO_RUN) : leaf,
        );
        shapes.set(nameInOrder(shape), shape);
      }
    }
  }
  return [...shapes.values()].filter((shape) => shape.kind === "application" && !hasFresh(shape));
}

function inside(term: Term): readonly Term[] {
  return term.kind === "application" ? term.args : [];
}

/** A script's own fresh name belongs to a run, so no other run can be meant by it. */
function hasFresh(term: Term): boolean {
  return [...subterms(term)].some((part) => part.kind === "name" && part.fresh);
}

/** The term's key with its variables numbered, so that shapes that differ in names only are one. */
function nameInOrder(term: Term): string {
  const numbers = new Map<string, number>();
  const named = mapLeaves(term, (leaf) => {
    if (leaf.kind !== "variable") return leaf;
    const number = numbers.get(leaf.key) ?? numbers.size;
    numbers.set(leaf.key, number);
    return variable(`${number}`, leaf.sorts);
  });
  return keyWithSorts(named);
}

/** The term's key and the sorts of its leaves: roles of two protocols may spell things of different sorts alike. */
export function keyWithSorts(term: Term): string {
  const sorts = [...subterms(term)].flatMap((part) => (part.kind === "application" ? [] : [part.sorts.join("+")]));
  return `${term.key} ${sorts.join()}`;
}
