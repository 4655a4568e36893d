/** From claims and verdicts to findings, also of a source that is not read again because its time is up. */
import type { Engine, Finding, Verdict } from "../core/verdict/verdict.ts";
import type { Model } from "../core/protocol/ir/script.ts";
import type { Promised } from "./count-findings.ts";
import type { Source } from "../repository/resolve-sources.ts";
import { findExpected } from "../repository/expectations.ts";
import { compareVerdict } from "../repository/expected.ts";
import { explainCut } from "./judge-claims.ts";
import { type Blank, type Honesty, type Journal, nameWork, type ReadSource } from "./journal.ts";
import type { LoadedSource } from "../repository/load-source.ts";

/** A source on its way through an analysis. */
export interface Part {
  readonly source: Source;
  readonly read: ReadSource;
  /** What was loaded in this process; undefined for a source of which nothing is left to do. */
  readonly loaded: LoadedSource | undefined;
  /** Milliseconds for its claims, after reading it. */
  readonly left: number;
}

/** The claims of a source without their verdicts. */
export function listBlanks({
  claims,
  expectations,
  model,
}: Pick<LoadedSource, "claims" | "expectations" | "model">): Blank[] {
  return claims.map(({ protocol, role, claim }) => {
    const expected = expectations && findExpected(expectations, claim.label, model.match);
    return {
      protocol,
      role,
      claim: claim.kind,
      label: claim.label,
      on: claim.on,
      ...(claim.implicit === true ? { added: true as const } : {}),
      ...(claim.honest === undefined ? {} : { honest: claim.honest }),
      ...(expected === undefined ? {} : { expected }),
      ...(claim.place === undefined ? {} : { place: claim.place }),
    };
  });
}

/** What is judged beside the claims. */
export function listBeside({
  description,
  expectations,
}: Pick<LoadedSource, "description" | "expectations">): Pick<ReadSource, "goals" | "games"> {
  return {
    goals: (description?.ban?.goals ?? []).map(({ name }) => name),
    games: (expectations?.games ?? []).map(({ game, adversary }) => ({ game, adversary })),
  };
}

/** What a report must have of a source; what was cut off beside the claims has an error of its own. */
export function listPromised({ source: { source }, read, loaded }: Part, { past }: Journal): Promised {
  const isCut = past.cutOf({ is: "deriving", source }) !== undefined;
  const isLate = loaded === undefined && past.closedOf(source) === undefined;
  return { source, blanks: read.blanks, goals: isCut || isLate ? [] : read.goals, games: isLate ? [] : read.games };
}

/** Whom the model takes for honest, by protocol: every role where a claim is made, trusted ones everywhere. */
export function sayHonest({ protocols }: Model): Readonly<Record<string, Honesty>> {
  const said = protocols.flatMap(({ name, roles: [role] }): [string, Honesty][] => {
    if (role === undefined) return [];
    return [[name, { honest: role.roles, ...(role.trusted === undefined ? {} : { trusted: role.trusted }) }]];
  });
  return Object.fromEntries(said);
}

/** The claim of a place in its source with its verdict. */
export function makeFinding(
  source: string,
  { blanks, honesty }: ReadSource,
  index: number,
  engine: Engine,
  verdict: Verdict,
): Finding {
  const { expected: wanted, place, added, protocol, role, claim, label, on, honest } = blanks[index] as Blank;
  const isFree = wanted?.orHolds === true && verdict.is === "holds";
  const expected = wanted && !isFree ? compareVerdict(wanted, verdict) : undefined;
  return {
    source,
    protocol,
    role,
    claim,
    label,
    on,
    lens: "symbolic",
    engine,
    ...(added === undefined ? {} : { added }),
    ...(Object.hasOwn(honesty, protocol) ? honesty[protocol] : {}),
    ...(honest === undefined ? {} : { honest }),
    verdict,
    ...(expected === undefined ? {} : { expected }),
    ...(place === undefined ? {} : { place }),
  };
}

/** The findings of a source that earlier processes read: theirs, and what is left is inconclusive, or was cancelled. */
export function settleUnread(
  source: string,
  read: ReadSource,
  engines: readonly Engine[],
  { past }: Journal,
  { aborted }: AbortSignal,
): Finding[] {
  const reading = past.cutOf({ is: "reading", source });
  return read.blanks.flatMap((_, index) =>
    engines.flatMap((engine) => {
      const claim = nameWork(index, engine);
      const known = past.verdictOf(source, claim)?.verdict;
      if (known !== undefined) return [makeFinding(source, read, index, engine, known)];
      const cut = past.cutOf({ is: "judging", source, claim }) ?? reading;
      // What was not begun when somebody interrupted is left out, as ever.
      if (cut === undefined && aborted) return [];
      const why = cut === undefined ? "timeout" : explainCut(cut);
      return [makeFinding(source, read, index, engine, { is: "inconclusive", why, reached: { runs: 0 } })];
    }),
  );
}
