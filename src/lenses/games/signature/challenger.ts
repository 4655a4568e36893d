/**
 * The challenger of existential unforgeability under chosen messages (Goldwasser, Micali and Rivest, 1988), for the
 * signature of a data owner's grant: what must be new is the grant, whichever bytes are signed for it.
 */
import { BYTES, type Codec, record, TEXT } from "../play/codec.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Game } from "../play/game.ts";
import type { Grant } from "../scheme/grant.ts";

/** A grant and its signature. */
export interface Forgery {
  readonly grant: Grant;
  readonly signature: Uint8Array;
}

/** The queries of a forger. */
export interface SignatureView {
  readonly verificationKey: Uint8Array;
  /** The signature of any grant. */
  readonly sign: (grant: Grant) => Uint8Array;
}

const CONTEXT = "grant";

const GRANT: Codec<Grant> = record<{ owner: string; reader: string; record: string; nonce: string }>("a grant", {
  owner: TEXT,
  reader: TEXT,
  record: TEXT,
  nonce: TEXT,
});

/** EUF-CMA. */
export const SIGNATURE_GAME: Game<SignatureView, Forgery> = {
  name: "euf-cma",
  title: "Unforgeability of signatures",
  goal: "search",
  definition: "EUF-CMA of Goldwasser, Micali and Rivest (1988), on grants with four fields.",
  assumptions: ["The signing key is drawn well and stays where it is."],
  notCovered: ["A second signature of a grant that was signed: strong unforgeability is another game."],
  answer: record<{ grant: Grant; signature: Uint8Array }>("a grant and a signature", {
    grant: GRANT,
    signature: BYTES,
  }),
  open({ scheme, randomness, referee }) {
    const key = scheme.makeSigningKey(randomness);
    const signed = new Set<string>();
    const identify = ({ owner, reader, record, nonce }: Grant): string =>
      JSON.stringify([owner, reader, record, nonce]);
    return {
      view: {
        verificationKey: referee.give("verificationKey", BYTES, key.publicKey),
        sign: referee.oracle("sign", [GRANT], BYTES, (grant) => {
          signed.add(identify(grant));
          return scheme.sign(key, CONTEXT, scheme.describeGrant(grant));
        }),
      },
      isWon({ grant, signature }) {
        if (signed.has(identify(grant))) {
          throw new Forfeit("forbidden-query", "This grant was signed for the adversary.");
        }
        return scheme.verify(key.publicKey, CONTEXT, scheme.describeGrant(grant), signature);
      },
    };
  },
};
