/**
 * Choices that a protocol is made from, as plain numbers: every choice is a protocol, and smaller ones are simpler.
 *
 * A number picks among what is there when it is needed, modulo how many there are, and 0 picks the plainest; so
 * fast-check shrinks a protocol by leaving out messages and claims and by moving every pick towards the plainest.
 */
import * as fc from "fast-check";

export interface RawTerm {
  readonly kind: "atom" | "tuple" | "shared" | "public" | "signed" | "hashed" | "keyed" | "function";
  readonly pick: number;
  readonly parts: readonly RawTerm[];
}

export interface RawMessage {
  readonly from: number;
  readonly to: number;
  readonly parts: readonly RawTerm[];
  /** Which parts the receiver takes as they come, one bit for each part in the order of reading. */
  readonly opaque: number;
  /** Its label has no partner. */
  readonly loose: boolean;
}

export interface RawExtra {
  readonly kind: "equal" | "open" | "unequal" | "running";
  readonly role: number;
  readonly at: number;
  readonly pick: number;
  readonly other: number;
}

export const CLAIM_KINDS = [
  "Secret",
  "SKR",
  "Alive",
  "Weakagree",
  "Niagree",
  "Nisynch",
  "Commit",
  "Reachable",
] as const;

export interface RawClaim {
  readonly kind: (typeof CLAIM_KINDS)[number];
  readonly role: number;
  /** Counted from the end of the role. */
  readonly fromEnd: number;
  readonly pick: number;
  readonly other: number;
}

export interface RawHelper {
  readonly takes: readonly RawTerm[];
  readonly gives: readonly RawTerm[];
}

export interface RawProtocol {
  readonly roles: 2 | 3;
  /** For each role the sorts of its fresh names. */
  readonly fresh: readonly (readonly number[])[];
  readonly messages: readonly RawMessage[];
  readonly extras: readonly RawExtra[];
  readonly claims: readonly RawClaim[];
  readonly helpers: readonly RawHelper[];
  /** Which of the rare declarations stand in the file. */
  readonly compromise: number;
  readonly match: 0 | 1 | 2;
}

const small = fc.nat({ max: 11 });

const { term } = fc.letrec<{ term: RawTerm }>((tie) => {
  const atom = fc.record({ kind: fc.constant("atom" as const), pick: small, parts: fc.constant([]) });
  const some = (most: number): fc.Arbitrary<RawTerm[]> => fc.array(tie("term"), { minLength: 1, maxLength: most });
  const made = (kind: RawTerm["kind"], most: number): fc.Arbitrary<RawTerm> =>
    fc.record({ kind: fc.constant(kind), pick: small, parts: some(most) });
  return {
    term: fc.oneof(
      { maxDepth: 2, depthSize: "small", withCrossShrink: true },
      { weight: 6, arbitrary: atom },
      { weight: 3, arbitrary: made("shared", 3) },
      { weight: 3, arbitrary: made("public", 3) },
      { weight: 2, arbitrary: made("signed", 3) },
      { weight: 1, arbitrary: made("hashed", 2) },
      { weight: 1, arbitrary: made("tuple", 2) },
      { weight: 1, arbitrary: made("keyed", 2) },
      { weight: 1, arbitrary: made("function", 1) },
    ),
  };
});

const message: fc.Arbitrary<RawMessage> = fc.record({
  from: small,
  to: small,
  parts: fc.array(term, { minLength: 1, maxLength: 2 }),
  opaque: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 31 }) }),
  loose: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const extra: fc.Arbitrary<RawExtra> = fc.record({
  kind: fc.constantFrom("running", "equal", "open", "unequal"),
  role: small,
  at: small,
  pick: small,
  other: small,
});

const claim: fc.Arbitrary<RawClaim> = fc.record({
  kind: fc.constantFrom(...CLAIM_KINDS),
  role: small,
  fromEnd: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: small }),
  pick: small,
  other: small,
});

const terms = (most: number): fc.Arbitrary<RawTerm[]> => fc.array(term, { minLength: 1, maxLength: most });

/** Any choices. */
export const anyChoices: fc.Arbitrary<RawProtocol> = fc.record({
  roles: fc.oneof({ weight: 3, arbitrary: fc.constant(2 as const) }, { weight: 1, arbitrary: fc.constant(3 as const) }),
  fresh: fc.array(fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 2 }), { minLength: 3, maxLength: 3 }),
  messages: fc.array(message, { minLength: 1, maxLength: 4 }),
  extras: fc.array(extra, { maxLength: 2 }),
  claims: fc.array(claim, { minLength: 1, maxLength: 8 }),
  helpers: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.record({ takes: terms(2), gives: terms(1) }), { minLength: 1, maxLength: 1 }) },
  ),
  compromise: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 4 }) }),
  match: fc.oneof(
    { weight: 18, arbitrary: fc.constant(0 as const) },
    { weight: 1, arbitrary: fc.constantFrom(1 as const, 2 as const) },
  ),
});
