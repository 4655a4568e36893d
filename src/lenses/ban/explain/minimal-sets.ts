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
  /** Result of trying all candidates together; `undecided` if the search was cut off. */
  readonly together: "enough" | "too few" | "undecided";
}

/** Where the search is cut off. */
export interface SearchLimit {
  readonly sets: number;
  readonly questions: number;
  /** A set of more members is not made minimal: every one of them costs a question. */
  readonly members: number;
}

/** Nodes of the tree that reuse a set cost next to nothing, but there may be exponentially many: so many for each question. */
const NODES = 10;

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
  let nodes = 0;
  let isStopped = false;
  let together: MinimalSets<Candidate>["together"] | undefined;
  const ask = (given: readonly Candidate[]): readonly Candidate[] | undefined => {
    if (isStopped) return undefined;
    questions += 1;
    const answer = findEnough(given);
    // The first question is about all of them.
    together ??= answer === undefined ? "too few" : answer === "undecided" ? answer : "enough";
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
  const conclude = (complete: boolean): MinimalSets<Candidate> => ({
    sets: [...found.values()],
    complete,
    together: together ?? "undecided",
  });
  for (let at = 0; at < open.length; at++) {
    const without = open[at] as ReadonlySet<Candidate>;
    nodes += 1;
    if (found.size >= limit.sets || questions >= limit.questions || nodes > NODES * limit.questions)
      return conclude(false);
    const forbidden = without;
    let set = [...found.values()].find((one) => one.every((candidate) => !forbidden.has(candidate)));
    if (set === undefined) {
      const enough = ask(candidates.filter((candidate) => !forbidden.has(candidate)));
      if (isStopped) break;
      if (enough === undefined) continue;
      if (enough.length > limit.members) return conclude(false);
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
  return conclude(!isStopped);
}
