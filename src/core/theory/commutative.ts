/** The rules of theories in every orientation of what commutes in them. */
import type { Commutative } from "../term/commute.ts";
import { listOrientations } from "../term/orient.ts";
import { KEY_OPERATIONS } from "./keys.ts";
import type { Rewrite, Theory, Weakness } from "./theory.ts";

/** The operations that commute: those of the theories, and symmetric keys. */
export function listCommutative(theories: readonly Theory[]): Commutative {
  const operations = [...theories.flatMap((theory) => theory.operations), ...KEY_OPERATIONS];
  return new Set(operations.filter((op) => op.commutes).map((op) => op.name));
}

/** The rewrite rule, once for each orientation. */
export function orientRewrite(rewrite: Rewrite, commutative: Commutative): Rewrite[] {
  const { left, right } = rewrite;
  return listOrientations([left, right], commutative).map((orient) => ({
    ...rewrite,
    left: orient(left),
    right: orient(right),
  }));
}

/** The weakness, once for each orientation. */
export function orientWeakness(flaw: Weakness, commutative: Commutative): Weakness[] {
  const { given, yields } = flaw;
  return listOrientations([...given, yields], commutative).map((orient) => ({
    ...flaw,
    given: given.map(orient),
    yields: orient(yields),
  }));
}
