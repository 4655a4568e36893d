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
  text,
  weakagree,
} from "assay";

/** Precautions that keep the exchange sound; README.md tells what is attacked without each, or without two of them. */
export const PRECAUTIONS = ["signatures", "names-partner", "both-shares", "message-names", "late-share"] as const;
export type Precaution = (typeof PRECAUTIONS)[number];

/** Signed Diffie-Hellman with all precautions, or without some of them. */
export function exchange(...omitted: readonly Precaution[]) {
  const isOmitted = (precaution: Precaution): boolean => omitted.includes(precaution);

  /** Signs which message it is, one's own share, the other's, and the other's name, as far as the precautions go. */
  const signShares = <E extends Fields, F extends Fields, G extends Fields, H extends Fields, O extends string>(
    which: E,
    own: F,
    theirs: G,
    partner: H,
    key: Sgk<O>,
  ) => {
    const fields = {
      ...(isOmitted("message-names") ? {} : which),
      ...own,
      ...(isOmitted("both-shares") ? {} : theirs),
      ...(isOmitted("names-partner") ? {} : partner),
    };
    return (isOmitted("signatures") ? fields : sign(fields, key)) as Signed<E & F & G & H, O>;
  };

  const start = protocol("signed-diffie-hellman", { I: "initiator", R: "responder" })
    .uses(dh)
    .public({ second: text, third: text })
    .knows("I", { sgkI: sgk("I") })
    .knows("R", { sgkR: sgk("R") })
    .fresh("R", { y: scalar })
    .computes("R", ({ y }) => ({ Y: dh.share(y) }));
  // Without the precaution everyone has R's share before R has heard of anybody's.
  const prepared = isOmitted("late-share")
    ? (start.message("M0", "R", "I", ({ Y }) => ({ Y })) as typeof start)
    : start;

  return prepared
    .fresh("I", { x: scalar })
    .computes("I", ({ x }) => ({ X: dh.share(x) }))
    .message("M1", "I", "R", ({ X }) => ({ X }))

    .computes("R", ({ X, y }) => ({ K: dh.key(X, y) }))
    .message("M2", "R", "I", ({ second, I, X, Y, sgkR }) => ({
      Y,
      fromR: signShares({ second }, { Y }, { X }, { I }, sgkR),
    }))

    .computes("I", ({ Y, x }) => ({ K: dh.key(Y, x) }))
    .message("M3", "I", "R", ({ third, R, X, Y, sgkI }) => ({
      fromI: signShares({ third }, { X }, { Y }, { R }, sgkI),
    }))

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
