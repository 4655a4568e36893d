import {
  type Agent,
  aenc,
  agree,
  alive,
  data,
  type Fields,
  hash,
  ibe,
  id,
  nonce,
  type Pk,
  pk,
  pre,
  protocol,
  scalar,
  type Sealed,
  secret,
  type Sgk,
  type Signed,
  type Sk,
  sgk,
  sign,
  sk,
  text,
  type Typed,
  weakagree,
} from "assay";

/** The changes to phr-sharing. Each one that is undone brings an attack back; README.md tells which. */
export const CHANGES = [
  "key-bound-to-record",
  "request-signed",
  "request-names-record",
  "grant-signed",
  "grant-names-reader",
  "grant-names-nonce",
  "grant-names-record",
  "grant-commits-to-message",
  "commitment-hides-message",
  "commitment-names-owner",
  "relay-hop-sealed",
] as const;
export type Change = (typeof CHANGES)[number];

/** Changes that are undone: one, or several together. */
export type Undone = Change | readonly Change[] | undefined;

function isAmong(undone: Undone, change: Change): boolean {
  return undone === change || (typeof undone === "object" && undone.includes(change));
}

/** Leaves a field out if that is undone; types keep it. */
function dropField<F extends Fields>(fields: F, name: keyof F, change: Change, undone: Undone): F {
  const kept = Object.entries(fields).filter(([field]) => field !== name || !isAmong(undone, change));
  return Object.fromEntries(kept) as unknown as F;
}

/** Commits the grant to its message; salted with X, and by DO. */
export function commitTo<M, X>(
  contents: { readonly M: Typed<M>; readonly X: Typed<X>; readonly DO: Agent<"DO"> },
  undone?: Undone,
) {
  const salted = dropField(contents, "X", "commitment-hides-message", undone);
  return hash(dropField(salted, "DO", "commitment-names-owner", undone));
}

