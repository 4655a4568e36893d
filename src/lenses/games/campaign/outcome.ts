/**
 * The outcome of a campaign: plays are counted in order, whoever played them when, up to the one that decides.
 *
 * With a fixed number of plays the interval is exact and looked at once. With an advantage to detect, half of the error
 * goes to the sequential test that stops the campaign and half to the interval, so what is said of both holds together.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { boundAdvantage, type Goal, type Tally } from "../estimate/advantage.ts";
import type { Interval } from "../estimate/clopper-pearson.ts";
import { ConfidenceSequence, FIRST_LOOK } from "../estimate/confidence-sequence.ts";
import { type Decision, limitPlays, SequentialTest } from "../estimate/sequential-test.ts";
import type { Rule } from "../play/forfeit.ts";
import type { BatchResult, PlayRecord } from "./batch.ts";
import type { CampaignPlan } from "./plan.ts";

/** A rule by which plays were forfeited: how often, and the first of them. */
export interface ForfeitCount {
  readonly rule: Rule;
  readonly count: number;
  readonly first: { readonly play: number; readonly text: string };
}

/** A campaign, put together. */
export interface Outcome {
  readonly tally: Tally;
  readonly interval: Interval;
  /** The decision of the sequential test; absent where the number of plays was fixed. */
  readonly decision?: Decision;
  readonly forfeits: readonly ForfeitCount[];
  /** SHA-256 over the digests of all plays that count: equal for equal campaigns only. */
  readonly digest: string;
}

/** Counts plays as they come in. */
export class Count {
  private readonly plan: CampaignPlan;
  private readonly goal: Goal;
  private readonly test: SequentialTest | undefined;
  private readonly sequence: ConfidenceSequence;
  private readonly waiting = new Map<number, BatchResult>();
  private readonly forfeits = new Map<Rule, ForfeitCount>();
  private readonly hash = sha256.create();
  private tally: Tally = { plays: 0, won: 0, forfeited: 0 };

  constructor(plan: CampaignPlan, goal: Goal) {
    const error = 1 - plan.confidence;
    this.plan = plan;
    this.goal = goal;
    const { length } = plan;
    const isFixed = length.kind === "plays";
    this.test = isFixed ? undefined : new SequentialTest({ goal, detect: length.advantage, error: error / 2 });
    this.sequence = new ConfidenceSequence(goal, isFixed ? plan.confidence : 1 - error / 2);
  }

  /** The most plays that there can be. */
  get limit(): number {
    const { length, confidence } = this.plan;
    if (length.kind === "plays") return length.plays;
    return limitPlays({ goal: this.goal, detect: length.advantage, error: (1 - confidence) / 2 });
  }

  /** Takes a batch, in any order; one that was taken before changes nothing. */
  take(batch: BatchResult): void {
    if (batch.from < this.tally.plays) return;
    this.waiting.set(batch.from, batch);
    for (let next = this.waiting.get(this.tally.plays); next !== undefined; next = this.waiting.get(this.tally.plays)) {
      this.waiting.delete(next.from);
      for (const play of next.plays) {
        if (this.isDone()) return;
        this.count(play);
      }
    }
  }

  /** Reports whether more plays would change nothing. */
  isDone(): boolean {
    if (this.tally.plays >= this.limit) return true;
    // Before the first look at the interval there would be nothing to say but the test's word.
    return this.test !== undefined && this.test.decide() !== "open" && this.tally.plays >= FIRST_LOOK;
  }

  /** The interval so far, which may be looked at as often as one likes. */
  soFar(): { readonly tally: Tally; readonly interval: Interval } {
    return { tally: this.tally, interval: this.sequence.current() };
  }

  /** The result; of a campaign that was stopped, the interval so far. */
  conclude(): Outcome {
    const isFixed = this.test === undefined && this.tally.plays === this.limit;
    const { goal, tally, plan } = this;
    return {
      tally,
      interval: isFixed ? boundAdvantage(goal, tally, plan.confidence) : this.sequence.current(),
      ...(this.test === undefined ? {} : { decision: this.test.decide() }),
      forfeits: [...this.forfeits.values()].sort((a, b) => a.first.play - b.first.play),
      digest: bytesToHex(this.hash.clone().digest()),
    };
  }

  private count({ result, digest, forfeit }: PlayRecord): void {
    const { plays, won, forfeited } = this.tally;
    if (forfeit !== undefined) {
      const known = this.forfeits.get(forfeit.rule) ?? {
        rule: forfeit.rule,
        count: 0,
        first: { play: plays, text: forfeit.text },
      };
      this.forfeits.set(forfeit.rule, { ...known, count: known.count + 1 });
    }
    this.hash.update(hexToBytes(digest)).update(Uint8Array.of(["won", "lost", "forfeited"].indexOf(result)));
    this.tally = {
      plays: plays + 1,
      won: won + (result === "won" ? 1 : 0),
      forfeited: forfeited + (result === "forfeited" ? 1 : 0),
    };
    this.sequence.follow(this.tally);
    this.test?.follow(result);
  }
}
