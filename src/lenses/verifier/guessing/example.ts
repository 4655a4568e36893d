/** Claims about guesses, judged for tests. */
import { describe } from "../../../core/protocol/dsl/describe.ts";
import { readBuilder } from "../../../core/protocol/dsl/protocol.ts";
import type { Claim, Model, RoleScript } from "../../../core/protocol/ir/script.ts";
import { project } from "../../../core/protocol/project/project.ts";
import type { Verdict } from "../../../core/verdict/verdict.ts";
import { runToEnd } from "../run-to-end.ts";
import { Verifier, type VerifyOptions } from "../verify.ts";

export const BOUNDS: VerifyOptions = { maxRuns: 4, maxStates: 100_000 };

/** The model of a description. */
export function modelOf(builder: object): Model {
  const recorded = readBuilder(builder);
  if (recorded === undefined) throw new TypeError("modelOf: expected a protocol");
  const { description, diagnostics } = describe(recorded);
  if (description === undefined) throw new Error(JSON.stringify(diagnostics));
  return project(description);
}

/** Every claim about guesses of a model. */
export function listGuessed(model: Model): { readonly role: RoleScript; readonly claim: Claim }[] {
  return model.protocols.flatMap(({ roles }) =>
    roles.flatMap((role) =>
      role.events.flatMap((event) =>
        event.kind === "claim" && event.claim.kind === "Unguessable" ? [{ role, claim: event.claim }] : [],
      ),
    ),
  );
}

/** The verdict on the first claim about guesses of a description. */
export function judgeGuess(builder: object, bounds: VerifyOptions = BOUNDS): { readonly verdict: Verdict } {
  const model = modelOf(builder);
  const [first] = listGuessed(model);
  if (first === undefined) throw new Error("judgeGuess: no claim about guesses");
  const target = { protocol: model.name, role: first.role.role, label: first.claim.label };
  return { verdict: runToEnd(new Verifier(model), target, bounds).verdict };
}
