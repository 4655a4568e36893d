/** Firewalls that take part in a signature and do it badly. */
import { join } from "../../../live/crypto/bytes.ts";
import { accept } from "../../../live/crypto/decoded.ts";
import type { CoSigner, Signing } from "../../../live/crypto/firewall/co-signing.ts";
import type { Randomness } from "../../../live/crypto/randomness.ts";
import { PAPER_SCHEME } from "../scheme/scheme.ts";

/** A firewall whose share does not get into what leaves: R is the device's own. */
export function coSignWithNothing(signing: Signing, randomness: Randomness): CoSigner {
  const honest = PAPER_SCHEME.openCoSigning(signing, randomness);
  let nonce: Uint8Array = new Uint8Array();
  return {
    ...honest,
    answer(deviceNonce) {
      nonce = deviceNonce;
      return honest.answer(deviceNonce);
    },
    complete: (share) => accept(join(nonce, share)),
  };
}

/** A firewall that takes whatever nonce the device shows next, and answers each. */
export function coSignAgain(signing: Signing, randomness: Randomness): CoSigner {
  const seed = randomness.bytes(64);
  const open = (): CoSigner => PAPER_SCHEME.openCoSigning(signing, { bytes: () => seed });
  let session = open();
  return {
    commitment: session.commitment,
    answer(deviceNonce) {
      session = open();
      return session.answer(deviceNonce);
    },
    complete: (share) => session.complete(share),
  };
}
