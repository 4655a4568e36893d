/**
 * The validators of a chain in this process: a block that one of them proposes is sealed when a quorum has agreed on it.
 *
 * Each looks at the block by itself: that it follows its parent, and holds what the contract's rules give of calls that were
 * signed. The root of the state is the proposer's word: only the EVM could tell. Messages reach everybody who answers; a round
 * in which nothing more happens is over.
 */
import { isSameValue } from "../../../../../src/live/wire/value.ts";
import { checkBlock } from "../check-block.ts";
import { MemoryContract } from "../contract/memory-contract.ts";
import type { Address, ChainName, Hash } from "../entry.ts";
import { hashHeader } from "../header.ts";
import { type Block, LedgerError } from "../ledger.ts";
import type { Signer } from "../signer.ts";
import type { Context, Final, Message } from "./messages.ts";
import { encodeQuorumSeal, readQuorumSeal } from "./quorum-seal.ts";
import { rememberSignatures } from "./remember-signatures.ts";
import { Validator } from "./validator.ts";
import { isValidatorSet, quorumOf, type ValidatorSet } from "./validator-set.ts";

/** A block before it is sealed. */
export type UnsealedBlock = Omit<Block, "seal">;

/** Options of a quorum. */
export interface QuorumOptions {
  readonly chain: ChainName;
  readonly validators: readonly Signer[];
  /** Who made the contract, and speaks for other chains; where it is; and the transaction that makes it. */
  readonly authority: Address;
  readonly gateway: Address;
  readonly contract: Address;
  readonly deployment: Uint8Array;
  readonly isDown?: (validator: number) => boolean;
}

/** Rounds after which no more is hoped for: as often as everybody leads twice. */
const MOST_TURNS = 2;

export class Quorum {
  readonly set: ValidatorSet;
  private readonly options: QuorumOptions;
  private readonly validators: readonly Validator<UnsealedBlock>[];
  private pending: UnsealedBlock | undefined;

  /** Throws RangeError for validators who cannot seal. */
  constructor(options: QuorumOptions) {
    this.options = options;
    this.set = { epoch: 0, validators: options.validators.map(({ account }) => account) };
    if (!isValidatorSet(this.set)) throw new RangeError("validators are at least four accounts, each once");
    const context: Context = { chain: options.chain, set: this.set, signing: rememberSignatures() };
    this.validators = options.validators.map((signer) => {
      const checker = new BlockChecker(options);
      return new Validator<UnsealedBlock>({
        context,
        signer,
        propose: (height) => (this.pending?.header.number === height ? this.pending : undefined),
        isValid: (height, parent, block) => checker.isValid(height, parent, block),
      });
    });
  }

  /** The seals of the next block: those that it was sealed with before, else new ones. Throws LedgerError without a quorum. */
  seal(block: UnsealedBlock, before?: Uint8Array): Uint8Array {
    const final = before === undefined ? this.agree(block) : this.recall(block, before);
    return encodeQuorumSeal(final);
  }

  private recall(block: UnsealedBlock, before: Uint8Array): Final<UnsealedBlock> {
    const { round = 0, seals = [] } = readQuorumSeal(before) ?? {};
    const final = { is: "final", height: block.header.number, round, block, seals } as const;
    for (const validator of this.validators) validator.receive(final);
    if (this.validators.every(({ height }) => height > final.height)) return final;
    throw this.fault(
      `Block ${final.height} of chain ${this.options.chain} is not sealed by a quorum of its validators.`,
    );
  }

  private agree(block: UnsealedBlock): Final<UnsealedBlock> {
    const { header } = block;
    this.pending = block;
    const up = this.validators.filter((_, i) => this.options.isDown?.(i) !== true);
    const under: { readonly to: Validator<UnsealedBlock>; readonly message: Message<UnsealedBlock> }[] = [];
    const send = (from: Validator<UnsealedBlock>, messages: readonly Message<UnsealedBlock>[]): void => {
      for (const message of messages) for (const to of up) if (to !== from) under.push({ to, message });
    };
    // Who was down hears of what it has missed before anything else.
    for (const to of up) {
      for (const final of this.finalsFrom(to.height)) if (to.height === final.height) to.receive(final);
    }
    for (const validator of up) send(validator, validator.start());
    for (let turn = 0; turn <= MOST_TURNS * this.validators.length; turn++) {
      for (let next = under.shift(); next !== undefined; next = under.shift())
        send(next.to, next.to.receive(next.message));
      const final = up.map(({ finals }) => finals[header.number]).find((each) => each !== undefined);
      if (final !== undefined) return final;
      const earliest = Math.min(...up.map(({ round }) => round));
      for (const validator of up) {
        if (validator.round === earliest) send(validator, validator.timeout(header.number, earliest));
      }
    }
    const [all, needed] = [this.validators.length, quorumOf(this.validators.length)];
    throw this.fault(
      `Chain ${this.options.chain} has no quorum: ${up.length} of ${all} validators answer, ${needed} have to agree.`,
    );
  }

  private finalsFrom(height: number): readonly Final<UnsealedBlock>[] {
    const longest = this.validators.reduce((most, each) => (each.height > most.height ? each : most));
    return longest.finals.slice(height);
  }

  private fault(message: string): LedgerError {
    return new LedgerError("no-quorum", this.options.chain, message);
  }
}

/** Looks at blocks for one validator, with the contract as it stands after the last block that was looked at. */
class BlockChecker {
  private readonly options: QuorumOptions;
  private contract: MemoryContract;
  private readonly chain: UnsealedBlock[] = [];

  constructor(options: QuorumOptions) {
    this.options = options;
    this.contract = new MemoryContract(options.authority, options.gateway);
  }

  isValid(height: number, parent: UnsealedBlock | undefined, block: UnsealedBlock): boolean {
    const { header, hash, transactions } = block;
    const isNext = header.number === height && header.parent === (parent?.hash ?? NO_PARENT);
    const isOwn = header.chain === this.options.chain && hashHeader(header) === hash;
    if (!isNext || !isOwn || (parent !== undefined && header.time < parent.header.time)) return false;
    const isDeployment = transactions.length === 1 && isSameValue(transactions[0] ?? "", this.options.deployment);
    if (height === 0 && !isDeployment) return false;
    this.standOn(height, parent);
    this.chain.push(block);
    return checkBlock(this.contract, this.options, block).is === "sound";
  }

  /** Makes the calls of the chain up to the parent again, where another block was looked at last. */
  private standOn(height: number, parent: UnsealedBlock | undefined): void {
    if (this.chain.length === height && this.chain.at(-1)?.hash === parent?.hash) return;
    this.chain.length = height;
    this.contract = new MemoryContract(this.options.authority, this.options.gateway);
    for (const each of this.chain) checkBlock(this.contract, this.options, each);
  }
}

const NO_PARENT: Hash = `0x${"00".repeat(32)}`;
