/**
 * All minimal sets of candidates that are enough for something monotone, by the hitting-set tree of Reiter, "A theory of
 * diagnosis from first principles" (1987).
 *
 * Every set found is enough, and nothing is left when any one of it is taken away. The search is complete unless it says
 * that it stopped.
 */

export interface MinimalSets<Candidate> {
  readonly sets: readonly (readonly Candidate[])[];
  /** False: the search was cut off; there may be more sets. */
  readonly complete: boolean;
}

/** Where the search is cut off. */
export interface SearchLimit {
  readonly sets: number;
  readonly questions: number;
  /** A set of more members is not made minimal: every one of them costs a question. */
  readonly members: number;
}

/**
 * `findEnough` takes candidates and gives some of them that are enough, or undefined where all of them are not; the fewer
 * it gives, the faster this is. "undecided" ends the search.
 */
export function findMinimalSets<Candidate>(
  candidates: readonly Candidate[],
  findEnough: (given: readonly Candidate[]) => readonly Candidate[] | "undecided" | undefined,
  limit: SearchLimit,
): MinimalSets<Candidate> {
  const indexOf = new Map(candidates.map((candidate, i) => [candidate, i]));
  const found = new Map<string, readonly Candidate[]>();
  const visited = new Set<string>();
  let questions = 0;
  let isStopped = false;
  const ask = (given: readonly Candidate[]): readonly Candidate[] | undefined => {
    if (isStopped) return undefined;
    questions += 1;
    const answer = findEnough(given);
    if (answer !== "undecided") return answer;
    isStopped = true;
    return undefined;
  };
  const keyOf = (some: Iterable<Candidate>): string =>
    [...some]
      .map((candidate) => indexOf.get(candidate) as number)
      .sort((a, b) => a - b)
      .join(",");
  const shrink = (enough: readonly Candidate[]): readonly Candidate[] => {
    let kept = [...enough];
    for (const candidate of enough) {
      if (!kept.includes(candidate)) continue;
      const fewer = ask(kept.filter((other) => other !== candidate));
      if (fewer !== undefined) kept = kept.filter((other) => fewer.includes(other));
    }
    return kept;
  };
  // Each node is a set of candidates that may not be used; a minimal set that avoids it branches on each of its members.
  const open: ReadonlySet<Candidate>[] = [new Set()];
  for (let without = open.shift(); without !== undefined; without = open.shift()) {
    if (found.size >= limit.sets || questions >= limit.questions) return { sets: [...found.values()], complete: false };
    const forbidden = without;
    let set = [...found.values()].find((one) => one.every((candidate) => !forbidden.has(candidate)));
    if (set === undefined) {
      const enough = ask(candidates.filter((candidate) => !forbidden.has(candidate)));
      if (isStopped) break;
      if (enough === undefined) continue;
      if (enough.length > limit.members) return { sets: [...found.values()], complete: false };
      set = shrink(enough);
      // It is enough, but perhaps not minimal.
      if (isStopped) break;
      found.set(keyOf(set), set);
    }
    for (const candidate of set) {
      const next = new Set([...forbidden, candidate]);
      const key = keyOf(next);
      if (visited.has(key)) continue;
      visited.add(key);
      open.push(next);
    }
  }
  return { sets: [...found.values()], complete: !isStopped };
}
