/**
 * Freshness: timestamps against the party's clock, nonces against those that it has seen.
 *
 * A nonce is remembered until the timestamp beside it is too old to be taken, and for good where no timestamp is. The
 * memory is a value: a message that is refused later leaves none of its nonces behind.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Novelty } from "../roles/accept.ts";
import { Refused } from "../wire/refusal.ts";
import { asBytes } from "../wire/value.ts";
import type { PartyPolicy } from "./policy.ts";

/** Nonces that were seen, each with the second until which it is remembered. */
export type SeenNonces = ReadonlyMap<string, number>;

/** Judges what a message brought; the nonces to remember when it is taken. Throws Refused. `now` is in seconds. */
export function judgeFreshness(
  novelties: readonly Novelty[],
  seen: SeenNonces,
  now: number,
  { timestamps, freshness, replays }: PartyPolicy,
): SeenNonces {
  let until = Number.POSITIVE_INFINITY;
  for (const { sort, value, at } of novelties) {
    if (sort !== "Time" || timestamps === "ignored") continue;
    const age = now - Number(value);
    if (age > freshness.most) throw new Refused("stale", at, `It is ${age} s old; the most is ${freshness.most} s.`);
    if (-age > freshness.ahead) throw new Refused("early", at, `It is ${-age} s ahead of this party's clock.`);
    until = Math.min(until, Number(value) + freshness.most);
  }
  const kept = [...seen].filter(([, end]) => end >= now);
  const next = new Map(kept);
  for (const { sort, value, at } of novelties) {
    if (sort !== "Nonce" || replays === "taken") continue;
    const nonce = `${at} ${bytesToHex(asBytes(value))}`;
    if (next.has(nonce)) throw new Refused("replayed", at, "A message with this nonce was taken before.");
    next.set(nonce, until);
  }
  return next;
}
