/**
 * Laws, run: every law with values drawn again and again, from a seed, so that what fails can be had again.
 *
 * A law is broken at its first counterexample. An exception that is no refusal is a counterexample too.
 */
import { seededRandomness } from "../crypto/randomness.ts";
import type { BackendName } from "../crypto/backend.ts";
import type { AnyImplementation, LoadAny } from "../../core/theory/implementation.ts";
import type { Theory } from "../../core/theory/theory.ts";
import { deriveLaws, type Law } from "./derive-laws.ts";

/** How laws are run. */
export interface LawOptions {
  readonly draws: number;
  readonly backend: BackendName;
  readonly seed: string;
}

/** The outcome of one law. */
export interface LawResult {
  readonly theory: string;
  readonly law: string;
  readonly kind: Law["kind"];
  readonly statement: string;
  readonly verdict:
    | { readonly is: "holds"; readonly draws: number }
    | { readonly is: "broken"; readonly draw: number; readonly why: string };
}

/** A theory with the code behind it. */
export interface ImplementedTheory {
  readonly data: Theory;
  readonly implementation: LoadAny | undefined;
}

/** One step: a law that was judged, or so many draws of one that is being judged. */
export type LawStep =
  | { readonly kind: "result"; readonly result: LawResult }
  | { readonly kind: "draws"; readonly theory: string; readonly law: string; readonly done: number };

/** How many draws pass between two steps that say so. */
const STEP = 10;

/** Runs all laws of a theory, step by step: whoever iterates may stop in between. */
export async function* runLaws(theory: ImplementedTheory, options: LawOptions): AsyncGenerator<LawStep> {
  if (theory.implementation === undefined) return;
  const { implement } = await theory.implementation();
  const setUp = seededRandomness(`${options.seed}/${theory.data.name}`);
  yield* runLawsOf(theory.data, await implement(options.backend, setUp), options);
}

/** Runs all laws of a theory against this implementation. */
export function* runLawsOf(theory: Theory, implementation: AnyImplementation, options: LawOptions): Generator<LawStep> {
  for (const law of deriveLaws(theory, implementation)) {
    const { name, kind, statement } = law;
    let verdict: LawResult["verdict"] = { is: "holds", draws: options.draws };
    for (let draw = 0; draw < options.draws; draw++) {
      if (draw % STEP === 0) yield { kind: "draws", theory: theory.name, law: name, done: draw };
      const why = checkOnce(law, `${options.seed}/${theory.name}/${name}/${draw}`);
      if (why === undefined) continue;
      verdict = { is: "broken", draw, why };
      break;
    }
    yield { kind: "result", result: { theory: theory.name, law: name, kind, statement, verdict } };
  }
}

function checkOnce(law: Law, seed: string): string | undefined {
  try {
    return law.check(seededRandomness(seed));
  } catch (error) {
    return `it throws ${error instanceof Error ? error.message : String(error)}`;
  }
}
