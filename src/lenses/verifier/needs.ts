/**
 * For whom a claim is made: the smallest sets of roles that must be honest for it to hold.
 *
 * A claim that holds with some roles honest holds with more, and one that falls falls with fewer: so whoever is needed when
 * all others are honest is in every set, and what is above a set that holds, or below one that falls, is never asked.
 */

/** Answers with some roles honest; `open`: neither. */
export type Answer = "holds" | "falls" | "open";

/** The smallest sets of honest roles, the claimant not named, each in the order of the header. */
export interface Needs {
  readonly sets: readonly (readonly string[])[];
  /** Sets below those of which it is not known; none: left out. */
  readonly open?: readonly (readonly string[])[];
}

/** Among so many roles every set is tried where one alone does not settle it: 64 questions at most. */
const MOST_FREE = 6;

/**
 * The smallest sets among the roles in question with which the claim holds, given that it holds with all of them. `ask` is
 * called once a set at most.
 */
export function* findNeeds<P, S>(
  roles: readonly string[],
  ask: (honest: readonly string[]) => Generator<P, Answer, S>,
): Generator<P, Needs, S> {
  const known: { readonly set: readonly string[]; readonly answer: Answer }[] = [{ set: roles, answer: "holds" }];
  const setsOf = (answer: Answer): (readonly string[])[] =>
    known.flatMap((one) => (one.answer === answer ? [one.set] : []));
  function* answer(set: readonly string[]): Generator<P, Answer, S> {
    if (setsOf("holds").some((other) => isWithin(other, set))) return "holds";
    if (setsOf("falls").some((other) => isWithin(set, other))) return "falls";
    if (setsOf("open").some((other) => isWithin(set, other) && isWithin(other, set))) return "open";
    const found = yield* ask(set);
    known.push({ set, answer: found });
    return found;
  }
  const needed: string[] = [];
  for (const role of roles) {
    if ((yield* answer(roles.filter((other) => other !== role))) === "falls") needed.push(role);
  }
  if ((yield* answer(needed)) !== "holds") {
    if (roles.length - needed.length > MOST_FREE) return { sets: [roles], open: [needed] };
    for (const set of listSets(roles, needed)) yield* answer(set);
  }
  const holding = setsOf("holds");
  const sets = holding.filter((set) => !holding.some((other) => other !== set && isWithin(other, set)));
  const open = setsOf("open").filter((set) => !sets.some((other) => isWithin(other, set)));
  return { sets, ...(open.length === 0 ? {} : { open }) };
}

/** Every set with the needed roles in it, small ones first. */
function listSets(roles: readonly string[], needed: readonly string[]): readonly (readonly string[])[] {
  const free = roles.filter((role) => !needed.includes(role));
  const chosen = free.reduce<string[][]>((sets, role) => [...sets, ...sets.map((set) => [...set, role])], [[]]);
  return chosen
    .sort((a, b) => a.length - b.length)
    .map((set) => roles.filter((role) => needed.includes(role) || set.includes(role)));
}

function isWithin(small: readonly string[], large: readonly string[]): boolean {
  return small.every((role) => large.includes(role));
}
