/** ECDSA that is verified once for all validators of a process: who signed what is the same for each of them. */
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Address } from "../entry.ts";
import { ECDSA, type Signing } from "./validator-set.ts";

/** How many signatures are remembered: more than those of a few blocks. */
const MOST = 500;

/** Signing that remembers whose signatures it has seen. */
export function rememberSignatures(): Signing {
  const seen = new Map<string, Address | undefined>();
  return {
    sign: ECDSA.sign,
    recover: (hash, signature) => {
      const key = `${bytesToHex(hash)} ${bytesToHex(signature)}`;
      if (!seen.has(key)) {
        if (seen.size >= MOST) seen.clear();
        seen.set(key, ECDSA.recover(hash, signature));
      }
      return seen.get(key);
    },
  };
}
