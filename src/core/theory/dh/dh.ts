/**
 * Diffie-Hellman: `share(x)` is g^x, and whoever has an exponent raises another's share to it: (g^y)^x is g^xy, which is
 * g^yx.
 *
 * All of it is true of the group, so attacks are real; what it leaves out is said in every verdict.
 */
import { commutativeOp, op, theory } from "../declare.ts";
import type { Scalar, Typed } from "../phantom.ts";
import { Misuse, toValue } from "../value.ts";
import type { DhValues } from "./implementation.ts";

/** g^x, the half of an exchange that travels. */
export type Share = Typed<{ kind: "dh.share" }>;
/** g^xy, the result on both sides. */
export type DhKey = Typed<{ kind: "dh.key" }>;

export const dhTheory = theory("dh", {
  share: op<(exponent: Scalar) => Share>("exponent"),
  shared: commutativeOp<(one: Scalar, other: Scalar) => DhKey>("one exponent", "other exponent"),
  key: op<(share: Share, exponent: Scalar) => DhKey>("share", "exponent"),
})
  .rewrites(({ share, shared, key }, { any, reduces }) => {
    const x = any<{ kind: "scalar" }>("x");
    const y = any<{ kind: "scalar" }>("y");
    return { key: reduces(key(share(y), x), shared(x, y)) };
  })
  .constructors("share", "shared")
  .facets({
    share: { ban: { is: "multiple" }, raw: [0] },
    shared: { ban: { is: "key" }, raw: [0, 1] },
    key: { ban: { is: "key" }, raw: [1] },
  })
  .approximates(
    "Diffie-Hellman shares are powers of g by one exponent: no products or inverses of shares, no key that is used as a " +
      "share, no element of small order.",
  )
  .implementedBy<DhValues>(() => import("./implementation.ts"));

/**
 * Diffie-Hellman; declare it with `.uses(dh)`.
 * @example
 * protocol("p", { A: "initiator", B: "responder" })
 *   .uses(dh)
 *   .fresh("A", { x: scalar })
 *   .message("M1", "A", "B", ({ x }) => ({ X: dh.share(x) }))
 *   .fresh("B", { y: scalar })
 *   .computes("B", ({ X, y }) => ({ K: dh.key(X, y) }));
 */
export const dh = {
  /** Returns g^x, the share that a side sends for its exponent. */
  share: dhTheory.ops.share,
  /** Raises the other side's share to one's own exponent; both sides get the same key. */
  key: (share: Share, exponent: Scalar): DhKey => {
    const theirs = toValue(share, "the share of dh.key").intended;
    if (theirs.kind !== "application" || theirs.op !== "dh.share") {
      throw new Misuse("not-a-term", "dh.key", "dh.key takes a share first, g^x as dh.share(x) makes it");
    }
    return dhTheory.ops.key(share, exponent);
  },
  /** The operations of the theory, for `.uses`. */
  ops: dhTheory.ops,
} as const;
