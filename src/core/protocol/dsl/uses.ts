/** The theories and weaknesses that `.uses` declares. */
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { findOpenEnd } from "../../theory/check-closed.ts";
import { implementationOf, theoryOf } from "../../theory/declare.ts";
import type { LoadAny } from "../../theory/implementation.ts";
import { ALWAYS_AVAILABLE, DECLARED_THEORIES } from "../../theory/registry.ts";
import type { Theory } from "../../theory/theory.ts";
import { complain } from "../check/rejection.ts";
import { helpWithNames } from "../../diagnostic/suggest.ts";
import type { Recorded } from "./protocol.ts";
import type { Shape } from "./read-call.ts";

export interface DeclaredTheories {
  readonly theories: readonly Theory[];
  readonly weaknesses: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads every `.uses`; CP106 for what is no theory, CP210 for a weakness that its theory does not have, CP506 and CP507 for
 * theories whose rules contradict each other or come to no end.
 */
export function findTheories(shapes: readonly Shape[]): DeclaredTheories {
  const theories = new Map<string, Theory>();
  const weaknesses: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const shape of shapes) {
    if (shape.kind !== "uses") continue;
    const { place } = shape;
    const theory = theoryOf(shape.theory);
    if (theory === undefined) {
      const help = "Import one, such as pre, or declare one with theory(name, operations).";
      diagnostics.push(complain("CP106", ".uses needs a theory.", { place, help }));
      continue;
    }
    const other = theories.get(theory.name) ?? ALWAYS_AVAILABLE.find(({ name }) => name === theory.name);
    if (other !== undefined && other !== theory && JSON.stringify(other) !== JSON.stringify(theory)) {
      diagnostics.push(complain("CP106", `Two theories are called ${theory.name}.`, { place }));
    }
    if (!ALWAYS_AVAILABLE.some(({ name }) => name === theory.name)) theories.set(theory.name, theory);
    const open = findOpenEnd([...ALWAYS_AVAILABLE, ...theories.values()], [...weaknesses, ...shape.weaknesses]);
    if (open !== undefined) return { theories: [], weaknesses: [], diagnostics: [...diagnostics, { ...open, place }] };
    for (const name of shape.weaknesses) {
      const known = theory.weaknesses.map((weakness) => weakness.name);
      if (known.includes(name)) weaknesses.push(name);
      else {
        const help = helpWithNames(name, known, `weaknesses of ${theory.name}`);
        diagnostics.push(complain("CP210", `The theory ${theory.name} has no weakness ${name}.`, { place, help }));
      }
    }
  }
  return { theories: [...theories.values()], weaknesses: [...new Set(weaknesses)], diagnostics };
}

/** Loads the code behind the theories of a protocol, by their names: those that need no `.uses`, and its own. */
export function findImplementations({ calls }: Recorded): ReadonlyMap<string, LoadAny> {
  const found = new Map<string, LoadAny>();
  const take = (thing: unknown): void => {
    const [name, load] = [theoryOf(thing)?.name, implementationOf(thing)];
    if (name !== undefined && load !== undefined) found.set(name, load);
  };
  for (const theory of DECLARED_THEORIES) take(theory);
  for (const call of calls) if (call.method === "uses") take(call.args[0]);
  return found;
}
