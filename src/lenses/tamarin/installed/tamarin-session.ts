/**
 * The installed Tamarin at work on one source: one process for each claim, under a limit of time and memory.
 *
 * A proof counts unless the lemma says less than the claim. An attack is confirmed by the embedded verifier, which looks
 * further than its bounds for it; where that finds nothing either, the claim is left open and says so.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Diagnostic, DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { addReachable, type ListedClaim } from "../../../core/protocol/claims/listing.ts";
import type { Verdict } from "../../../core/verdict/verdict.ts";
import type { Conditions, Driven } from "../../conditions.ts";
import { leaveOpenFor } from "../../engine/leave-open.ts";
import { diagnose, type TamarinCode } from "../program-diagnostics.ts";
import type { ProgramSession } from "../../engine/program-lens.ts";
import { type Ended, runProgram } from "../../engine/run-program.ts";
import type { LoadedSource } from "../../loaded-source.ts";
import { seekAttack } from "../../verifier/seek-attack.ts";
import { type EncodedTamarin, encodeTamarin } from "../encode.ts";
import type { ClaimLemma } from "../encode/write-lemma.ts";
import type { InstalledTamarin } from "./find-tamarin.ts";
import { type Output, readOutput } from "./read-output.ts";

/** The subject of a session. */
export type TamarinSource = Pick<LoadedSource, "model" | "description" | "source" | "bounds">;

/** Tamarin on one source. */
export interface TamarinSession extends ProgramSession {
  readonly judge: (listed: ListedClaim, conditions: Conditions, milliseconds: number) => Promise<Driven<Verdict>>;
}

const FILE = "theory.spthy";
/** Memory that Tamarin may take, in MiB. */
const MOST_MEMORY = 4096;
/** How much further the verifier looks for an attack that Tamarin has. */
const FURTHER_RUNS = 3;

