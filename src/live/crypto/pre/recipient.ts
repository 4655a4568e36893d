/**
 * Whom something is encrypted for: the points of a public key, and the pairing that encryption raises to its exponent.
 *
 * `address...` pairs at every encryption; `prepare...` pairs once and makes a table of powers, for a key that is reused.
 */
import type { Backend, G1, G2, GT, Scalar } from "../backend.ts";

/** A public key that can be encrypted to: for an owner (H1(ID), h1), for a delegatee (Q, P). */
export interface Recipient {
  readonly point: G1;
  readonly key: G2;
  /** e(point, key) to this power. */
  readonly blind: (exponent: Scalar) => GT;
}

/** A recipient who is written to once. */
export function address(backend: Backend, point: G1, key: G2): Recipient {
  return { point, key, blind: (exponent) => backend.gt.power(backend.pair(point, key), exponent) };
}

/** A recipient who is written to often: the pairing is computed now. */
export function prepare(backend: Backend, point: G1, key: G2): Recipient {
  return { point, key, blind: backend.gt.prepare(backend.pair(point, key)) };
}
