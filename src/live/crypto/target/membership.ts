/**
 * Tests whether an element of the field of degree 12 is in GT, the subgroup of the pairing's order.
 *
 * Fast: x lies in the cyclotomic subgroup when x^(p^4) x = x^(p^2), and there GT is where x^p = x^u for the curve's
 * parameter u, because gcd(p - u, p^4 - p^2 + 1) is the order of GT. Slow: x to the order is one.
 */
import { ORDER } from "../scalar.ts";
import { CURVE_PARAMETER, FIELD12, type Fp12 } from "./tower.ts";

/** The power of an element to minus the curve's parameter: all of the check that takes time. */
export type RaiseToParameter = (x: Fp12) => Fp12;

const raiseHere: RaiseToParameter = (x) => FIELD12._cyclotomicExp(x, CURVE_PARAMETER);

/** The check that decoders use, of 64 squarings; a back end may have a faster way to the power, right for any element. */
export function isInTargetGroup(x: Fp12, raise: RaiseToParameter = raiseHere): boolean {
  if (FIELD12.is0(x)) return false;
  const isCyclotomic = FIELD12.eql(FIELD12.mul(FIELD12.frobeniusMap(x, 4), x), FIELD12.frobeniusMap(x, 2));
  if (!isCyclotomic) return false;
  // u is negative, and in the cyclotomic subgroup conjugation inverts.
  const toThePower = FIELD12.conjugate(raise(x));
  return FIELD12.eql(FIELD12.frobeniusMap(x, 1), toThePower);
}

/** The definition; what the fast check is tested against. */
export function hasTargetOrder(x: Fp12): boolean {
  return !FIELD12.is0(x) && FIELD12.eql(FIELD12.pow(x, ORDER), FIELD12.ONE);
}