/** phr-sharing with all changes, or with all but some. */
export function hardened(undone?: Undone) {
  const isUndone = (change: Change): boolean => isAmong(undone, change);
  const index = (record: Typed<unknown>) => (isUndone("key-bound-to-record") ? undefined : record);
  const recordPk = (record: Typed<unknown>): Pk<"DO/ibe"> => pk("DO", "ibe", index(record));
  const recordSk = (record: Typed<unknown>): Sk<"DO/ibe"> => sk("DO", "ibe", index(record));

  /** Signs, unless that is undone: then the fields travel as they are. */
  const signUnless = <F extends Fields, O extends string>(change: Change, fields: F, key: Sgk<O>) =>
    (isUndone(change) ? fields : sign(fields, key)) as Signed<F, O>;
  const dropIf = <F extends Fields>(change: Change, name: keyof F, fields: F): F =>
    dropField(fields, name, change, undone);

  return (
    protocol("phr-sharing-hardened", { DU: "data user", DO: "data owner", HA: "hospital A", RC: "relay chain" })
      .uses(pre, { weaknesses: ["collusion"] })
      .public({ request1: text, request2: text, respond1: text })
      .public({ pkDO: pk("DO", "ibe"), pkDU: pk("DU", "clc"), pkRC: pk("RC") })
      .knows("DU", { skDU: sk("DU", "clc"), sgkDU: sgk("DU") })
      .knows("DO", { sgkDO: sgk("DO") })

      // The record is encrypted under a key of its own, so that a re-encryption key opens it and nothing else.
      .fresh("DO", { record: id, M: data })
      .message("M0", "DO", "HA", ({ record, M }) => ({ record, C_DO: pre.enc(M, recordPk(record)) }))

      // HA lists whose record it has where users of hospital B can read it: DU has to hear of a record to ask for it.
      .message("M0'", "HA", "DU", ({ DO, record }) => ({ DO, record }))

      // The request is signed, so that DO knows who asks, and for which of its records.
      .fresh("DU", { N1: nonce })
      .timestamp("DU", "T1")
      .message("M1", "DU", "DO", ({ HA, RC, request1, pkDO, pkDU, record, T1, N1, sgkDU }) => {
        const fields = dropIf("request-names-record", "record", { request1, pkDO, pkDU, HA, RC, record, T1, N1 });
        return ibe.enc(signUnless("request-signed", fields, sgkDU), pkDO);
      })

      // The grant says who gives which record to whom, for which request, and what will come out. The commitment to it is
      // salted with X, which only DU learns, as records are easily guessed; and it names DO, so that no other owner can
      // sign a copy of it as its own.
      .fresh("DO", { X: scalar, N2: nonce })
      .timestamp("DO", "T2")
      .computes("DO", ({ record, pkDU, X }) => ({ rkDO: pre.rekey(recordSk(record), pkDU, X) }))
      .computes("DO", ({ DO, DU, HA, RC, record, N1, M, X, sgkDO }) => {
        const commitment = commitTo({ M, X, DO }, undone);
        const full = { DO, DU, HA, RC, record, N1, commitment, capsule: hash(X) };
        const named = dropIf("grant-names-reader", "DU", dropIf("grant-names-nonce", "N1", full));
        const fields = dropIf("grant-names-record", "record", dropIf("grant-commits-to-message", "commitment", named));
        return { grant: signUnless("grant-signed", fields, sgkDO) };
      })

      // The re-encryption key travels sealed for the relay; HA forwards it unread.
      .computes("DO", ({ request2, pkDO, pkDU, rkDO, T2, N2, pkRC }) => {
        const order = { request2, pkDO, pkDU, rkDO, T2, N2 };
        return { order: (isUndone("relay-hop-sealed") ? order : aenc(order, pkRC)) as Sealed<typeof order, "RC/key"> };
      })
      .message("M2", "DO", "HA", ({ record, order, grant }) => ({ record, order, grant }))
      .message("M2'", "HA", "RC", ({ record, order, C_DO, grant }) => ({ record, order, C_DO, grant }))

      .computes("RC", ({ C_DO, rkDO }) => ({ C_DU: pre.reenc(C_DO, rkDO) }))
      .fresh("RC", { N3: nonce })
      .timestamp("RC", "T3")
      .message("M3", "RC", "DU", ({ respond1, record, C_DU, T3, N3, grant }) => ({
        respond1,
        record,
        C_DU,
        T3,
        N3,
        grant,
      }))

      // DU opens the record and compares it with what the grant says.
      .computes("DU", ({ C_DU, skDU }) => ({ X: pre.mask(C_DU, skDU), M: pre.open(C_DU, skDU) }))

      .claims("DU", ({ M, N1, record }) => [
        secret(M),
        alive("DO"),
        weakagree("DO"),
        agree("DO", [N1, record, hash(M)]),
        agree("DO", [N1, record, hash(M)], { injective: true }),
        secret(M, { guessable: true }),
      ])
      .claims("DO", ({ M, N1, record, rkDO }) => [
        secret(M),
        secret(recordSk(record), { label: "DO-record-key" }),
        secret(rkDO),
        alive("DU"),
        weakagree("DU"),
        agree("DU", [N1, record]),
        agree("DU", [N1, record], { injective: true }),
        secret(M, { guessable: true }),
      ])

      .ban({
        assumptions: {
          k1: "DU bel pkDU |-> DU",
          k2: "DU bel vkDO |-> DO",
          k3: "DO bel vkDU |-> DU",
          k4: "DO bel pkDO |-> DO",
          f1: "DU bel #(N1)",
          f2: "DO bel #(T1)",
        },
        goals: {
          g1: "DU sees M",
          g2: "DU bel DO bel (N1, record, H(M, X))",
          g3: "DU bel DO said M",
          g4: "DU bel DO bel M",
          g5: "DO bel DU bel N1",
        },
      })
  );
}

export default hardened();
