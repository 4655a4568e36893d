/**
 * What an analysis was asked for against what it reports: whatever goes wrong between a claim and its finding, a report
 * that lacks one says so.
 */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { Engine, Finding } from "../core/verdict/verdict.ts";
import { diagnose } from "../repository/diagnostics.ts";
import { nameOf } from "../repository/claim-names.ts";
import type { ReadSource } from "./journal.ts";
import type { AssessOptions } from "../repository/options.ts";

/** One finding that was asked for. */
interface Asked {
  readonly source: string;
  readonly key: string;
  readonly name: string;
}

/** What a report must have of one source. */
export interface Promised extends Pick<ReadSource, "blanks" | "goals" | "games"> {
  readonly source: string;
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
export function openAccount(
  sources: readonly Promised[],
  engines: readonly Engine[],
  { ban, plays, only }: AssessOptions,
): (findings: readonly Finding[]) => Account {
  const asked = sources.flatMap((promised): Asked[] => {
    const { source } = promised;
    const claims = promised.blanks.flatMap(({ protocol, role, claim, label, on }) =>
      engines.map((engine) => ({
        source,
        key: JSON.stringify([source, "symbolic", engine, protocol, role, label]),
        name: `${nameOf(role, claim, on)} (${label})`,
      })),
    );
    const goals = ban === undefined ? [] : promised.goals;
    const games = plays === undefined || only.length > 0 ? [] : promised.games;
    return [
      ...claims,
      ...goals.map((name) => ({ source, key: JSON.stringify([source, "ban", name]), name: `goal ${name}` })),
      ...games.map(({ game, adversary }) => ({
        source,
        key: JSON.stringify([source, "games", game]),
        name: `game ${game} by ${adversary}`,
      })),
    ];
  });
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

function keyOf({ source, lens, engine, protocol, role, label, claim, match }: Finding): string {
  // A type flaw stands in for no claim.
  if (match !== undefined) return JSON.stringify([source, "type flaw", match, protocol, role, label]);
  switch (lens) {
    case "symbolic":
      return JSON.stringify([source, lens, engine, protocol, role, label]);
    case "ban":
      return JSON.stringify([source, lens, label]);
    case "games":
      return JSON.stringify([source, lens, claim]);
    default:
      return lens satisfies never;
  }
}
