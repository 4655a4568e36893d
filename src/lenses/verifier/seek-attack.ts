/** A search for an attack that somebody else claims there is: further than the bounds of an analysis go. */
import type { ListedClaim } from "../../core/protocol/claims/listing.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import type { Verdict } from "../../core/verdict/verdict.ts";
import type { Conditions } from "../conditions.ts";
import { Drive } from "./drive.ts";
import { type VerifyOptions, Verifier } from "./verify.ts";

/** Seeks an attack on the claim with the verifier within this time. */
export async function seekAttack(
  model: Model,
  claim: ListedClaim,
  bounds: VerifyOptions,
  conditions: Conditions,
  milliseconds: number,
): Promise<Verdict | undefined> {
  const drive = new Drive(new Verifier(model).verify(claim, bounds), conditions, () => undefined);
  return (await drive.take(milliseconds, "end"))?.verdict;
}
