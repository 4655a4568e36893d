/**
 * One validator: it agrees with the others on one block after the other, after QBFT.
 *
 * It has no clock and no network: it is given messages and told when a round has lasted too long, and it says what to send to
 * everybody. With at most f of 3f + 1 validators corrupt, two blocks of one height never both become final, whatever arrives
 * when; when messages arrive again and rounds last long enough, a block becomes final.
 */
import type { Address, Hash } from "../entry.ts";
import type { Signer } from "../signer.ts";
import {
  type Commit,
  type Context,
  type Final,
  isSigned,
  type Message,
  type Prepare,
  type Prepared,
  type Proposal,
  type Proposed,
  type RoundChange,
  signVote,
  type Unsigned,
  type Vote,
} from "./messages.ts";
import { checkSeals, mostCorrupt, quorumOf } from "./validator-set.ts";

/** Options of a validator. */
export interface ValidatorOptions<B extends Proposed> {
  readonly context: Context;
  readonly signer: Signer;
  /** The block that it would propose; undefined while there is nothing to propose. */
  readonly propose: (height: number, parent: B | undefined) => B | undefined;
  /** Checks that a block can come behind its parent. */
  readonly isValid: (height: number, parent: B | undefined, block: B) => boolean;
}

/** How far a round may be ahead of this validator's for its messages to be kept. */
const MOST_AHEAD = 64;

export class Validator<B extends Proposed> {
  private readonly options: ValidatorOptions<B>;
  /** The final blocks, by height. */
  readonly finals: Final<B>[] = [];
  round = 0;
  private proposals = new Map<number, Proposal<B>>();
  private prepares = new Map<string, Map<Address, Prepare>>();
  private commits = new Map<string, Map<Address, Commit>>();
  private changes = new Map<number, Map<Address, RoundChange<B>>>();
  private prepared: Prepared<B> | undefined;
  private committed = new Set<number>();
  private proposed = new Set<number>();
  private known = new Map<Hash, B>();
  private later: Message<B>[] = [];
  private out: Message<B>[] = [];

  constructor(options: ValidatorOptions<B>) {
    this.options = options;
  }

  get height(): number {
    return this.finals.length;
  }

  /** Proposes, where it is this validator's turn and there is something to propose. */
  start(): readonly Message<B>[] {
    return this.collect(() => this.proposeFirst());
  }

  /** The round has lasted too long; a round that is over already is passed over. */
  timeout(height: number, round: number): readonly Message<B>[] {
    return this.collect(() => {
      if (height === this.height && round === this.round) this.changeTo(round + 1);
    });
  }

  /** Takes a message of anybody. */
  receive(message: Message<B>): readonly Message<B>[] {
    return this.collect(() => this.take(message));
  }

  private collect(work: () => void): readonly Message<B>[] {
    this.out = [];
    work();
    return this.out;
  }

  private get parent(): B | undefined {
    return this.finals.at(-1)?.block;
  }

  private get size(): number {
    return this.options.context.set.validators.length;
  }

  private leader(round: number): Address | undefined {
    return this.options.context.set.validators[(this.height + round) % this.size];
  }

  /** Says something to everybody, itself among them. */
  private say<V extends Vote<B>>(vote: Unsigned<V>): void {
    const signed = signVote<B, V>(this.options.context, this.options.signer, vote);
    this.out.push(signed);
    this.take(signed);
  }

  private take(message: Message<B>): void {
    if (message.height > this.height) {
      if (message.height <= this.height + 1) this.later.push(message);
      return;
    }
    if (message.height < this.height) {
      // Somebody has missed a block: everybody's answer is the same.
      const known = this.finals[message.height];
      if (message.is !== "final" && message.from !== this.options.signer.account && known !== undefined) {
        this.out.push(known);
      }
      return;
    }
    if (message.is === "final") return this.takeFinal(message);
    if (message.round > this.round + MOST_AHEAD || !isSigned(this.options.context, message)) return;
    switch (message.is) {
      case "proposal":
        return this.takeProposal(message);
      case "prepare":
        return this.takePrepare(message);
      case "commit":
        return this.takeCommit(message);
      case "round-change":
        return this.takeChange(message);
      default:
        return message satisfies never;
    }
  }

  private proposeFirst(): void {
    if (this.round !== 0 || this.leader(0) !== this.options.signer.account || this.proposed.has(0)) return;
    const block = this.options.propose(this.height, this.parent);
    if (block === undefined) return;
    this.proposed.add(0);
    this.say<Proposal<B>>({ is: "proposal", height: this.height, round: 0, block, changes: [] });
  }

  private takeProposal(proposal: Proposal<B>): void {
    const { round, block, from } = proposal;
    if (from !== this.leader(round) || round < this.round || this.proposals.has(round)) return;
    if (!this.isJustified(proposal) || !this.isValid(block)) return;
    this.proposals.set(round, proposal);
    this.enter(round);
    this.say<Prepare>({ is: "prepare", height: this.height, round, hash: block.hash });
    this.weigh(round, block.hash);
  }

  private isValid(block: B): boolean {
    if (this.known.has(block.hash)) return true;
    if (!this.options.isValid(this.height, this.parent, block)) return false;
    this.known.set(block.hash, block);
    return true;
  }

