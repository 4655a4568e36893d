/**
 * Diffie-Hellman between two sides: `share(x)` is g^x, and either side raises the other's share to its own exponent.
 *
 * That g^xy is g^yx cannot be a rule whose right side is a part of its left, so every pair of sides is oriented: the left
 * one computes `left(g^y, x)`, the right one `right(g^x, y)`, and both reduce to `shared(x, y)`. All rules are true of
 * the group, so attacks are real; what they leave out is said in every verdict.
 */
import { op, theory } from "../declare.ts";
import type { Scalar, Typed } from "../phantom.ts";
import type { DhValues } from "./implementation.ts";
import { isLeft } from "./orientation.ts";

/** g^x, the half of an exchange that travels. */
export type Share = Typed<{ kind: "dh.share" }>;
/** g^xy, what both sides come to. */
export type DhKey = Typed<{ kind: "dh.key" }>;

export const dhTheory = theory("dh", {
  share: op<(exponent: Scalar) => Share>("exponent"),
  shared: op<(left: Scalar, right: Scalar) => DhKey>("left exponent", "right exponent"),
  left: op<(share: Share, exponent: Scalar) => DhKey>("share", "exponent"),
  right: op<(share: Share, exponent: Scalar) => DhKey>("share", "exponent"),
})
  .rewrites(({ share, shared, left, right }, { any, reduces }) => {
    const x = any<{ kind: "scalar" }>("x");
    const y = any<{ kind: "scalar" }>("y");
    return {
      left: reduces(left(share(y), x), shared(x, y)),
      right: reduces(right(share(x), y), shared(x, y)),
    };
  })
  .approximates(
    "Diffie-Hellman keys g^xy and g^yx are the same for the two roles that exchange shares and for the intruder; two runs " +
      "that the description does not pair so (two initiators, say) count as having different keys, and shares are powers " +
      "of g by one exponent: no products, inverses, towers or elements of small order.",
  )
  .implementedBy<DhValues>(() => import("./implementation.ts"));

/**
 * Diffie-Hellman; declare it with `.uses(dh)`.
 * @example .computes("R", ({ X, y }) => ({ K: dh.key(X, y) }))
 */
export const dh = {
  /** g^x: what a side sends of its exponent. */
  share: dhTheory.ops.share,
  /** The other side's share to the power of one's own exponent; the same for both sides. */
  key: (share: Share, exponent: Scalar): DhKey =>
    isLeft(share, exponent) ? dhTheory.ops.left(share, exponent) : dhTheory.ops.right(share, exponent),
  /** The operations of the theory, for `.uses`. */
  ops: dhTheory.ops,
} as const;
