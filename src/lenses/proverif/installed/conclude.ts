/**
 * Concludes from ProVerif's answer to a query on the claim.
 *
 * A proof counts unless the model says less than the claim or a role takes less than it should. A refutation is no verdict
 * by itself: a trace has to be replayed on the source's own model, and a derivation may be one of the abstraction alone.
 */
import type { Claim, Model } from "../../../core/protocol/ir/script.ts";
import type { Trace, Verdict } from "../../../core/verdict/verdict.ts";
import { sayGuesses } from "../../guesses.ts";
import type { Loss } from "../encode/write-claims.ts";
import type { Answer } from "./read-output.ts";

/** The subject of an answer. */
export interface AnswerContext {
  readonly claim: Claim;
  readonly model: Pick<Model, "approximations" | "assumptions">;
  readonly losses: readonly Loss[];
  readonly isNarrowed: boolean;
  /** True: it was shown that no run ever comes to the claim. */
  readonly isUnreachable: boolean;
}

/** A refutation as far as it was followed. */
export type Followed =
  | { readonly is: "replayed"; readonly trace: Trace }
  | {
      readonly is: "open";
      readonly why: string;
      readonly evidence: readonly string[];
      /** True: ProVerif shows no execution, or one of more than the claim says: that it refutes says nothing. */
      readonly isDerivation: boolean;
    };

const NOWHERE = { runs: 0 } as const;

/** The verdict; `follow` is asked where ProVerif refutes. */
export async function concludeAnswer(
  answer: Answer,
  context: AnswerContext,
  follow: () => Promise<Followed>,
): Promise<Verdict> {
  const { claim, model } = context;
  const { approximations, assumptions } = model;
  const theory = approximations.length === 0 ? "exact" : "approximated";
  const isReachable = claim.kind === "Reachable";
  switch (answer.is) {
    case "open":
      return withhold("ProVerif cannot prove it, and shows no attack");
    case "proved": {
      if (context.isNarrowed) return withhold("its model of a role takes fewer messages than the role does");
      const less = context.losses.filter(({ spoils }) => spoils === "proofs").map(({ sentence }) => sentence);
      if (less.length > 0) return withhold(...less);
      if (isReachable || context.isUnreachable) return { is: "vacuous", blocked: "claim" };
      const [scope, method] = ["unbounded", "proverif"] as const;
      return { is: "holds", scope, method, theory, approximations, assumptions, notes: [] };
    }
    case "refuted": {
      const followed = await follow();
      if (followed.is === "open") {
        const { why, evidence, isDerivation } = followed;
        if (isDerivation) return withhold(why, ...evidence);
        return { is: "inconclusive", why: "not-replayed", reached: NOWHERE, notes: [why], evidence };
      }
      const { trace } = followed;
      if (!isReachable) return { is: "attack", trace, minimised: true, approximations, assumptions };
      const [scope, method] = ["unbounded", "proverif"] as const;
      return { is: "holds", scope, method, theory, approximations, assumptions, witness: trace, notes: [] };
    }
    default:
      return answer.is satisfies never;
  }
}

/** The verdict where nobody tells the value from another one. */
export function concludeGuess(model: Model): Verdict {
  const { approximations } = model;
  const theory = approximations.length === 0 ? "exact" : "approximated";
  const assumptions = [...model.assumptions, ...sayGuesses(model)];
  return { is: "holds", scope: "unbounded", method: "proverif", theory, approximations, assumptions, notes: [] };
}

function withhold(...notes: readonly string[]): Verdict {
  return { is: "inconclusive", why: "incomplete", reached: NOWHERE, notes };
}
