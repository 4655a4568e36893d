/**
 * How time grows with the number of users, as in the paper's Fig. 2: all users' Enc, and all users' queries, a query being
 * ReKey and ReEnc. Every user has keys of its own, so nothing is cached; what is drawn for them beforehand is not timed.
 *
 * The paper compares with three other schemes whose operation counts it does not give; only this one's are here.
 */
import type { Backend } from "../crypto/backend.ts";
import { hashIdentity } from "../crypto/pre/identity.ts";
import { extractKey } from "../crypto/pre/keys.ts";
import { address } from "../crypto/pre/recipient.ts";
import { encrypt, reencrypt, rekey } from "../crypto/pre/scheme.ts";
import type { Cast } from "./cast.ts";
import type { Measured } from "./measure.ts";

/** Totals for so many users, in milliseconds. */
export interface GrowthPoint {
  readonly backend: Backend["name"];
  readonly users: number;
  readonly encrypting: { readonly measured: number; readonly bySum: number };
  readonly querying: { readonly measured: number; readonly bySum: number };
}

/** Measures up to so many users, with a point at every tenth of them; `bySum` is what the primitives' times predict. */
export function* measureGrowth(
  cast: Cast,
  measured: Measured,
  users: number,
  now: () => number,
): Generator<number, readonly GrowthPoint[]> {
  const { backend } = cast;
  const sumOf = (name: string): number => measured.algorithms.find(({ algorithm }) => algorithm === name)?.sum ?? 0;
  const points: GrowthPoint[] = [];
  let [encrypting, querying] = [0, 0];
  for (let user = 1; user <= users; user++) {
    yield user;
    const [enc, query] = runUser(cast, `user ${user}`, now);
    encrypting += enc;
    querying += query;
    if (user % Math.max(1, Math.floor(users / 10)) !== 0) continue;
    points.push({
      backend: backend.name,
      users: user,
      encrypting: { measured: encrypting, bySum: user * sumOf("Enc") },
      querying: { measured: querying, bySum: user * (sumOf("ReKey") + sumOf("ReEnc")) },
    });
  }
  return points;
}

function runUser(cast: Cast, name: string, now: () => number): readonly [number, number] {
  const { backend, hospitalA, delegateeKey, message, mask, randomness } = cast;
  const point = hashIdentity(backend, { name });
  const owner = address(backend, point, hospitalA.publicKey);
  const ownerKey = extractKey(backend, hospitalA, { name });
  const delegatee = address(backend, hashIdentity(backend, { name: `reader of ${name}` }), delegateeKey.publicKey.p);
  const began = now();
  const ciphertext = encrypt(backend, owner, message, randomness);
  const encrypted = now();
  reencrypt(backend, ciphertext, rekey(backend, ownerKey, delegatee, mask, randomness));
  return [encrypted - began, now() - encrypted];
}
