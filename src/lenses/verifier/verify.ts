/**
 * One claim in, one verdict out.
 *
 * What the search finds is replayed before it counts; what holds says which method proved it, and for how many runs.
 * Sources: Cremers, "Unbounded verification, falsification, and characterization of security protocols by pattern
 * refinement" (CCS 2008) for the search, Blanchet (CSFW 2001) for saturation.
 */
import { type Claim, type Model, sayHonestFor, sayHonestRoles } from "../../core/protocol/ir/script.ts";
import type { Verdict } from "../../core/verdict/verdict.ts";
import { precedingCommunications } from "./claims/precedence.ts";
import { isInjective, leaveOutInjectivity } from "./claims/injective.ts";
import { isSecrecy } from "./claims/secrecy.ts";
import { judgeClaim } from "./claims/satisfaction.ts";
import { examineGuesses, isAboutGuesses, leaveOutGuesses } from "./guessing/examine-guesses.ts";
import { sayGuesses } from "../guesses.ts";
import { type Examined, type Examinee, examineInjectivity } from "./injectivity/examine.ts";
import { PAIR_RUNS } from "./injectivity/pair-start.ts";
import { deepen, type SearchBounds, type Outcome } from "./deepen.ts";
import { extendModel } from "./extend-model.ts";
import { minimiseTrace } from "./minimise/minimise.ts";
import { narrateTrace } from "./narrate/narrate.ts";
import { type Prepared, prepareModel, type Script, type Seam } from "./prepare.ts";
import { OutOfTime } from "./pulse.ts";
import { type Confirmed, confirmTrace } from "./replay/confirm.ts";
import type { GroundTrace } from "./replay/trace.ts";
import { Alternatives } from "./search/alternatives.ts";
import { type Core, Cores } from "./search/core.ts";
import type { Progress, Signal } from "./search/explore.ts";
import { startClaim } from "./start-claim.ts";
import { Violations } from "./violations.ts";
import { Saturation } from "./saturation/prove.ts";

export type { Progress, Signal, Stop } from "./search/explore.ts";

export type VerifyOptions = SearchBounds;

export interface ClaimTarget {
  readonly protocol: string;
  readonly role: string;
  readonly label: string;
  /** The index of the claim among the role's events, for labels that are not unique. */
  readonly at?: number;
}

/** The outcome of a search for a verified guess: its scope is never all runs. */
type GuessOutcome =
  | Exclude<Outcome, { readonly is: "exhausted" }>
  | { readonly is: "exhausted"; readonly scope: { readonly runs: number } };

/** Judges the claims of one model; keeps what several claims need. */
export class Verifier {
  /** The model that is judged: as given, with the implicit Reachable claims. */
  readonly model: Model;
  private readonly prepared: Prepared;
  private readonly cores: Cores;
  private readonly saturation: Saturation;
  private readonly violations: Violations;
  private readonly reached = new Map<string, Outcome>();

  /** Throws DiagnosticError CP507, and OutOfTime. */
  constructor(model: Model, seam?: Seam) {
    this.model = extendModel(model);
    this.prepared = prepareModel(this.model, seam);
    this.cores = new Cores(this.prepared);
    this.saturation = new Saturation(this.prepared);
    this.violations = new Violations(this.model, this.prepared.pulse);
  }

  /**
   * Judges one claim. Yields now and then; the driver answers "go", or why the search should end. Where its pulse breaks
   * it off in between, its time was up.
   * Throws RangeError for a claim that the model does not have, ReplayError for a bug of the search.
   */
  *verify(target: ClaimTarget, options: VerifyOptions): Generator<Progress, Verdict, Signal | undefined> {
    const progress: Progress = { states: 0, runs: 1 };
    try {
      return yield* watch(this.settle(target, options), progress);
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      return { is: "inconclusive", why: "timeout", reached: { runs: progress.runs - 1 } };
    }
  }

