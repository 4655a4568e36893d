/** The field of GT's elements, as noble has it: the codecs and the membership check of both back ends compute here. */
import { bls12_381 } from "@noble/curves/bls12-381.js";
import type { Fp12, Fp6 } from "@noble/curves/abstract/tower.js";

export type { Fp12, Fp6 };

const fields = bls12_381.fields;
/** The extensions of degree 6 and 12 of the base field. */
export const { Fp6: FIELD6, Fp12: FIELD12 } = fields;

/** The characteristic of the base field. */
export const BASE_ORDER = fields.Fp.ORDER;

/** Minus the parameter of the curve: the group order divides p - u, with u negative. */
export const CURVE_PARAMETER = bls12_381.params.ateLoopSize;
