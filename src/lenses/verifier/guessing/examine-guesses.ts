/** A claim that something guessable stays secret, when it is secret: is there a run in which a guess can be verified? */
import type { Claim, Model } from "../../../core/protocol/ir/script.ts";
import type { Term } from "../../../core/term/term.ts";
import { deepen, type Outcome, type SearchBounds } from "../deepen.ts";
import { prepareModel, type Script, type Seam } from "../prepare.ts";
import { executeTrace } from "../replay/execute.ts";
import { verifyGuess } from "../replay/guess.ts";
import type { GroundTrace } from "../replay/trace.ts";
import { Core } from "../search/core.ts";
import type { Progress, Signal } from "../search/explore.ts";
import { linearise } from "../search/linearise.ts";
import { makeGuessingModel, removeGuess } from "./guessing-model.ts";
import { startGuesses } from "./start-guesses.ts";

/** The claim that a guess of a term cannot be verified, and whose it is. */
export interface Guessed {
  readonly model: Model;
  readonly script: Script;
  readonly at: number;
  readonly claim: Claim;
}

/** True for claims about what is guessable. */
export function isAboutGuesses({ kind }: Claim): boolean {
  return kind === "Unguessable";
}

/** The claim that the term stays secret, which is part of it. */
export function leaveOutGuesses(claim: Claim): Claim {
  return { ...claim, kind: "Secret" };
}

/**
 * False for a trace in which the guess is verified on what nobody can make again: the search takes two boxes with equal
 * contents for one. Whatever else is wrong with a trace, the replay says.
 */
function isSeen(model: Model, trace: GroundTrace): boolean {
  const execution = executeTrace(model, trace);
  if ("refused" in execution || execution.knowledge.derive(execution.claim.term as Term) !== undefined) return true;
  return verifyGuess(execution) !== undefined || verifyGuess(execution, "contents") === undefined;
}

/** Looks for a trace in which a guess is verified; it is one of the model that is given, still to be replayed. */
export function* examineGuesses(
  { model, script, at, claim }: Guessed,
  options: SearchBounds,
  seam: Seam,
): Generator<Progress, Outcome, Signal | undefined> {
  const guessing = makeGuessingModel(model, script.role, at, claim);
  const prepared = prepareModel(guessing.model, seam);
  const claimants = prepared.scripts.filter((one) => one.protocol === prepared.model.protocols.at(-1) && !one.isMirror);
  const outcome = yield* deepen(
    {
      start: (core) => claimants.flatMap((one) => startGuesses(core, one, guessing.at)),
      judge: (core) => ({
        isGranted: () => false,
        findViolation: (pattern) => {
          const trace = removeGuess(linearise(pattern, pattern.order, core), guessing.at);
          return isSeen(model, trace) ? pattern.order : undefined;
        },
      }),
      fewest: 1,
      prove: undefined,
    },
    new Core(prepared),
    options,
  );
  return outcome.is === "found" ? { is: "found", trace: removeGuess(outcome.trace, guessing.at) } : outcome;
}
