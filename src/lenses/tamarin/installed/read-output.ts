/**
 * Reads what Tamarin prints of one lemma: the line of its summary, unless the theory was refused or warned of.
 *
 * That a rule takes apart what it could not take apart by itself is meant: patterns stand for what a role opens. Any other
 * warning says that Tamarin may be wrong, and then nothing is concluded.
 */
import { sanitise } from "../../../core/diagnostic/sanitise.ts";
import type { Printed } from "../../engine/run-program.ts";

/** Tamarin's result on a lemma. */
export type Output =
  | { readonly is: "verified" | "falsified" | "incomplete"; readonly line: string }
  /** The theory is wrong in its eyes. */
  | { readonly is: "refused"; readonly why: string }
  | { readonly is: "no maude" }
  | { readonly is: "crashed"; readonly how: string }
  | { readonly is: "unreadable"; readonly why: string };

const MEANT: ReadonlySet<string> = new Set(["Message Derivation Checks", "Derivation Checks"]);

/** Reads the answer about a lemma. */
export function readOutput({ stdout, stderr, exitStatus, signal }: Printed, lemma: string): Output {
  const text = `${stdout}\n${stderr}`;
  if (/Maude is not installed|maude: .*does not exist/.test(text)) return { is: "no maude" };
  const [, summary] = stdout.split(/^summary of summaries:$/m);
  if (summary === undefined) {
    if (signal !== undefined) return { is: "crashed", how: `it was ended by ${signal}` };
    const place = /^(?:"[^"\n]*" )?\(line \d+, column \d+\):\n(?:.*\n){0,2}/m.exec(text)?.[0];
    if (place !== undefined) return { is: "refused", why: sanitise(place.trim()) };
    if (exitStatus !== 0) return { is: "crashed", how: `it ended with status ${exitStatus ?? "unknown"}` };
    return { is: "unreadable", why: stdout.trim() === "" ? "it is empty" : "it has no summary" };
  }
  const warnings = [...text.matchAll(/^([A-Z][^\n]*)\n={3,}$/gm)].map(([, heading = ""]) => heading.trim());
  const other = warnings.filter((heading) => !MEANT.has(heading));
  if (other.length > 0) return { is: "refused", why: sanitise(other.join(", ")) };
  const lines = summary.split("\n").filter((line) => line.trim().startsWith(`${lemma} (`));
  const [line = "", ...more] = lines;
  const said = /^\s*\w+ \((?:all-traces|exists-trace)\): (verified|falsified|analysis incomplete)\b/.exec(line)?.[1];
  if (said === undefined || more.length > 0) return { is: "unreadable", why: `it does not answer for ${lemma}` };
  const is = said === "analysis incomplete" ? "incomplete" : (said as "verified" | "falsified");
  return { is, line: sanitise(line.trim()) };
}
