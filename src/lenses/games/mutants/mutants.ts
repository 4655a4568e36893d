/**
 * Planted mistakes: implementations with one algorithm changed, and the game with the adversary that must catch each.
 *
 * They exist to show that the games see such mistakes. Nothing but tests and the table in docs/games.md uses them.
 */
import type { Backend } from "../../../live/crypto/backend.ts";
import { join, toBytes } from "../../../live/crypto/bytes.ts";
import { accept, type Decoded } from "../../../live/crypto/decoded.ts";
import { cut } from "../../../live/crypto/bytes.ts";
import { decodeProvenKey, type DelegateePoints } from "../../../live/crypto/pre/codec.ts";
import type { Identity } from "../../../live/crypto/pre/identity.ts";
import { type Randomness, seededRandomness } from "../../../live/crypto/randomness.ts";
import { PLAIN } from "../scheme/aggregate.ts";
import { PAPER_SCHEME, type Scheme, TARGETS, type Target } from "../scheme/scheme.ts";
import { coSignAgain, coSignWithNothing } from "./loose-co-signers.ts";
import { filterWithoutCoins, filterWithoutMembership, maskWithoutSubgroup } from "./loose-firewalls.ts";

/** An implementation with a mistake. */
export interface Mutant extends Target {
  /** The mistake, in one clause. */
  readonly about: string;
  /** The implementation that it was made from. */
  readonly base: keyof typeof TARGETS;
  readonly game: string;
  readonly adversary: string;
}

/** The mistakes. */
export const MUTANTS: readonly Mutant[] = [
  plant("constant-alpha", "Enc draws the same exponent every time", ["ind-prid-cpa", "repeated-coins"], () => ({
    encrypt: (backend, recipient, message) =>
      PAPER_SCHEME.encrypt(backend, recipient, message, seededRandomness("the same")),
  })),
  plant("alpha-from-counter", "Enc counts instead of drawing its exponent", ["ind-prid-cpa", "small-coins"], () => {
    const counter = makeCounter();
    return { encrypt: (backend, recipient, message) => PAPER_SCHEME.encrypt(backend, recipient, message, counter) };
  }),
  plant("lambda-reused", "ReKey draws its exponent once", ["clc-ind-cpa-1", "repeated-coins"], () => ({
    rekey: (backend, key, delegatee, mask) =>
      PAPER_SCHEME.rekey(backend, key, delegatee, mask, seededRandomness("the same")),
  })),
  plant("x-from-counter", "the mask X is a small power", ["ind-prid-cpa", "small-masks"], () => {
    const counter = makeCounter();
    return { drawElement: (backend) => PAPER_SCHEME.drawElement(backend, counter) };
  }),
  plant("x-reused", "the mask X is drawn once for all delegatees", ["ind-hra", "mask-of-another"], () => ({
    drawElement: (backend) => PAPER_SCHEME.drawElement(backend, seededRandomness("the same")),
  })),
  plant("mask-not-hashed", "H2 gives the same point for every mask", ["ind-prid-cpa", "small-masks"], () => ({
    rekey(backend, key, delegatee, mask, randomness) {
      const made = PAPER_SCHEME.rekey(backend, key, delegatee, mask, randomness);
      const constant = PAPER_SCHEME.hashMask(backend, backend.gt.generator);
      return { ...made, rk1: backend.g1.subtract(constant, key) };
    },
  })),
  plant("short-identities", "only six letters of a name are hashed", ["ind-prid-cpa", "similar-name"], () => {
    const shorten = ({ name, ...rest }: Identity): Identity => ({ ...rest, name: name.slice(0, 6) });
    return {
      hashIdentity: (backend, identity) => PAPER_SCHEME.hashIdentity(backend, shorten(identity)),
      extractKey: (backend, authority, identity) => PAPER_SCHEME.extractKey(backend, authority, shorten(identity)),
    };
  }),
  plant("infinity-accepted", "a delegatee's key may be infinity", ["clc-ind-cpa-1", "infinite-key"], () => ({
    readKey: readWithInfinity,
  })),
  plant(
    "proof-unchecked",
    "the proof of the secret value is not verified",
    ["clc-ind-cpa-1", "key-replacement"],
    () => ({ readKey: readUnproven }),
    "proven",
  ),
  plant("secret-value-left-out", "every secret value is one", ["clc-ind-cpa-2", "partial-key"], () => ({
    makeDelegateeKey: (backend, authorityKey, partialKey) =>
      PAPER_SCHEME.makeDelegateeKey(backend, authorityKey, partialKey, { bytes: (length) => new Uint8Array(length) }),
  })),
  plant(
    "no-subgroup-check",
    "the firewall does not look whether rk1 is in G1",
    ["firewall-leak:rekey:second-mask:outsider", "foreign-point"],
    () => ({ filterTwiceMasked: maskWithoutSubgroup }),
  ),
  plant(
    "no-membership-check",
    "the firewall does not look whether c2 is in GT",
    ["firewall-leak:enc:rerandomising:outsider", "negated-element"],
    () => ({ filterCiphertext: filterWithoutMembership }),
  ),
  plant(
    "idle-firewall",
    "the firewall checks ciphertexts and does not rerandomise them",
    ["firewall-leak:enc:rerandomising:outsider", "rejection-c1-4"],
    () => ({ filterCiphertext: filterWithoutCoins }),
  ),
  plant(
    "co-signer-adds-nothing",
    "the firewall's share of a nonce does not get into what leaves",
    ["firewall-leak:sign:co-signing:outsider", "keyed-coins"],
    () => ({ openCoSigning: coSignWithNothing }),
  ),
  plant(
    "co-signer-answers-again",
    "the firewall takes another nonce for a signature that was begun",
    ["firewall-leak:sign:co-signing:outsider", "restarting"],
    () => ({ openCoSigning: coSignAgain }),
  ),
  plant(
    "share-not-checked",
    "the firewall does not look whether its factor is in the ephemeral key",
    ["firewall-leak:seal:co-drawing:outsider", "ignored-share"],
    () => ({ openCoSealing: (randomness) => ({ ...PAPER_SCHEME.openCoSealing(randomness), complete: accept }) }),
  ),
  plant(
    "unique-signature-not-verified",
    "the firewall passes signatures on without verifying them",
    ["firewall-leak:unique-sign:verifying:outsider", "foreign-point"],
    () => ({ verifyUniquely: () => true }),
  ),
  plant(
    "nonce-not-counted",
    "the firewall does not look at the number of a box",
    ["firewall-leak:counter-box:counting:outsider", "keyed-coins"],
    () => ({ checkNumber: () => true }),
  ),
  plant(
    "hedged-without-secret",
    "coins are hedged with what everybody knows",
    ["asa-surveillance:hedged-seal", "keyed-source"],
    () => ({ hedgeCoins: (_, coins, number) => PAPER_SCHEME.hedgeCoins(new Uint8Array(), coins, number) }),
  ),
  plant("header-not-bound", "the header of a record is no associated data", ["record-binding", "relabelling"], () => ({
    sealRecord: (backend, recipient, _header, record, randomness) =>
      PAPER_SCHEME.sealRecord(backend, recipient, new Uint8Array(), record, randomness),
    openRecord: (backend, message, _header, body) => PAPER_SCHEME.openRecord(backend, message, new Uint8Array(), body),
  })),
  plant("part-not-signed", "a statement's signature leaves its last part out", ["euf-cma", "other-part"], () => ({
    describeStatement: ({ parts, ...statement }, given) =>
      PAPER_SCHEME.describeStatement({ ...statement, parts: parts.slice(0, -1) }, given.slice(0, -1)),
  })),
  plant(
    "parts-not-framed",
    "the parts of a statement are signed one after the other",
    ["euf-cma", "moved-boundary"],
    () => ({ describeStatement: (_, given) => join(...given) }),
  ),
  plant("parts-sorted", "the parts of a statement are signed in any order", ["euf-cma", "swapped-parts"], () => ({
    describeStatement: (_, given) =>
      toBytes(
        given
          .map((part) => part.join())
          .sort()
          .join(";"),
      ),
  })),
  plant("context-not-signed", "one context for all statements", ["euf-cma", "other-statement"], () => ({
    sign: (key, _, message) => PAPER_SCHEME.sign(key, "", message),
    verify: (key, _, message, signature) => PAPER_SCHEME.verify(key, "", message, signature),
  })),
  plant(
    "possession-not-asked",
    "keys of aggregate signatures need no proof of possession",
    ["aggregate-bls", "rogue-key"],
    () => ({ aggregate: PLAIN }),
    "proven",
  ),
];

