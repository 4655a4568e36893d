/**
 * One re-encryption key, all records: rk1 depends on sk_DO and X alone, so the relay converts with it whatever the owner
 * encrypts, also later. A key of a record's own identity converts that record only.
 */
import { seededRandomness } from "../../src/live/crypto/randomness.ts";
import type { VariantName } from "../../protocol/phr-sharing/system/variants.ts";
import { Refused } from "../../src/live/wire/refusal.ts";
import { type Outcome, stop, succeed } from "./outcome.ts";
import { lastOf, setStage, tryToOpen, uploadAnother, userKey } from "./stage.ts";

/** The relay keeps the key of one grant and converts a later record with it; the user opens it. */
export async function reuseReKey(variant: VariantName, seed: string): Promise<Outcome> {
  const stage = await setStage({ variant, seed });
  await stage.play();
  const [, rk] = lastOf(stage, "RC", "pre.reenc").args;
  const later = await uploadAnother(stage);
  try {
    const converted = await stage.operations.apply("pre.reenc", [later, rk ?? ""], seededRandomness(seed));
    const key = stage.backend.g1.encode(await userKey(stage));
    const opened = await tryToOpen(stage, "pre.open", converted, key);
    return opened === undefined
      ? stop("the key is the other record's: what it converts does not open")
      : succeed("a record that was never granted, converted with the key of an earlier grant");
  } catch (error) {
    if (error instanceof Refused) return stop(error.message);
    throw error;
  }
}
