/**
 * Exponentiation by windows, for groups whose library has none: powers of a fixed base from a table, and of any base.
 *
 * Exponents are cut into signed digits of fixed width, and every digit costs one operation, zero too: how many
 * operations there are does not depend on the exponent. Which entry of the table is read does, as in the libraries.
 */
import type { Scalar } from "./backend.ts";

/** A group, as far as exponentiation needs it. */
export interface Group<E> {
  readonly neutral: E;
  combine(a: E, b: E): E;
  square(a: E): E;
  invert(a: E): E;
}

/** Bits of the order of all groups here. */
const ORDER_BITS = 255;

/** Digits from -2^(width-1) to 2^(width-1) - 1, least significant first. */
function signedDigits(scalar: Scalar, width: number): number[] {
  const radix = 1 << width;
  const digits: number[] = [];
  let rest = scalar;
  const mask = BigInt(radix - 1);
  for (let i = 0; i < digitCount(width); i++) {
    const low = Number(rest & mask);
    const digit = low >= radix / 2 ? low - radix : low;
    digits.push(digit);
    rest = (rest - BigInt(digit)) >> BigInt(width);
  }
  return digits;
}

/** One more than the bits need: the last digit may carry. */
function digitCount(width: number): number {
  return Math.floor(ORDER_BITS / width) + 1;
}

/** Multiples from 0 to 2^(width-1) of a base. */
function smallPowers<E>(group: Group<E>, base: E, width: number): E[] {
  const powers = [group.neutral, base];
  while (powers.length <= 1 << (width - 1)) powers.push(group.combine(powers[powers.length - 1] as E, base));
  return powers;
}

function pick<E>(group: Group<E>, powers: readonly E[], digit: number): E {
  const power = powers[Math.abs(digit)] as E;
  return digit < 0 ? group.invert(power) : power;
}

/**
 * Powers of a base from a table of its powers for every digit: no squarings are left. `finish` may bring the entries
 * into the form that combines fastest.
 */
export function fixedBasePower<E>(
  group: Group<E>,
  base: E,
  width: number,
  finish?: (entries: E[]) => void,
): (scalar: Scalar) => E {
  const tables: E[][] = [];
  let radixPower = base;
  for (let i = 0; i < digitCount(width); i++) {
    const powers = smallPowers(group, radixPower, width);
    tables.push(powers);
    radixPower = group.square(powers[1 << (width - 1)] as E);
  }
  finish?.(tables.flat().filter((entry) => entry !== group.neutral));
  return (scalar) =>
    signedDigits(scalar, width).reduce(
      (sum, digit, i) => group.combine(sum, pick(group, tables[i] as E[], digit)),
      group.neutral,
    );
}

/** A power of any base. */
export function windowPower<E>(group: Group<E>, base: E, scalar: Scalar, width: number): E {
  const powers = smallPowers(group, base, width);
  const digits = signedDigits(scalar, width);
  let power = group.neutral;
  for (let i = digits.length - 1; i >= 0; i--) {
    for (let bit = 0; bit < width && i < digits.length - 1; bit++) power = group.square(power);
    power = group.combine(power, pick(group, powers, digits[i] as number));
  }
  return power;
}
