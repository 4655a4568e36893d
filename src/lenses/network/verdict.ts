/** The part of a search in an assessment: which goals it broke, and which of those are said to hold. */
import type { Searched } from "./verdict-kinds.ts";
import type { Goal } from "./goals.ts";
import type { NetworkResult } from "./search.ts";

const ASSUMPTIONS = [
  "Honest users who may each play any role, a user of its own for each trusted role, and Eve, whose keys the adversary has.",
  "Sessions begin when the adversary says so, at most a few of each role.",
];
const NOT_COVERED = [
  "Sequences of more than 26 actions.",
  "Forgeries that need algebra other than that of the theories.",
  "The hops between parties, and chains.",
];

/** The verdict on a protocol. `holds` says of a claim's label whether it is expected to hold; a policy's promises are. */
export function toSearched(
  { sequences, seed, attacks }: Pick<NetworkResult, "sequences" | "seed" | "attacks">,
  goals: readonly Goal[],
  method: Searched["method"],
  holds: (label: string) => boolean,
): Searched {
  const broken = goals.filter(({ name }) => attacks.some(({ breaks }) => breaks === name));
  return {
    is: "searched",
    ...{ sequences, seed, method, goals: goals.map(({ name }) => name) },
    attacks: attacks.map(({ breaks, messages }) => ({ breaks, messages })),
    contradictions: broken.filter((goal) => goal.is === "promise" || holds(goal.label)).map(({ name }) => name),
    assumptions: ASSUMPTIONS,
    notCovered: NOT_COVERED,
  };
}
