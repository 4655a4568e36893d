/**
 * A program of others as a lens: it judges the same claims as the embedded verifier, where a person asks for it.
 *
 * The program is looked for when a command needs it. Where it is missing its claims are left open and say so; other
 * engines judge them all the same. What one program has for itself is a `ProgramEngine`.
 */
import type { Diagnostic } from "../../core/diagnostic/diagnostic.ts";
import type { ListedClaim } from "../../core/protocol/claims/listing.ts";
import type { Verdict } from "../../core/verdict/verdict.ts";
import { CLAIM_LENS, isAsked, planClaims } from "../claim-jobs.ts";
import type { Conditions, Driven } from "../conditions.ts";
import type { Generator } from "../generator.ts";
import { giveUpUnseen, type Job, type Lens, type Session } from "../lens.ts";
import type { LoadedSource } from "../loaded-source.ts";
import { makeClaimEvidence } from "../verifier/claim-evidence.ts";
import type { InstalledProgram, ProgramFacts } from "./find-program.ts";

/** A program at work on one source. */
export interface ProgramSession {
  /** Starts before its turn what all claims have in common. */
  readonly begin?: (conditions: Conditions, milliseconds: number) => Promise<void>;
  /** Undefined where nothing is to be said of the claim. Throws DiagnosticError. */
  readonly judge: (
    listed: ListedClaim,
    conditions: Conditions,
    milliseconds: number,
  ) => Promise<Driven<Verdict> | undefined>;
  /** The verdict of claims that got no answer in their time, where there is more to say than that. */
  readonly explainLate?: () => Verdict | undefined;
  /** Removes what it left on the disk. */
  readonly close: () => void;
}

/** The part of such a lens that is the program's own. */
export interface ProgramEngine<Variable extends string> {
  readonly named: Pick<Lens, "name" | "engine" | "title" | "judge">;
  readonly generates: Generator;
  readonly diagnostics: NonNullable<Lens["diagnostics"]>;
  /** The diagnostic while nobody has looked for it. */
  readonly unsought: Diagnostic;
  /** Its sessions can begin before their turn. */
  readonly outside?: true;
  readonly loadFacts: () => Promise<ProgramFacts<Variable>>;
  readonly open: (program: InstalledProgram<Variable>, subject: LoadedSource, job: Job) => Promise<ProgramSession>;
}

/** Result of looking for the program. */
type Sought<Variable extends string> =
  | { readonly is: "missing"; readonly diagnostic: Diagnostic }
  | {
      readonly is: "found";
      readonly program: InstalledProgram<Variable>;
      /** The version whose output was compared. */
      readonly known: string;
      readonly warnings: readonly Diagnostic[];
    };

/** The lens; the program has not been looked for. */
export function makeProgramLens<Variable extends string>(engine: ProgramEngine<Variable>): Lens {
  return makeLens(engine, { is: "missing", diagnostic: engine.unsought });
}

/** The lens with a program that was found. */
export function makeFoundLens<Variable extends string>(
  engine: ProgramEngine<Variable>,
  program: InstalledProgram<Variable>,
  { known, warnOfVersion }: Pick<ProgramFacts<Variable>, "known" | "warnOfVersion">,
): Lens {
  const warning = warnOfVersion(program);
  return makeLens(engine, { is: "found", program, known, warnings: warning === undefined ? [] : [warning] });
}

function makeLens<Variable extends string>(engine: ProgramEngine<Variable>, sought: Sought<Variable>): Lens {
  const { named, generates, diagnostics, outside } = engine;
  const program = sought.is === "found" ? sought.program : undefined;
  return {
    ...CLAIM_LENS,
    ...named,
    program:
      sought.is === "found"
        ? { is: "found", ...sought.program, known: sought.known, warnings: sought.warnings }
        : sought,
    findProgram: async ({ environment, configured }) => {
      const facts = await engine.loadFacts();
      const { explainSearch, findProgram, listPlaces } = await import("./find-program.ts");
      const places = listPlaces(facts, environment, configured[named.name]);
      const search = await findProgram(facts, places, new AbortController().signal);
      if (search.is !== "found") return makeLens(engine, { is: "missing", diagnostic: explainSearch(facts, search) });
      return makeFoundLens(engine, search.program, facts);
    },
    applies: (subject, options) => isAsked(named.engine, subject, options),
    plan: (subject, options) => planClaims(named, subject, options, { version: program?.version }),
    generates,
    diagnostics,
    judging: {
      is: "turns",
      when: "first",
      ...(outside === undefined ? {} : { outside }),
      open: async (job, subject, conditions) => {
        const session =
          sought.is === "found" ? await engine.open(sought.program, subject, job) : await leaveAll(sought.diagnostic);
        return takeTurns(session, subject, conditions);
      },
    },
    evidence: makeClaimEvidence(({ subject: { model, claims }, index }) => ({ model, listed: claims[index] })),
  };
}

/** A session of a program that is not there. */
async function leaveAll(diagnostic: Diagnostic): Promise<ProgramSession> {
  const { leaveOpenFor } = await import("./leave-open.ts");
  return answerAll(leaveOpenFor(diagnostic));
}

/** A session that has one answer to every claim. */
export function answerAll(verdict: Verdict): ProgramSession {
  return { judge: () => Promise.resolve({ verdict, milliseconds: 0, states: 0 }), close: () => undefined };
}

function takeTurns(session: ProgramSession, { claims }: LoadedSource, conditions: Conditions): Session {
  const { begin } = session;
  return {
    ...(begin === undefined ? {} : { begin: (milliseconds: number) => begin(conditions, milliseconds) }),
    ask: async (index, { milliseconds, after }) => {
      const listed = claims[index];
      const driven = listed && (await session.judge(listed, conditions, milliseconds));
      if (driven?.verdict.is !== "inconclusive" || driven.verdict.why !== "timeout") return driven;
      // A process that ran out of its turn starts from the beginning in the next one.
      if (after === "park") return "parked";
      return { ...driven, verdict: session.explainLate?.() ?? driven.verdict };
    },
    giveUp: (_index, why) => {
      const said = why === "timeout" ? session.explainLate?.() : undefined;
      return said === undefined ? giveUpUnseen(why) : { verdict: said, milliseconds: 0, states: 0 };
    },
    close: () => session.close(),
  };
}
