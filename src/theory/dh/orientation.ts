/**
 * Which of the two sides of a Diffie-Hellman exchange an exponent is, so that both sides come to the same term.
 *
 * Decided on the intended terms, which mean the same in every role: by the role that has the exponent, then by the
 * exponent itself. Hence a pair of roles has the same left side in all its exchanges.
 */
import { AGENT, type Term, variablesOf } from "../../term/term.ts";
import { eraseNames } from "../intended.ts";
import { Misuse, toValue } from "../value.ts";

/** True when `exponent` is the left one of the two that make a key with `share`; throws Misuse for what is no share. */
export function isLeft(share: unknown, exponent: unknown): boolean {
  const theirs = toValue(share, "the share of dh.key").intended;
  const mine = toValue(exponent, "the exponent of dh.key").intended;
  if (theirs.kind !== "application" || theirs.op !== "dh.share") {
    throw new Misuse("not-a-term", "dh.key", "dh.key takes a share first, g^x as dh.share(x) makes it");
  }
  return compare(placeOf(mine), placeOf(theirs.args[0] as Term)) <= 0;
}

type Place = readonly [owner: string, exponent: string];

/** Fresh exponents are called `<role>.<name>`; long-term ones are functions of the role's agent. */
function placeOf(exponent: Term): Place {
  const { key } = eraseNames(exponent);
  if (exponent.kind === "name") return [exponent.name.slice(0, Math.max(0, exponent.name.indexOf("."))), key];
  const [agent] = variablesOf(exponent).filter(({ sorts }) => sorts.includes(AGENT));
  return [agent?.name ?? "", key];
}

function compare([owner, exponent]: Place, [otherOwner, other]: Place): number {
  const byOwner = compareText(owner, otherOwner);
  return byOwner === 0 ? compareText(exponent, other) : byOwner;
}

/** By code units: the same on every machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
