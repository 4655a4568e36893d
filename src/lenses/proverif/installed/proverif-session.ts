/**
 * The installed ProVerif at work on one source: one process for all claims, and one of its own for a claim that the first
 * did not get to.
 *
 * What goes wrong with the program is an answer too: the claim is left open and says why, by its diagnostic. Other
 * engines go on.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sanitise } from "../../../core/diagnostic/sanitise.ts";
import { addReachable, type ListedClaim } from "../../../core/protocol/claims/listing.ts";
import type { Verdict } from "../../../core/verdict/verdict.ts";
import type { Conditions, Driven } from "../../conditions.ts";
import { leaveOpenFor } from "../../engine/leave-open.ts";
import { diagnose, type ProVerifCode } from "../program-diagnostics.ts";
import type { ProgramSession } from "../../engine/program-lens.ts";
import { type Printed, runProgram } from "../../engine/run-program.ts";
import type { LoadedSource } from "../../loaded-source.ts";
import { examineTrace } from "../../verifier/examine-trace.ts";
import { seekAttack } from "../../verifier/seek-attack.ts";
import { type EncodedProverif, encodeProverif } from "../encode.ts";
import { type EncodedGuess, encodeGuess } from "../guessing/encode-guess.ts";
import { readEquivalence } from "../guessing/read-equivalence.ts";
import type { ClaimQuery } from "../encode/write-claims.ts";
import { concludeAnswer, concludeGuess, type Followed } from "./conclude.ts";
import type { InstalledProverif } from "./find-proverif.ts";
import { groundTrace } from "./ground-trace.ts";
import { type Answer, type Output, readOutput } from "./read-output.ts";

/** The source that is judged. */
export type ProverifSource = Pick<LoadedSource, "model" | "description" | "source" | "bounds">;

/** ProVerif on one source. */
export interface ProverifSession extends ProgramSession {
  readonly judge: (listed: ListedClaim, conditions: Conditions, milliseconds: number) => Promise<Driven<Verdict>>;
}

const FILE = "model.pv";
const GUESS_FILE = "guess.pv";
/** Memory that ProVerif may take, in MiB. */
const MOST_MEMORY = 4096;
/** How much further the verifier looks for an attack that ProVerif has a derivation of. */
const FURTHER_RUNS = 3;

/** The state of a query. */
interface Known {
  readonly answer: Answer;
  readonly process: readonly string[];
}

