/**
 * Opens a chain: replays its log, if it has one, or makes its first block; then seals a block for every commit.
 *
 * A block counts when its line is in the log. A chain that could not write its line stops, because its state is ahead of
 * its log; opened again, it stands where its log ends. Replaying runs every transaction again and compares the hash
 * that each line ends with, so a log that was changed anywhere is refused with the number of the block.
 */
import type { BlockLog } from "./block-log.ts";
import { createMemoryLog } from "./block-log.ts";
import type { Engine } from "./engine.ts";
import { type Address, ACTS, type ChainName, type Entry, type Hash, STEPS } from "./entry.ts";
import { hashBytes, hashHeader, type Header, toHash } from "./header.ts";
import { type Block, type Ledger, LedgerError, type SignedCall } from "./ledger.ts";
import { type LogLine, readLogLine, writeLogLine } from "./log-line.ts";
import { createMemoryEngine } from "./memory-engine.ts";
import { buildOrderedTrie } from "./ordered-trie.ts";
import { signHash, type Signer } from "./signer.ts";

/** Options of making a chain. */
export interface LedgerOptions {
  readonly chain: ChainName;
  readonly engine: "evm" | "memory";
  /** The hospital, or whoever runs the relay chain: makes the contract, admits parties, seals blocks. */
  readonly authority: Signer;
  /** The account of the cross-chain gateway. */
  readonly gateway: Address;
  /** The time, milliseconds since 1970; blocks carry it. */
  readonly clock: () => number;
  /** Without one, the chain lasts as long as the process. */
  readonly log?: BlockLog;
}

const NO_PARENT: Hash = `0x${"00".repeat(32)}`;

/** Opens a chain. Rejects with LedgerError where its log cannot be read, is damaged, or is another chain's. */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { chain, authority, gateway, clock, log = createMemoryLog() } = options;
  const engine = await createEngine(options);
  const blocks: Block[] = [];
  let stopped: string | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  async function makeBlock(transactions: readonly Uint8Array[], time: number): Promise<Block> {
    const { receipts, outcomes, stateRoot } = await engine.execute(transactions);
    const header: Header = {
      chain,
      number: blocks.length,
      parent: blocks.at(-1)?.hash ?? NO_PARENT,
      time,
      stateRoot,
      transactionsRoot: toHash(buildOrderedTrie(transactions).root),
      receiptsRoot: toHash(buildOrderedTrie(receipts).root),
    };
    const hash = hashHeader(header);
    return { header, hash, seal: signHash(hashBytes(hash), authority), transactions, receipts, outcomes };
  }

  /** Runs one thing after the other; what fails half-way stops the chain. */
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = queue.then(() => {
      if (stopped !== undefined) throw new LedgerError("stopped", chain, stopped);
      return run();
    });
    queue = result.catch(() => undefined);
    return result;
  }

  async function addBlock(transactions: readonly Uint8Array[]): Promise<Block> {
    try {
      const block = await makeBlock(transactions, clock());
      await log.append(
        writeLogLine({ chain, number: blocks.length, time: block.header.time, transactions, hash: block.hash }),
        chain,
      );
      blocks.push(block);
      return block;
    } catch (error) {
      stopped = `Chain ${chain} has stopped, because its last block could not be kept; open it again to go on.`;
      throw error;
    }
  }

  async function replay(line: LogLine): Promise<void> {
    const block = await makeBlock(line.transactions, line.time).catch(() => undefined);
    const isFirst = blocks.length === 0;
    if (isFirst && toHex(line.transactions) !== toHex([engine.deployment()])) throw otherChain(options, log);
    if (block?.hash !== line.hash) throw damaged(chain, log, blocks.length);
    blocks.push(block);
  }

  for (const [number, text] of (await log.read(chain)).entries()) {
    const line = readLogLine(text);
    if (line === undefined || line.number !== number) throw damaged(chain, log, number);
    if (line.chain !== chain) throw otherChain(options, log);
    await replay(line);
  }
  const first = blocks[0] ?? (await addBlock([engine.deployment()]));

  return {
    chain,
    identity: { chain, genesis: first.hash, sealer: authority.account, gateway, contract: engine.contract },
    commit: (calls: readonly SignedCall[]) => inTurn(async () => addBlock(await engine.sign(calls))),
    submit: (transactions) => inTurn(() => addBlock(transactions)),
    nonceOf: (account) => inTurn(() => engine.nonceOf(account)),
    blocks: () => [...blocks],
    readBlocks: (from) => Promise.resolve(blocks.slice(from)),
    partyOf: (name) => inTurn(() => engine.partyOf(name)),
    listingOf: (record) => inTurn(() => engine.listingOf(record)),
    mayRead: (record, reader, at) => inTurn(() => engine.mayRead(record, reader, at)),
    consentOf: (record, reader) => inTurn(() => engine.consentOf(record, reader)),
    entriesOf: (transfer) => inTurn(() => collectEntries(engine, transfer)),
    stop: async () => {
      await queue;
      stopped ??= `Chain ${chain} was stopped; open it again to go on.`;
    },
  };
}

async function createEngine({ engine, chain, authority, gateway }: LedgerOptions): Promise<Engine> {
  switch (engine) {
    case "memory":
      return createMemoryEngine(chain, authority.account, gateway);
    case "evm": // loaded when asked for: an EVM takes most of a second to load
      return (await import("./evm-engine.ts")).createEvmEngine(chain, authority, gateway);
  }
}

async function collectEntries(engine: Engine, transfer: Hash): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const step of STEPS) {
    for (const act of ACTS) {
      entries.push(...(await engine.entriesOf(transfer, step, act)));
    }
  }
  return entries;
}

function toHex(transactions: readonly Uint8Array[]): string {
  return transactions.map((bytes) => toHash(bytes)).join();
}

function damaged(chain: ChainName, log: BlockLog, number: number): LedgerError {
  const message = `Chain ${chain}: block ${number} in ${log.name} is not what it was; restore the file from a copy.`;
  return new LedgerError("damaged-log", chain, message);
}

function otherChain({ chain, engine }: LedgerOptions, log: BlockLog): LedgerError {
  const message = `${log.name} is not of this chain ${chain} (engine ${engine}): it was made by another authority, gateway or engine.`;
  return new LedgerError("other-chain", chain, message);
}