  /** After the first round: a quorum changed to this one, and the block is what was prepared last, if anything was. */
  private isJustified({ round, block, changes }: Proposal<B>): boolean {
    if (round === 0) return true;
    const by = new Set<Address>();
    for (const change of changes) {
      if (change.round !== round || change.height !== this.height || !this.isSound(change)) return false;
      by.add(change.from);
    }
    if (by.size < quorumOf(this.size)) return false;
    const last = latest(changes);
    return last === undefined || last.block.hash === block.hash;
  }

  /** Signed, and with a proof for what it says was prepared. */
  private isSound(change: RoundChange<B>): boolean {
    if (!isSigned(this.options.context, change)) return false;
    const { prepared } = change;
    if (prepared === undefined) return true;
    const by = new Set<Address>();
    for (const prepare of prepared.prepares) {
      const { height, round, hash } = prepare;
      const isOfIt = height === this.height && round === prepared.round && hash === prepared.block.hash;
      if (!isOfIt || prepare.is !== "prepare" || !isSigned(this.options.context, prepare)) return false;
      by.add(prepare.from);
    }
    return prepared.round < change.round && by.size >= quorumOf(this.size);
  }

  private takePrepare(prepare: Prepare): void {
    const key = `${prepare.round} ${prepare.hash}`;
    const by = this.prepares.get(key) ?? new Map<Address, Prepare>();
    this.prepares.set(key, by.set(prepare.from, prepare));
    this.weigh(prepare.round, prepare.hash);
  }

  /** Commits to what a quorum has prepared in this round. */
  private weigh(round: number, hash: Hash): void {
    const proposal = this.proposals.get(round);
    const by = this.prepares.get(`${round} ${hash}`);
    if (round !== this.round || proposal?.block.hash !== hash || by === undefined || by.size < quorumOf(this.size))
      return;
    if (this.committed.has(round)) return;
    this.committed.add(round);
    this.prepared = { round, block: proposal.block, prepares: [...by.values()] };
    this.say<Commit>({ is: "commit", height: this.height, round, hash });
  }

  private takeCommit(commit: Commit): void {
    const { round, hash } = commit;
    const key = `${round} ${hash}`;
    const by = this.commits.get(key) ?? new Map<Address, Commit>();
    this.commits.set(key, by.set(commit.from, commit));
    const block = this.known.get(hash);
    if (block === undefined || by.size < quorumOf(this.size)) return;
    const seals = [...by.values()].map(({ signature }) => signature);
    this.finish({ is: "final", height: this.height, round, block, seals });
  }

  private takeFinal(final: Final<B>): void {
    const { chain, set, signing } = this.options.context;
    const { round, block, seals } = final;
    if (checkSeals(set, { chain, epoch: set.epoch, round, block: block.hash }, seals, signing).is !== "sealed") return;
    if (this.isValid(block)) this.finish(final);
  }

  private finish(final: Final<B>): void {
    this.finals.push(final);
    this.out.push(final);
    this.round = 0;
    this.proposals = new Map();
    this.prepares = new Map();
    this.commits = new Map();
    this.changes = new Map();
    this.prepared = undefined;
    this.committed = new Set();
    this.proposed = new Set();
    this.known = new Map();
    const later = this.later;
    this.later = [];
    this.proposeFirst();
    for (const message of later) this.take(message);
  }

  /** Goes to a later round. */
  private enter(round: number): void {
    if (round > this.round) this.round = round;
  }

  private changeTo(round: number): void {
    this.enter(round);
    const { prepared } = this;
    const change = { is: "round-change", height: this.height, round } as const;
    this.say<RoundChange<B>>(prepared === undefined ? change : { ...change, prepared });
  }

  private takeChange(change: RoundChange<B>): void {
    const { round } = change;
    if (round < this.round || !this.isSound(change)) return;
    const by = this.changes.get(round) ?? new Map<Address, RoundChange<B>>();
    this.changes.set(round, by.set(change.from, change));
    this.catchUp();
    this.lead(round);
  }

  /** One more than may be corrupt are ahead: one of them is honest. */
  private catchUp(): void {
    const ahead = new Map<Address, number>();
    for (const [round, by] of this.changes) {
      if (round <= this.round) continue;
      for (const from of by.keys()) ahead.set(from, Math.min(round, ahead.get(from) ?? round));
    }
    if (ahead.size > mostCorrupt(this.size)) this.changeTo(Math.min(...ahead.values()));
  }

  /** Proposes in a round that it leads, when a quorum has changed to it. */
  private lead(round: number): void {
    const by = this.changes.get(round);
    if (by === undefined || by.size < quorumOf(this.size) || round !== this.round) return;
    if (this.leader(round) !== this.options.signer.account || this.proposed.has(round)) return;
    const changes = [...by.values()];
    const block = latest(changes)?.block ?? this.options.propose(this.height, this.parent);
    if (block === undefined) return;
    this.proposed.add(round);
    this.say<Proposal<B>>({ is: "proposal", height: this.height, round, block, changes });
  }
}

/** The block that was prepared in the latest round, of all that is told. */
function latest<B extends Proposed>(changes: readonly RoundChange<B>[]): Prepared<B> | undefined {
  let last: Prepared<B> | undefined;
  for (const { prepared } of changes)
    if (prepared !== undefined && prepared.round >= (last?.round ?? 0)) last = prepared;
  return last;
}
