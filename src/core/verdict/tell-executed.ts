/** Describes the outcome of an execution on bytes in words. */
import type { Executed, ExecutedEnd, ExecutedEnds, TypedEnd } from "./executed.ts";
import { count } from "./words.ts";

/** The outcome in one sentence without its full stop, e.g. `succeeded: 7 messages, 812 bytes, Assay's own parties`. */
export function tellExecuted(executed: Executed): string {
  const { implementation, typed, transcript } = executed;
  const sent = transcript.filter(({ kind }) => kind === "takes");
  const bytes = sent.reduce((sum, { size = 0 }) => sum + size, 0);
  const measure = `${count(sent.length, "message")} taken, ${count(bytes, "byte")}, by ${implementation}`;
  const first = executed.outcome === "succeeded" ? `succeeded: ${measure}` : tellEnd(executed);
  return typed === undefined ? first : `${first} ${tellTyped(typed)}`;
}

/** The outcome in few words, for a table: `succeeded on bytes`. */
export function nameExecuted({ outcome }: Executed): string {
  return `${outcome.replace("-", " ")} on bytes`;
}

/** How it ended, to stand behind "the attack". */
export function tellEnd(end: ExecutedEnd): string {
  switch (end.outcome) {
    case "succeeded":
      return "succeeded";
    case "held":
      return "every step took place, and the claim holds of what the parties did";
    case "refused":
      return `refused by ${end.by} at ${end.at}: ${end.because}`;
    case "not-made":
      return `stopped at ${end.at}: ${end.because}`;
    case "failed":
      return `ended, as ${end.by} fails at ${end.at}: ${end.because}`;
    case "not-executed":
      return `not executed: ${end.because}`;
    default:
      return end satisfies never;
  }
}

function tellTyped(typed: TypedEnd): string {
  const start = "The code tells types apart; without a mix-up of types";
  if (typed.outcome === "none") return `${start} there is no attack within the bounds.`;
  if (typed.outcome === "undecided") return `${start} nothing was found out in time.`;
  return `${start} the attack ${tellEnd(typed)}.`;
}

/** True where model and code differ: the code refuses what the model allows, and not for want of a typed attack. */
export function isDifference({ outcome, typed }: ExecutedEnds): boolean {
  if (outcome === "succeeded" || outcome === "not-executed") return false;
  return typed?.outcome !== "none" && typed?.outcome !== "succeeded";
}
