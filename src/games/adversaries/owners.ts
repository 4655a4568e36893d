/** Against owners in ways of their own: collusion for the private key, forged grants, foreign headers. */
import type { G1 } from "../../crypto/backend.ts";
import { toBytes } from "../../crypto/bytes.ts";
import { type CollusionView, TARGET } from "../collusion/challenger.ts";
import type { Adversary } from "../play/game.ts";
import type { RecordView, Relabelled } from "../record/challenger.ts";
import type { Grant } from "../scheme/grant.ts";
import type { Forgery, SignatureView } from "../signature/challenger.ts";

/** Adversaries of collusion safety. */
export const COLLUSION_ADVERSARIES: readonly Adversary<CollusionView, G1>[] = [
  {
    name: "guessing",
    about: "Names a point.",
    play: ({ curve, scheme, randomness }) => scheme.hashMask(curve, scheme.drawElement(curve, randomness)),
  },
  {
    name: "dividing",
    about: "Reads the mask as a delegatee can, and divides the re-encryption key's first part, H2(X)/sk, out of H2(X).",
    play(view) {
      const rekey = view.rekey(TARGET, "colluder");
      const { secret } = view.corrupt("colluder");
      const { rk2: c3, rk3: c4 } = rekey;
      const mask = view.scheme.recoverMask(view.curve, { c1: c3, c2: c4, c3, c4 }, secret);
      return view.scheme.recoverOwnerKey(view.curve, rekey, mask);
    },
  },
];

const GRANT: Grant = { owner: "alice", reader: "bob", record: "7", nonce: "1" };

/** Adversaries of EUF-CMA. */
export const SIGNATURE_ADVERSARIES: readonly Adversary<SignatureView, Forgery>[] = [
  {
    name: "guessing",
    about: "Names 64 bytes.",
    play: ({ randomness }) => ({ grant: GRANT, signature: randomness.bytes(64) }),
  },
  ...(["owner", "reader", "record", "nonce"] as const).map(
    (field): Adversary<SignatureView, Forgery> => ({
      name: `other-${field}`,
      about: `Has a grant signed, and shows the signature for another ${field}.`,
      play: ({ sign }) => ({ grant: { ...GRANT, [field]: "other" }, signature: sign(GRANT) }),
    }),
  ),
  {
    name: "moved-boundary",
    about: "Has a grant signed, and shows the signature for one whose fields give the same text one after the other.",
    play: ({ sign }) => ({
      grant: { ...GRANT, owner: "aliceb", reader: "ob" },
      signature: sign(GRANT),
    }),
  },
];

/** Adversaries of a record's header. */
export const RECORD_ADVERSARIES: readonly Adversary<RecordView, Relabelled>[] = [
  {
    name: "relabelling",
    about: "Shows the body under another header.",
    play: ({ seal }) => ({ header: "of another patient", body: seal("of this patient", toBytes("a result")).body }),
  },
  {
    name: "altering",
    about: "Shows the body, one bit of it changed, under another header.",
    play({ seal }) {
      const body = Uint8Array.from(seal("of this patient", toBytes("a result")).body);
      body[0] = (body[0] ?? 0) ^ 1;
      return { header: "of another patient", body };
    },
  },
];
