/** The embedded verifier as a lens: it judges the claims of a model, native in every table. */
import { CLAIM_LENS, isAsked, planClaims } from "../claim-jobs.ts";
import type { Lens } from "../lens.ts";
import type { StartVerifier } from "./session.ts";

const NAMED = { name: "verifier", engine: "native" } as const;

/** The verifier, or for tests a stand-in for it. */
export function makeVerifier(start?: StartVerifier): Lens {
  return {
    ...CLAIM_LENS,
    ...NAMED,
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
  };
}

/** The embedded verifier. */
export const verifier: Lens = makeVerifier();
