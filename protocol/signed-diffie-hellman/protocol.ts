import {
  agree,
  alive,
  dh,
  type Fields,
  niagree,
  nisynch,
  protocol,
  scalar,
  secret,
  type Sgk,
  sgk,
  sign,
  type Signed,
  weakagree,
} from "assay";

/** What the signatures do. Each precaution that is left out brings an attack; README.md tells which. */
export const PRECAUTIONS = ["signatures", "names-partner", "both-shares"] as const;
export type Precaution = (typeof PRECAUTIONS)[number];

/** Signed Diffie-Hellman with all precautions, or without some of them. */
export function exchange(...omitted: readonly Precaution[]) {
  const isOmitted = (precaution: Precaution): boolean => omitted.includes(precaution);

  /** Signs one's own share, the other's, and the other's name, as far as the precautions go. */
  const signShares = <F extends Fields, G extends Fields, H extends Fields, O extends string>(
    own: F,
    theirs: G,
    partner: H,
    key: Sgk<O>,
  ) => {
    const fields = {
      ...own,
      ...(isOmitted("both-shares") ? {} : theirs),
      ...(isOmitted("names-partner") ? {} : partner),
    };
    return (isOmitted("signatures") ? fields : sign(fields, key)) as Signed<F & G & H, O>;
  };

  return protocol("signed-diffie-hellman", { I: "initiator", R: "responder" })
    .uses(dh)
    .knows("I", { sgkI: sgk("I") })
    .knows("R", { sgkR: sgk("R") })

    .fresh("I", { x: scalar })
    .computes("I", ({ x }) => ({ X: dh.share(x) }))
    .message("M1", "I", "R", ({ X }) => ({ X }))

    .fresh("R", { y: scalar })
    .computes("R", ({ X, y }) => ({ Y: dh.share(y), K: dh.key(X, y) }))
    .message("M2", "R", "I", ({ I, X, Y, sgkR }) => ({ Y, fromR: signShares({ Y }, { X }, { I }, sgkR) }))

    .computes("I", ({ Y, x }) => ({ K: dh.key(Y, x) }))
    .message("M3", "I", "R", ({ R, X, Y, sgkI }) => ({ fromI: signShares({ X }, { Y }, { R }, sgkI) }))

    .claims("I", ({ K, X, Y }) => [
      secret(K),
      alive("R"),
      weakagree("R"),
      agree("R", [X, Y]),
      agree("R", [K]),
      niagree(),
      nisynch(),
    ])
    .claims("R", ({ K, X, Y }) => [
      secret(K),
      alive("I"),
      weakagree("I"),
      agree("I", [X, Y]),
      agree("I", [K]),
      niagree(),
      nisynch(),
    ])

    .ban({
      assumptions: {
        k1: "I bel vkR |-> R",
        k2: "R bel vkI |-> I",
        f1: "I bel #(X)",
        f2: "R bel #(Y)",
      },
      goals: {
        g1: "I bel R bel (X, Y)",
        g2: "R bel I bel (X, Y)",
        g3: "I bel I <-K-> R",
      },
    });
}

export default exchange();
