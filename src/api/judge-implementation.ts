/**
 * An implementation judged for a test: honest runs compared with a description, and attacks executed on it. What matchers
 * compare and print.
 */
import { nameClaim } from "../core/protocol/claims/names.ts";
import { sanitise } from "../core/diagnostic/sanitise.ts";
import { executeClaims, Executor } from "../lenses/execution/execute-claims.ts";
import type { ExecutedTrace } from "../lenses/execution/execute-trace.ts";
import { type LeftOut, leaveOutTests, listUnattacked } from "../lenses/execution/leave-out-tests.ts";
import { START } from "../lenses/execution/session.ts";
import type { Implementation } from "../implementations/implementation.ts";
import { openImplementation, openOwnParties } from "../implementations/open-implementation.ts";
import type { Parties } from "../implementations/parties.ts";
import { Failed } from "../live/generic/failed.ts";
import { playHonestly, type SessionEnd } from "../live/generic/honest-session.ts";
import { castAgents } from "../live/generic/open-session.ts";
import { setStage, type StageOptions } from "../live/generic/stage.ts";
import { loadSystem } from "../live/system/find-system.ts";
import { planProtocol } from "../live/roles/plan.ts";
import type { LoadedProtocol } from "../repository/loaded-protocol.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { findAttackFiles, recordAttack, type RecordedAttack } from "./recorded-attacks.ts";
import { nameSources, type ProtocolSource } from "./sources.ts";

/** The file of an implementation, or parties of this very process with the file of their mapping. */
export type ImplementationSource = string | (Parties & { readonly mapping: string });

/** How many honest runs are compared. */
export interface FollowOptions {
  /** Five where nothing is said. */
  readonly runs?: number;
  readonly seed?: string;
}

/** Options of the trial of an implementation. */
export interface WithstandOptions {
  readonly seed?: string;
  /** Claims on which an attack is known and expected, by name. */
  readonly attacked?: readonly string[];
  /** Attacks of at most so many runs; five where nothing is said. */
  readonly maxRuns?: number;
  /** Seconds for the search of one claim; 20 where nothing is said. */
  readonly timeoutSeconds?: number;
  /** The folder of stored attacks; `games` where nothing is said. */
  readonly folder?: string;
}

/** Result of the trial, and its output. */
export interface Judgement {
  readonly pass: boolean;
  readonly report: string;
}

/** An implementation that fails so often is not asked any further. */
const MOST_FAILURES = 10;

interface Subject {
  readonly loaded: LoadedProtocol;
  readonly implementation: Implementation;
  readonly stage: Omit<StageOptions, "agents">;
}

/** Compares honest runs with the description. Throws DiagnosticError for mistakes in files. */
export function judgeFollowing(
  source: ImplementationSource,
  protocol: ProtocolSource,
  { runs = 5, seed = "0" }: FollowOptions,
): Promise<Judgement> {
  return withSubject(source, protocol, seed, async ({ loaded, implementation, stage }) => {
    const cast = castAgents(loaded.description.roles.map(({ name }) => name));
    for (let run = 0; run < runs; run++) {
      const options = { ...stage, agents: [...cast.values()], seed: `${seed} ${run}` };
      const problems = await setStage(options)
        .then((set) => playHonestly(set, cast))
        .then(describeEnd, (error: unknown) => {
          if (error instanceof Failed) return [`It fails at ${error.failure.at}: ${error.failure.because}`];
          throw error;
        });
      if (problems.length === 0) continue;
      const head = `${implementation.title} does not follow ${loaded.description.name} (seed ${JSON.stringify(options.seed)}):`;
      return { pass: false, report: [head, ...problems].map(sanitise).join("\n") };
    }
    return {
      pass: true,
      report: sanitise(`${implementation.title} follows ${loaded.description.name} in ${runs} runs.`),
    };
  });
}

function describeEnd({ messages, refused, failed, discrepancies }: SessionEnd): readonly string[] {
  const problems = [
    ...(refused === undefined ? [] : [`${refused.by} refuses ${refused.at}: ${refused.because}`]),
    ...(failed === undefined ? [] : [`${failed.by} fails at ${failed.at}: ${failed.because}`]),
    ...discrepancies.map(({ at, because }) => `${at}: ${because}`),
  ];
  if (problems.length === 0) return [];
  const sequence = messages.map(
    ({ label, from, to, bytes }, i) => `  ${i + 1}. ${from} -> ${to}: ${label}, ${bytes.length} B`,
  );
  return [...sequence, ...problems];
}

/**
 * Executes what was recorded, the attacks on the description, and those that exist where a receiver leaves out a test. An attack
 * that succeeds is recorded, and comes first in every later run. Throws DiagnosticError for mistakes in files.
 */