/** Opens a session; nothing is run or written before the first claim. */
export function openProverifSession(
  proverif: InstalledProverif,
  subject: ProverifSource,
  mostMemory: number = MOST_MEMORY,
): ProverifSession {
  const model = addReachable(subject.model);
  const { theories, weaknesses = [] } = subject.description ?? {};
  const about = { model, theories, weaknesses, title: model.name, source: subject.source.source };
  const known = new Map<string, Known>();
  let encoded: EncodedProverif | undefined;
  let folder: string | undefined;
  let isFirst = true;
  let broken: Verdict | undefined;
  let hasSpoken = false;

  const run = async (text: string, events: ReadonlySet<string>, limits: Limits): Promise<Verdict | undefined> => {
    folder ??= mkdtempSync(join(tmpdir(), "assay-proverif-"));
    writeFileSync(join(folder, FILE), text);
    const ended = await runProgram(proverif.path, [FILE], folder, { ...limits, mebibytes: mostMemory });
    switch (ended.is) {
      case "cancelled":
        return stop("cancelled");
      case "overflow":
        return leaveOpen("AS616", "ProVerif prints more than can be taken in.");
      case "failed":
        return leaveOpen("AS615", `ProVerif could not be started: ${ended.why}.`);
      case "timeout":
      case "memory": {
        const printed: Printed = { ...ended.printed, exitStatus: undefined, signal: ended.is };
        hasSpoken ||= ended.printed.stdout.trim() !== "";
        keep(readOutput(printed, events));
        return ended.is === "memory"
          ? leaveOpen("AS615", `ProVerif takes more than ${mostMemory} MiB of memory.`)
          : stop(ended.is);
      }
      case "ended":
        hasSpoken = true;
        return keep(readOutput(ended.printed, events));
      default:
        return ended satisfies never;
    }
  };

  const keep = (output: Output): Verdict | undefined => {
    switch (output.is) {
      case "judged":
        for (const [event, answer] of output.answers) known.set(event, { answer, process: output.process });
        return undefined;
      case "refused":
        return leaveOpen("AS614", `ProVerif rejects the model:  ${output.messages.join(" ")}`);
      case "crashed":
        return leaveOpen("AS615", `ProVerif ends without a result: ${output.how}.`);
      case "unreadable":
        return leaveOpen("AS616", `The output of ProVerif cannot be read: ${output.why}.`);
      default:
        return output satisfies never;
    }
  };

  const ask = async (query: ClaimQuery, whole: EncodedProverif, limits: Limits): Promise<Known | Verdict> => {
    if (isFirst) {
      isFirst = false;
      const failed = await run(whole.text, new Set(whole.queries.map(({ event }) => event)), limits);
      // A process that was only stopped may still answer one claim by itself.
      if (failed?.is === "inconclusive" && failed.why === "no-answer") broken = failed;
      const answered = known.get(query.event);
      if (answered !== undefined || failed !== undefined) return answered ?? broken ?? (failed as Verdict);
    }
    const answered = known.get(query.event);
    if (answered !== undefined) return answered;
    if (broken !== undefined) return broken;
    const one = encodeProverif(
      about,
      ({ protocol, label }) => protocol === query.protocol && label === query.claim.label,
    );
    const failed = await run(one.text, new Set([query.event]), limits);
    return known.get(query.event) ?? failed ?? leaveOpen("AS616", "ProVerif does not answer what it was asked.");
  };

  const judge: ProverifSession["judge"] = async (listed, conditions, milliseconds) => {
    const began = conditions.now();
    const done = (verdict: Verdict): Driven<Verdict> => {
      return { verdict, milliseconds: conditions.now() - began, states: 0 };
    };
    encoded ??= encodeProverif(about);
    const query = findQuery(encoded, listed);
    if (query === undefined) return done({ is: "inconclusive", why: "unsupported", reached: { runs: 0 } });
    const whole = encoded;
    const found = await ask(query, whole, { milliseconds, signal: conditions.signal });
    if ("is" in found) return done(found);
    const { answer, process } = found;
    const context = {
      claim: listed.claim,
      model,
      losses: query.losses,
      isNarrowed: whole.isNarrowed,
      isUnreachable: isUnreachable(whole, listed),
    };
    const follow = (): Promise<Followed> =>
      followRefutation(
        answer,
        process,
        { whole, query, listed },
        conditions,
        milliseconds - (conditions.now() - began),
      );
    const guess =
      listed.claim.kind === "Unguessable" && answer.is === "proved" && !whole.isNarrowed && !context.isUnreachable
        ? encodeGuess(about, listed)
        : undefined;
    if (guess !== undefined) return done(await judgeGuess(guess, listed, conditions, milliseconds));
    return done(await concludeAnswer(answer, context, follow));
  };

  /** A secret that can be guessed: whether a guess can be verified is asked of a model of its own. */
  const judgeGuess = async (
    guess: EncodedGuess,
    listed: ListedClaim,
    conditions: Conditions,
    milliseconds: number,
  ): Promise<Verdict> => {
    const began = conditions.now();
    folder ??= mkdtempSync(join(tmpdir(), "assay-proverif-"));
    writeFileSync(join(folder, GUESS_FILE), guess.text);
    const limits = { milliseconds, signal: conditions.signal, mebibytes: mostMemory };
    const ended = await runProgram(proverif.path, [GUESS_FILE], folder, limits);
    if (ended.is === "cancelled" || ended.is === "timeout") return stop(ended.is);
    if (ended.is !== "ended") return leaveOpen("AS615", "ProVerif ends without a result on the model of the guess.");
    const answer = readEquivalence(ended.printed.stdout);
    if (answer === undefined) return leaveOpen("AS616", "What ProVerif prints of the guess cannot be understood.");
    if (answer === "proved" && !guess.isNarrowed) return concludeGuess(model);
    const { maxRuns, maxStates } = subject.bounds;
    const left = Math.max(1, milliseconds - (conditions.now() - began));
    const verdict = await seekAttack(model, listed, { maxRuns, maxStates }, conditions, left);
    if (verdict?.is === "attack") return verdict;
    const notes = ["ProVerif cannot prove that nobody tells the value from another one, and shows no attack"];
    return { is: "inconclusive", why: "incomplete", reached: { runs: 0 }, notes };
  };

  /** True when the role is shown never to come to its end, where the claim stands. */
  const isUnreachable = (whole: EncodedProverif, listed: ListedClaim): boolean => {
    const script = model.protocols
      .find(({ name }) => name === listed.protocol)
      ?.roles.find(({ role }) => role === listed.role);
    if (script === undefined || script.events.slice(listed.at).some(({ kind }) => kind !== "claim")) return false;
    return whole.queries.some(
      ({ protocol, role, claim, event }) =>
        claim.kind === "Reachable" &&
        protocol === listed.protocol &&
        role === listed.role &&
        claim.honest === undefined &&
        known.get(event)?.answer.is === "proved",
    );
  };

  const followRefutation = async (
    answer: Answer,
    process: readonly string[],
    { whole, query, listed }: { whole: EncodedProverif; query: ClaimQuery; listed: ListedClaim },
    conditions: Conditions,
    milliseconds: number,
  ): Promise<Followed> => {
    const { protocol, role, at } = listed;
    const proposed =
      answer.trace === undefined
        ? { misfit: "ProVerif has a derivation of an attack, and no trace of it" }
        : groundTrace(model, whole.lexicon, process, answer.trace, { event: query.event, protocol, role, at });
    const trace = "misfit" in proposed ? undefined : examineTrace(model, proposed);
    if (trace !== undefined) return { is: "replayed", trace };
    const { maxRuns, maxStates } = subject.bounds;
    const further = maxRuns === "unbounded" ? maxRuns : maxRuns + FURTHER_RUNS;
    const verdict = await seekAttack(
      model,
      listed,
      { maxRuns: further, maxStates },
      conditions,
      Math.max(1, milliseconds),
    );
    if (verdict?.is === "attack") return { is: "replayed", trace: verdict.trace };
    const isDerivation = answer.trace === undefined || query.losses.some(({ spoils }) => spoils === "refutations");
    const why =
      "misfit" in proposed ? proposed.misfit : "replayed, ProVerif's trace cannot take place or violates nothing";
    return { is: "open", why, isDerivation, evidence: [sanitise(answer.line)] };
  };

  return {
    judge,
    explainLate: () => (isFirst || hasSpoken ? undefined : leaveOpen("AS615", "ProVerif prints nothing in its time.")),
    close: () => {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
      folder = undefined;
    },
  };
}

interface Limits {
  readonly milliseconds: number;
  readonly signal: AbortSignal;
}

function findQuery({ queries }: EncodedProverif, { protocol, role, claim }: ListedClaim): ClaimQuery | undefined {
  return queries.find((one) => one.protocol === protocol && one.role === role && one.claim.label === claim.label);
}

function stop(why: "timeout" | "memory" | "cancelled"): Verdict {
  return { is: "inconclusive", why, reached: { runs: 0 } };
}

function leaveOpen(code: ProVerifCode, message: string): Verdict {
  return leaveOpenFor(diagnose(code, message));
}