  private *settle(target: ClaimTarget, options: VerifyOptions): Generator<Progress, Verdict, Signal | undefined> {
    const { scripts, at, claim } = this.find(target);
    if (isAboutGuesses(claim)) return yield* this.judgeGuesses(scripts, at, claim, options);
    if (!isInjective(claim)) return yield* this.judge(scripts, at, claim, options);
    const plain = yield* this.judge(scripts, at, leaveOutInjectivity(claim), options);
    if (plain.is !== "holds") return plain;
    const outcome = yield* this.examine({ scripts, at, claim }, options);
    if (outcome.is === "holds") return outcome.qualify(plain);
    if (outcome.is === "stopped") return { is: "inconclusive", why: outcome.why, reached: { runs: outcome.reached } };
    const { approximations, assumptions } = this.model;
    return {
      is: "attack",
      trace: narrateTrace(this.confirm(outcome.trace)),
      minimised: true,
      approximations,
      assumptions,
    };
  }

  /**
   * Judges guesses: a term that is not even secret needs no guess; otherwise it looks for a guess up to the bound, and
   * no further.
   */
  private *judgeGuesses(
    scripts: readonly Script[],
    at: number,
    claim: Claim,
    options: VerifyOptions,
  ): Generator<Progress, Verdict, Signal | undefined> {
    const plain = yield* this.judge(scripts, at, leaveOutGuesses(claim), options);
    if (plain.is !== "holds") return plain;
    const outcome = yield* this.examineGuesses(scripts, at, claim, options);
    const { approximations, assumptions } = plain;
    const assumed = { approximations, assumptions: [...assumptions, ...sayGuesses(this.model)] };
    if (outcome.is === "stopped") return { is: "inconclusive", why: outcome.why, reached: { runs: outcome.reached } };
    if (outcome.is === "found") {
      return { is: "attack", trace: narrateTrace(this.confirm(outcome.trace)), minimised: true, ...assumed };
    }
    return { ...plain, ...assumed, scope: outcome.scope, method: "refinement" };
  }

  /** Looks for a verified guess; however far the search went, it vouches for no more runs than were asked for. */
  private *examineGuesses(
    scripts: readonly Script[],
    at: number,
    claim: Claim,
    options: VerifyOptions,
  ): Generator<Progress, GuessOutcome, Signal | undefined> {
    const progress: Progress = { states: 0, runs: 1 };
    const { pulse, budgets } = this.prepared;
    const script = scripts[0] as Script;
    const search = examineGuesses({ model: this.model, script, at, claim }, options, { pulse, budgets });
    const outcome = yield* watch(endInTime(search), progress);
    if (outcome.is !== "exhausted") return outcome;
    const { scope } = outcome;
    const runs = scope !== "unbounded" ? scope.runs : options.maxRuns === "unbounded" ? progress.runs : options.maxRuns;
    return { ...outcome, scope: { runs } };
  }

  private *judge(
    scripts: readonly Script[],
    at: number,
    claim: Claim,
    options: VerifyOptions,
  ): Generator<Progress, Verdict, Signal | undefined> {
    const { model } = this;
    const outcome = yield* this.search(scripts, at, claim, options);
    const assumed = { approximations: model.approximations, assumptions: assume(model, scripts, claim) };
    if (outcome.is === "stopped") return { is: "inconclusive", why: outcome.why, reached: { runs: outcome.reached } };
    if (claim.kind === "Reachable") {
      if (outcome.is === "found") {
        return {
          is: "holds",
          scope: "unbounded",
          method: "refinement",
          ...this.exactness(),
          ...assumed,
          witness: narrateTrace(this.confirm(outcome.trace)),
          notes: [],
        };
      }
      if (outcome.scope !== "unbounded") return { is: "inconclusive", why: "runs", reached: outcome.scope };
      return { is: "vacuous", blocked: yield* this.findBlock(scripts, at, options) };
    }
    if (outcome.is === "found")
      return { is: "attack", trace: narrateTrace(this.confirm(outcome.trace)), minimised: true, ...assumed };
    const reach = yield* this.reach(scripts, at, {
      ...options,
      maxStates: Math.min(options.maxStates, this.prepared.budgets.reachStates),
    });
    if (reach.is === "exhausted" && reach.scope === "unbounded") {
      return { is: "vacuous", blocked: yield* this.findBlock(scripts, at, options) };
    }
    const notes = reach.is === "found" ? [] : ["no run was seen to reach this claim within the bound"];
    if (saysNothing(claim, scripts, at)) notes.push("no message precedes this claim: it has nothing to speak about");
    if (isSecrecy(claim) && this.isHollow(scripts, at, claim)) {
      notes.push("no role and no rule could ever expose this term: the claim tests nothing");
    }
    return { is: "holds", scope: outcome.scope, method: outcome.by, ...this.exactness(), ...assumed, notes };
  }