export function judgeWithstanding(
  source: ImplementationSource,
  protocol: ProtocolSource,
  { seed = "0", attacked = [], maxRuns = 5, timeoutSeconds = 20, folder = "games" }: WithstandOptions,
): Promise<Judgement> {
  return withSubject(source, protocol, seed, async ({ loaded, implementation, stage }) => {
    const { description, model } = loaded;
    const { name } = description;
    const stop = new AbortController();
    const conditions = { now: () => performance.now(), pause: () => Promise.resolve(), signal: stop.signal };
    const milliseconds = timeoutSeconds * 1000;
    const found: RecordedAttack[] = [];
    const problems: string[] = [];
    const hear = (test: LeftOut | undefined, claim: Parameters<typeof nameClaim>[0], executed: ExecutedTrace): void => {
      const { outcome } = executed;
      if (outcome.is === "failed")
        problems.push(`${outcome.by} fails at ${outcome.failure.at}: ${outcome.failure.because}`);
      if (claim.claim.kind === "Reachable" && outcome.is !== "succeeded" && outcome.is !== "failed") {
        // Without the claims of its log, every attack would seem to be withstood.
        problems.push(
          `${claim.role} does not come to its claims, or its log does not say so: attacks cannot be judged.`,
        );
      }
      if (implementation.failures >= MOST_FAILURES) stop.abort();
      if (outcome.is !== "succeeded" || claim.claim.kind === "Reachable" || attacked.includes(nameClaim(claim))) return;
      found.push({
        protocol: name,
        claim: nameClaim(claim),
        test,
        seed,
        implementation: implementation.title,
        steps: executed.steps,
      });
      stop.abort();
    };
    const leaveOut = (
      only: (test: LeftOut, claim: string) => boolean,
      claims: Parameters<typeof leaveOutTests>[0]["claims"],
    ) =>
      leaveOutTests(
        {
          description,
          roles: rolesOf(loaded, implementation),
          claims,
          stage,
          maxRuns,
          milliseconds,
          only: (test, claim) => only(test, nameClaim(claim)),
        },
        conditions,
        ({ test, attacks }) => {
          for (const { claim, executed } of attacks) hear(test, claim, executed);
        },
      );
    const executor = new Executor({ model, stage, maxRuns });
    // What was found before comes first: a mistake that is back is seen at once.
    for (const recorded of findAttackFiles(folder, name)) {
      const isSame = (test: LeftOut, claim: string): boolean =>
        claim === recorded.claim && JSON.stringify(test) === JSON.stringify(recorded.test);
      if (recorded.test !== undefined && found.length === 0) await leaveOut(isSame, executor.claims);
    }
    if (found.length === 0) {
      const executions = await executeClaims(
        executor,
        () => true,
        milliseconds,
        conditions,
        (execution) => {
          if (execution.is === "executed") hear(undefined, execution.claim, execution.executed);
        },
      );
      if (found.length === 0) await leaveOut(() => true, listUnattacked(executions));
    }
    const [attack] = found;
    if (attack !== undefined) {
      const file = recordAttack(folder, attack);
      return { pass: false, report: [...describeAttack(attack), `Written: ${file}`].map(sanitise).join("\n") };
    }
    if (problems.length > 0) {
      const head = `${implementation.title} fails while attacks on ${name} are executed:`;
      return { pass: false, report: [head, ...new Set(problems)].map(sanitise).join("\n") };
    }
    return { pass: true, report: sanitise(`${implementation.title} withstands the attacks on ${name}.`) };
  });
}

function rolesOf({ description }: LoadedProtocol, { roles }: Implementation): readonly string[] {
  return roles ?? description.roles.map(({ name }) => name);
}

function describeAttack({ implementation, protocol, claim, test, steps }: RecordedAttack): readonly string[] {
  const why = test === undefined ? "" : `: ${test.role} does not compare ${test.field} of ${test.label}`;
  return [
    `${implementation} does not withstand an attack on ${claim} of ${protocol}${why}.`,
    ...steps.map(
      ({ agent, role, run, kind, label, bytes }, i) =>
        `  ${i + 1}. ${agent} (${role}, run ${run}) ${kind} ${label}${bytes === undefined ? "" : `, ${bytes.length / 2} B`}`,
    ),
  ];
}

async function withSubject(
  source: ImplementationSource,
  protocol: ProtocolSource,
  seed: string,
  judge: (subject: Subject) => Promise<Judgement>,
): Promise<Judgement> {
  const { resolution, loadProtocol } = nameSources(protocol);
  if (resolution.diagnostics.length > 0)
    throw new DiagnosticError(resolution.diagnostics.map(({ diagnostic }) => diagnostic));
  const [first] = resolution.sources;
  if (first?.kind !== "description") throw new TypeError("assay: an implementation follows one description.");
  const loaded = await loadProtocol(first.path);
  const { description, implementations } = loaded;
  const plan = planProtocol(description);
  const implementation =
    typeof source === "string"
      ? (await openImplementation(source, plan)).implementation
      : await openOwnParties(source, source.mapping, plan);
  const bind = typeof protocol === "string" ? (await loadSystem(first.path))?.bind : undefined;
  const stage = {
    description,
    implementations,
    seed,
    backend: "noble",
    now: () => START,
    bind,
    implementing: implementation,
  } as const;
  try {
    return await judge({ loaded, implementation, stage });
  } finally {
    implementation.close();
  }
}
