/** A random description of which only the claims of secrecy are left, and each says that a guess cannot be verified. */
import type { ClaimDescription, Description, Step } from "../../../src/core/protocol/ir/description.ts";

/** Nonces and keys become data: what they are drawn from is of no interest here. */
const GUESSED: ReadonlySet<string> = new Set(["Nonce", "Key", "Scalar"]);

/** The description with its claims of secrecy turned, and its fresh values of a sort that can be guessed. */
export function guessEverything(description: Description): Description {
  return { ...description, steps: description.steps.map(turnStep) };
}

function turnStep(step: Step): Step {
  if (step.kind === "claims") {
    return { ...step, claims: step.claims.filter(({ claim }) => claim === "secret").map(turnClaim) };
  }
  if (step.kind !== "fresh") return step;
  return { ...step, names: step.names.map(([name, sort]) => [name, GUESSED.has(sort) ? "Data" : sort] as const) };
}

function turnClaim(claim: ClaimDescription): ClaimDescription {
  return { ...claim, claim: "unguessable" };
}