  /** As `verify`, but only the confirmed and minimised trace of an attack, or of a claim's being reached. */
  *attack(target: ClaimTarget, options: VerifyOptions): Generator<Progress, Confirmed | undefined, Signal | undefined> {
    const { scripts, at, claim } = this.find(target);
    const plain = isInjective(claim)
      ? leaveOutInjectivity(claim)
      : isAboutGuesses(claim)
        ? leaveOutGuesses(claim)
        : claim;
    const found = yield* this.search(scripts, at, plain, options);
    if (isAboutGuesses(claim) && found.is === "exhausted") {
      const guessed = yield* this.examineGuesses(scripts, at, claim, options);
      return guessed.is === "found" ? this.confirm(guessed.trace) : undefined;
    }
    const outcome =
      plain !== claim && found.is === "exhausted" ? yield* this.examine({ scripts, at, claim }, options) : found;
    return outcome.is === "found" ? this.confirm(outcome.trace) : undefined;
  }

  private exactness(): { theory: "exact" | "approximated" } {
    return { theory: this.model.approximations.length === 0 ? "exact" : "approximated" };
  }

  private find(target: ClaimTarget): { scripts: Script[]; at: number; claim: Claim } {
    const scripts = this.prepared.scripts.filter(
      ({ protocol, role }) => protocol.name === target.protocol && role.role === target.role,
    );
    const events = scripts[0]?.role.events ?? [];
    const at = events.findIndex(
      (event, i) =>
        event.kind === "claim" && event.claim.label === target.label && (target.at === undefined || target.at === i),
    );
    const event = events[at];
    if (event?.kind !== "claim") throw new RangeError(`no claim ${target.protocol},${target.role},${target.label}`);
    return { scripts, at, claim: event.claim };
  }

  /** Looks for a violation of a claim that is not injective, or for a proof that there is none. */
  private *search(
    scripts: readonly Script[],
    at: number,
    claim: Claim,
    options: VerifyOptions,
  ): Generator<Progress, Outcome, Signal | undefined> {
    // What commutes is ordered by any order of all terms, so that of one run may be chosen up to its reverse.
    const claimants = scripts.filter(({ isMirror }) => !isMirror);
    const search = this.withCore((core) =>
      deepen(
        {
          start: () => claimants.flatMap((script) => startClaim(core, script, at, claim).patterns),
          judge: () => judgeClaim(claim, scripts[0] as Script, at, core.bank),
          fewest: 1,
          prove: () => this.saturation.prove(claimants, at, claim),
        },
        core,
        options,
      ),
    );
    return yield* this.violations.share(endInTime(search), (scripts[0] as Script).role, at, claim);
  }

  private *examine(examinee: Examinee, options: VerifyOptions): Generator<Progress, Examined, Signal | undefined> {
    return yield* this.withCore((arguing) =>
      examineInjectivity(examinee, {
        core: arguing,
        search: (claim) => this.search(examinee.scripts, examinee.at, claim, options),
        deepen: (start, judge) =>
          this.withCore((core) => deepen({ start, judge, fewest: PAIR_RUNS, prove: undefined }, core, options)),
      }),
    );
  }

  /** Lends a core to a search that may be interrupted; no two searches have the same one. */
  private *withCore<R>(
    search: (core: Core) => Generator<Progress, R, Signal | undefined>,
  ): Generator<Progress, R, Signal | undefined> {
    const core = this.cores.take();
    let isWhole = true;
    try {
      return yield* search(core);
    } catch (error) {
      // What was being made in it is half done.
      isWhole = false;
      throw error;
    } finally {
      if (isWhole) this.cores.giveBack(core);
    }
  }

