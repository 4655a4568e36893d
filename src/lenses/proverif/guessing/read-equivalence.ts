/** ProVerif's answer to the one question of a model about a guess. */

/** `open`: it cannot prove the equivalence, or tells the two sides apart. */
export type EquivalenceAnswer = "proved" | "open";

const START = "RESULT Observational equivalence ";

const WORDS: ReadonlyMap<string, EquivalenceAnswer> = new Map([
  ["is true.", "proved"],
  ["cannot be proved.", "open"],
  ["is false.", "open"],
]);

/**
 * The answer in the output; undefined unless there is one, in words that ProVerif uses. Of a process that it does not prove,
 * it tries simpler ones, and answers again: a proof counts where every answer is one.
 */
export function readEquivalence(stdout: string): EquivalenceAnswer | undefined {
  const results = stdout.split(/\r?\n/).filter((line) => line.startsWith("RESULT "));
  const answers = results.map((line) => (line.startsWith(START) ? WORDS.get(line.slice(START.length)) : undefined));
  if (answers.length === 0 || answers.includes(undefined)) return undefined;
  return answers.every((answer) => answer === "proved") ? "proved" : "open";
}
