/** The embedded verifier as a lens: it judges the claims of a model, native in every table. */
import { isAsked, NATIVE_CLAIMS, planClaims } from "../claim-jobs.ts";
import { CLAIM_VERDICTS } from "../claim-verdicts.ts";
import type { Lens } from "../lens.ts";
import { makeClaimEvidence } from "./claim-evidence.ts";
import type { StartVerifier } from "./session.ts";

const NAMED = { name: "verifier", engine: NATIVE_CLAIMS.engine } as const;

/** The verifier, or for tests a stand-in for it. */
export function makeVerifier(start?: StartVerifier): Lens {
  return {
    ...NATIVE_CLAIMS,
    ...NAMED,
    verdicts: CLAIM_VERDICTS,
    applies: (subject, options) => isAsked(NAMED.engine, subject, options),
    plan: (subject, options) => planClaims(NAMED, subject, options),
    judging: {
      is: "turns",
      when: "first",
      load: () => import("./session.ts"),
      open: async (_job, { model, bounds, claims }, conditions) => {
        const { openVerifierSession } = await import("./session.ts");
        return openVerifierSession(model, bounds, claims, conditions, start);
      },
    },
    evidence: makeClaimEvidence(({ subject: { model, claims }, index }) => ({ model, listed: claims[index] })),
  };
}

/** The embedded verifier. */
export const verifier: Lens = makeVerifier();