  /** Replays what the search found, and takes away what it does not need. */
  private confirm(trace: GroundTrace): Confirmed {
    const { pulse, budgets } = this.prepared;
    return minimiseTrace(this.model, confirmTrace(this.model, trace, pulse, budgets), pulse, budgets);
  }

  /** Decides whether run 0 can reach event `at` at all. */
  private *reach(
    scripts: readonly Script[],
    at: number,
    options: VerifyOptions,
  ): Generator<Progress, Outcome, Signal | undefined> {
    const role = scripts[0]?.role;
    const key = `${role?.protocol},${role?.role},${at},${options.maxRuns},${options.maxStates}`;
    const known = this.reached.get(key);
    if (known !== undefined) return known;
    const claim: Claim = { kind: "Reachable", label: "", on: "-" };
    const outcome = yield* this.search(scripts, at, claim, options);
    if (outcome.is !== "stopped" || outcome.why === "states") this.reached.set(key, outcome);
    return outcome;
  }

  /** The first receive of the role that no run can ever pass. */
  private *findBlock(
    scripts: readonly Script[],
    at: number,
    options: VerifyOptions,
  ): Generator<Progress, string, Signal | undefined> {
    const events = scripts[0]?.role.events ?? [];
    for (let i = 0; i <= at; i++) {
      const event = events[i];
      if (event?.kind !== "recv" && event?.kind !== "match") continue;
      const outcome = yield* this.reach(scripts, i, options);
      if (outcome.is !== "exhausted" || outcome.scope !== "unbounded") continue;
      return event.kind === "recv" ? `recv ${event.label}` : "match";
    }
    return "claim";
  }

  /** True when the secrecy goal has no source at all, whatever the runs do. */
  private isHollow(scripts: readonly Script[], at: number, claim: Claim): boolean {
    const core = this.cores.take();
    core.beginAnew(1);
    const alternatives = new Alternatives(core);
    const isHollow = scripts.every((script) => {
      const { patterns, secret } = startClaim(core, script, at, claim);
      return patterns.every((pattern) => {
        const goal = pattern.known.find(({ term }) => term === secret);
        return goal !== undefined && alternatives.list(pattern, goal).length === 0;
      });
    });
    this.cores.giveBack(core);
    return isHollow;
  }
}

/** The search with its latest progress noted. */
function* watch<R>(
  search: Generator<Progress, R, Signal | undefined>,
  latest: { -readonly [Part in keyof Progress]: Progress[Part] },
): Generator<Progress, R, Signal | undefined> {
  try {
    for (let signal: Signal | undefined; ; ) {
      const step = search.next(signal);
      if (step.done === true) return step.value;
      Object.assign(latest, step.value);
      signal = yield step.value;
    }
  } finally {
    // Whoever leaves this one leaves that one.
    search.return(undefined as R);
  }
}

/** Stopped where the pulse breaks it off: other searches, which may be driving it on, have nothing to do with that. */
function* endInTime(
  search: Generator<Progress, Outcome, Signal | undefined>,
): Generator<Progress, Outcome, Signal | undefined> {
  const progress: Progress = { states: 0, runs: 1 };
  try {
    return yield* watch(search, progress);
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    return { is: "stopped", why: "timeout", reached: progress.runs - 1 };
  }
}

/** True for a synchronisation claim before which the role has received nothing. */
function saysNothing(claim: Claim, scripts: readonly Script[], at: number): boolean {
  const script = scripts[0];
  if (script === undefined || (claim.kind !== "Niagree" && claim.kind !== "Nisynch")) return false;
  return precedingCommunications(script.protocol, script.role.role, at).length === 0;
}

/** Lists the model's assumptions; of a claim that takes fewer roles for honest, its own. */
function assume({ assumptions }: Model, scripts: readonly Script[], claim: Claim): readonly string[] {
  const role = scripts[0]?.role;
  if (claim.honest === undefined || role === undefined) return assumptions;
  const general = sayHonestRoles(role.roles);
  return assumptions.map((sentence) => (sentence === general ? sayHonestFor(role, claim) : sentence));
}
