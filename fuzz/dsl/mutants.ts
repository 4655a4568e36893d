/**
 * Mistakes that the verifier once made, put back on purpose: the hunt must find each of them, or it finds nothing.
 *
 * A mutant changes what the verifier sees; the judge sees the description as it is.
 */
import type { Description } from "../../src/core/protocol/ir/description.ts";
import type { Model } from "../../src/core/protocol/ir/script.ts";
import type { Mistake } from "../../src/core/protocol/project/mistakes.ts";
import { project } from "../../src/core/protocol/project/project.ts";
import type { Verifier } from "../../src/lenses/verifier/verify.ts";
import type { MutantName } from "../options.ts";

export type Project = (description: Description) => Model;

/** How a mutant reads a description. */
export function projectWith(mutant: MutantName | undefined): Project {
  switch (mutant) {
    case undefined:
    case "passed-on":
      return project;
    case "carry-back":
      return withMistake("carries back once");
    case "foreign-key":
      return withMistake("tests others' indexed keys");
    case "listing-order":
      return withMistake("signals by listing order");
    case "directed":
      return (description) => {
        const model = project(description);
        return { ...model, commutative: model.commutative.filter((op) => op !== "shk") };
      };
    default:
      return mutant satisfies never;
  }
}

function withMistake(mistake: Mistake): Project {
  return (description) => project(description, new Set([mistake]));
}

/** The part of the search that a mutant replaces. */
export function seamOf(mutant: MutantName | undefined): ConstructorParameters<typeof Verifier>[1] {
  // What a role passes on was compared as a whole; what lies inside it was not looked for.
  return mutant === "passed-on" ? { comparing: (part, whole) => part === whole } : undefined;
}