function plant(
  name: string,
  about: string,
  [game, adversary]: readonly [string, string],
  change: () => Partial<Scheme>,
  base: Mutant["base"] = "as-registered",
): Mutant {
  return { name, about, base, game, adversary, makeScheme: () => ({ ...TARGETS[base].makeScheme(), ...change() }) };
}

/** Gives the numbers from one on where a scalar is drawn. */
function makeCounter(): Randomness {
  let count = 0;
  return {
    bytes(length) {
      const drawn = new Uint8Array(length);
      drawn[length - 1] = count++;
      return drawn;
    },
  };
}

function readWithInfinity(
  backend: Backend,
  name: string,
  authorityKey: Parameters<Scheme["readKey"]>[2],
  bytes: Uint8Array,
): Decoded<DelegateePoints> {
  const { g1, g2 } = backend;
  const parts = cut(bytes, [g1.byteLength, g2.byteLength], "a delegatee's public key");
  if (parts.kind === "refused") return parts;
  const p = g2.decode(parts.value[1]);
  if (p.kind === "decoded" || p.reason !== "infinity") return PAPER_SCHEME.readKey(backend, name, authorityKey, bytes);
  return accept({ q: PAPER_SCHEME.hashIdentity(backend, { name }), p: g2.infinity });
}

function readUnproven(
  backend: Backend,
  name: string,
  _authorityKey: Parameters<Scheme["readKey"]>[2],
  bytes: Uint8Array,
): Decoded<DelegateePoints> {
  const decoded = decodeProvenKey(backend, bytes);
  if (decoded.kind === "refused") return decoded;
  return accept({ q: PAPER_SCHEME.hashIdentity(backend, { name }), p: decoded.value.publicKey.p });
}
