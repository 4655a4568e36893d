/** The wire of games on the re-encryption scheme. */
import type { G1, G2, GT, Scalar } from "../../../live/crypto/backend.ts";
import { expectDecoded } from "../../../live/crypto/decoded.ts";
import type { GroupReKey } from "../../../live/crypto/firewall/group-mask.ts";
import type { MaskLayer, TwiceMaskedReKey } from "../../../live/crypto/firewall/second-mask.ts";
import type { Ciphertext, Reencrypted, ReKey } from "../../../live/crypto/pre/scheme.ts";
import { decodeScalar, encodeScalar } from "../../../live/crypto/scalar.ts";
import { type Codec, ELEMENT, POINT_1, POINT_2, record } from "./codec.ts";

/** An exponent. */
export const SCALAR: Codec<Scalar> = {
  what: "a scalar",
  encode: (value) => encodeScalar(value),
  decode: (bytes) => expectDecoded(decodeScalar(bytes)),
};

/** c1 and c2. */
export const CIPHERTEXT: Codec<Ciphertext> = record<{ c1: G2; c2: GT }>("a ciphertext", { c1: POINT_2, c2: ELEMENT });

/** rk1, rk2 and rk3. */
export const REKEY: Codec<ReKey> = record<{ rk1: G1; rk2: G2; rk3: GT }>("a re-encryption key", {
  rk1: POINT_1,
  rk2: POINT_2,
  rk3: ELEMENT,
});

/** rk1 to rk3, and rk4, rk5 as `second`. */
export const TWICE_MASKED_REKEY: Codec<TwiceMaskedReKey> = record<{ rk1: G1; rk2: G2; rk3: GT; second: MaskLayer }>(
  "a re-encryption key with two masks",
  {
    ...{ rk1: POINT_1, rk2: POINT_2, rk3: ELEMENT },
    second: record<{ ephemeral: G2; blinded: GT }>("a mask", { ephemeral: POINT_2, blinded: ELEMENT }),
  },
);

/** rk1 to rk3, all in G1. */
export const GROUP_REKEY: Codec<GroupReKey> = record<{ rk1: G1; rk2: G1; rk3: G1 }>(
  "a re-encryption key with a point as mask",
  { rk1: POINT_1, rk2: POINT_1, rk3: POINT_1 },
);

/** C1 to C4. */
export const REENCRYPTED: Codec<Reencrypted> = record<{ c1: G2; c2: GT; c3: G2; c4: GT }>("a re-encrypted ciphertext", {
  c1: POINT_2,
  c2: ELEMENT,
  c3: POINT_2,
  c4: ELEMENT,
});

/** The secrets of a delegatee: sk = D^rho, and rho. */
export interface DelegateeSecrets {
  readonly secret: G1;
  readonly secretValue: Scalar;
}

/** Both secrets of a delegatee. */
export const DELEGATEE_SECRETS: Codec<DelegateeSecrets> = record<{ secret: G1; secretValue: Scalar }>(
  "a delegatee's secrets",
  { secret: POINT_1, secretValue: SCALAR },
);

/** The answer to a key that is handed in. */
export type KeyAnswer = "taken" | "refused";

/** Codec of the answer to a planted key: accepted or not. */
export const ANSWER_TO_KEY: Codec<KeyAnswer> = {
  what: "taken or refused",
  encode: (value) => Uint8Array.of(value === "taken" ? 1 : 0),
  decode: (bytes) => (bytes[0] === 1 ? "taken" : "refused"),
};
