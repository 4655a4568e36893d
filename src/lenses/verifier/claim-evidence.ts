/** The evidence of every lens that judges claims: executed on the model of the claim, whoever found it. */
import type { ListedClaim } from "../../core/protocol/claims/listing.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import type { Evidence, Given } from "../lens.ts";

/** `find` says what an answer is about. What executes is loaded when there is something to execute. */
export function makeClaimEvidence(
  find: (given: Given) => { readonly model: Model; readonly listed: ListedClaim | undefined },
): Evidence {
  return {
    bring: async (verdict) => {
      const { bringTrace } = await import("./evidence.ts");
      return bringTrace(verdict);
    },
    examine: async (given) => {
      const { model, listed } = find(given);
      const { examineClaim } = await import("./evidence.ts");
      return examineClaim(model, listed, given.verdict, given.evidence);
    },
  };
}
