/**
 * Counts what an analysis was asked for against what it reports: whatever goes wrong between a claim and its finding, a report
 * that lacks one says so.
 */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { Finding } from "../core/verdict/verdict.ts";
import { diagnose } from "../files/diagnostics.ts";
import type { Question } from "../lenses/lens.ts";

/** The questions that a report must answer, each with its name in words. */
export type Promised = readonly { readonly question: Question; readonly name: string }[];

/** One finding that was asked for. */
interface Asked {
  readonly source: string;
  readonly key: string;
  readonly name: string;
}

/** How much was asked for, what is missing, and an error for each source that lacks something. */
export interface Account {
  readonly asked: number;
  readonly missing: number;
  readonly diagnostics: readonly { readonly source: string; readonly diagnostic: Diagnostic }[];
}

/** How many names an error gives. */
const MOST_NAMES = 5;

/** Lists what was asked for, before anything is judged; the answer compares it with the findings. */
export function openAccount(promised: Promised): (findings: readonly Finding[]) => Account {
  const asked = promised.map(({ question, name }): Asked => ({ source: question.source, key: keyOf(question), name }));
  return (findings) => settle(asked, findings);
}

function settle(asked: readonly Asked[], findings: readonly Finding[]): Account {
  const left = new Map<string, number>();
  for (const finding of findings) {
    const key = keyOf(finding);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const missing = asked.filter(({ key }) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
  const sources = [...new Set(missing.map(({ source }) => source))];
  const diagnostics = sources.map((source) => {
    const names = missing.filter((one) => one.source === source).map(({ name }) => name);
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
    const message = `${source} lacks findings: ${names.slice(0, MOST_NAMES).join(", ")}${more}.`;
    return { source, diagnostic: diagnose("AS902", message) };
  });
  return { asked: asked.length, missing: missing.length, diagnostics };
}

/** The key of a question, which its answer keeps. A type flaw stands in for no claim. */
export function keyOf({ source, lens, engine, protocol, label, match }: Question): string {
  return JSON.stringify([source, lens, engine, protocol, label, match]);
}