/** Opens a session; nothing is run or written before the first claim. */
export function openTamarinSession(
  tamarin: InstalledTamarin,
  subject: TamarinSource,
  mostMemory: number = MOST_MEMORY,
): TamarinSession {
  const model = addReachable(subject.model);
  const { theories, weaknesses = [] } = subject.description ?? {};
  let encoded: EncodedTamarin | undefined;
  let folder: string | undefined;
  let heard: "nothing asked" | "nothing" | "something" = "nothing asked";

  const prepare = (): EncodedTamarin => {
    if (encoded !== undefined) return encoded;
    encoded = encodeTamarin({ model, theories, weaknesses, title: model.name, source: subject.source.source });
    folder = mkdtempSync(join(tmpdir(), "assay-tamarin-"));
    writeFileSync(join(folder, FILE), encoded.text);
    return encoded;
  };

  /** The theory, or why there is none. */
  const tryPrepare = (): EncodedTamarin | Diagnostic => {
    try {
      return prepare();
    } catch (error) {
      const [first] = error instanceof DiagnosticError ? error.diagnostics : [];
      if (first === undefined) throw error;
      return first;
    }
  };

  const run = async (lemma: string, milliseconds: number, signal: AbortSignal): Promise<Output | Verdict> => {
    const args = [`--prove=${lemma}`, "--derivcheck-timeout=0", FILE, "+RTS", "-N1", "-RTS"];
    const limits = { milliseconds, signal, mebibytes: mostMemory };
    if (heard === "nothing asked") heard = "nothing";
    const ended = await runProgram(tamarin.path, args, folder ?? tmpdir(), limits);
    if (!isSilent(ended)) heard = "something";
    switch (ended.is) {
      case "cancelled":
      case "timeout":
        return { is: "inconclusive", why: ended.is, reached: { runs: 0 } };
      case "memory":
        return leaveOpen("AS625", `Tamarin takes more than ${mostMemory} MiB of memory.`);
      case "overflow":
        return leaveOpen("AS626", "Tamarin prints more than can be taken in.");
      case "failed":
        return leaveOpen("AS625", `Tamarin could not be started: ${ended.why}.`);
      case "ended":
        return readOutput(ended.printed, lemma);
      default:
        return ended satisfies never;
    }
  };

  const judge: TamarinSession["judge"] = async (listed, conditions, milliseconds) => {
    const began = conditions.now();
    const done = (verdict: Verdict): Driven<Verdict> => {
      return { verdict, milliseconds: conditions.now() - began, states: 0 };
    };
    const prepared = tryPrepare();
    if (!("lemmas" in prepared)) return done(leaveOpenFor(prepared));
    const asked = findLemma(prepared, listed);
    if (asked === undefined) return done({ is: "inconclusive", why: "unsupported", reached: { runs: 0 } });
    const said = await run(asked.lemma, milliseconds, conditions.signal);
    const left = Math.max(1, milliseconds - (conditions.now() - began));
    return done(await conclude(said, asked, listed, conditions, left));
  };

  const conclude = async (
    said: Output | Verdict,
    asked: ClaimLemma,
    listed: ListedClaim,
    conditions: Conditions,
    milliseconds: number,
  ): Promise<Verdict> => {
    const isReachable = asked.claim.kind === "Reachable";
    const { approximations, assumptions } = model;
    const theory = approximations.length === 0 ? "exact" : "approximated";
    switch (said.is) {
      case "incomplete":
        return withhold("Tamarin does not come to an end with it");
      case "refused":
        return leaveOpen("AS624", `Tamarin rejects the theory, or warns of it: ${said.why}.`);
      case "no maude":
        return leaveOpen("AS627", "Tamarin does not find Maude.");
      case "crashed":
        return leaveOpen("AS625", `Tamarin ends without a result: ${said.how}.`);
      case "unreadable":
        return leaveOpen("AS626", `The output of Tamarin cannot be read: ${said.why}.`);
      case "verified":
      case "falsified": {
        const less = asked.losses.filter(({ spoils }) => spoils === "proofs").map(({ sentence }) => sentence);
        const [scope, method] = ["unbounded", "tamarin"] as const;
        if (isReachable && said.is === "falsified") return { is: "vacuous", blocked: "claim" };
        if (!isReachable && said.is === "verified") {
          if (less.length > 0) return withhold(...less);
          return { is: "holds", scope, method, theory, approximations, assumptions, notes: [] };
        }
        const { maxRuns, maxStates } = subject.bounds;
        const bounds = { maxRuns: maxRuns === "unbounded" ? maxRuns : maxRuns + FURTHER_RUNS, maxStates };
        const found = await seekAttack(model, listed, bounds, conditions, milliseconds);
        if (isReachable && found?.is === "holds" && found.witness !== undefined) {
          return { is: "holds", scope, method, theory, approximations, assumptions, witness: found.witness, notes: [] };
        }
        if (!isReachable && found?.is === "attack") return found;
        const what = isReachable ? "a way to the claim" : "an attack";
        const notes = [`Tamarin shows ${what}, which the verifier does not find in ${describe(bounds.maxRuns)}`];
        return { is: "inconclusive", why: "not-replayed", reached: { runs: 0 }, notes, evidence: [said.line] };
      }
      default:
        return said;
    }
  };

  return {
    judge,
    explainLate: () => (heard === "nothing" ? leaveOpen("AS625", "Tamarin prints nothing in its time.") : undefined),
    close: () => {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
      folder = undefined;
      encoded = undefined;
    },
  };
}

/** True where nothing was printed: Tamarin says at once that it has loaded a theory. */
function isSilent(ended: Ended): boolean {
  if (ended.is === "cancelled") return true;
  return ended.is === "timeout" && ended.printed.stdout === "" && ended.printed.stderr === "";
}

function describe(maxRuns: number | "unbounded"): string {
  return maxRuns === "unbounded" ? "its time" : `${maxRuns} runs and its time`;
}

function findLemma({ lemmas }: EncodedTamarin, { protocol, role, claim }: ListedClaim): ClaimLemma | undefined {
  return lemmas.find((one) => one.protocol === protocol && one.role === role && one.claim.label === claim.label);
}

function withhold(...notes: readonly string[]): Verdict {
  return { is: "inconclusive", why: "incomplete", reached: { runs: 0 }, notes };
}

function leaveOpen(code: TamarinCode, message: string): Verdict {
  return leaveOpenFor(diagnose(code, message));
}
