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
import { Quorum } from "./quorum/quorum.ts";
import { signHash, type Signer } from "./signer.ts";

/** Options of making a chain. */
export interface LedgerOptions {
  readonly chain: ChainName;
  /** In this process, by an EVM or by the rules; or on a node that speaks JSON-RPC at this address. */
  readonly engine: "evm" | "memory" | { readonly node: string };
  /** The hospital, or whoever runs the relay chain: makes the contract, admits parties, seals blocks. */
  readonly authority: Signer;
  /** Seal the blocks instead, a quorum of them each; at least four. */
  readonly validators?: readonly Signer[];
  /** True for a validator, by its number, that does not answer; absent: all answer. */
  readonly isDown?: (validator: number) => boolean;
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

  const quorum = openQuorum(options, engine);

  async function makeBlock(transactions: readonly Uint8Array[], time: number, sealed?: Uint8Array): Promise<Block> {
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
    const block = { header, hash, transactions, receipts, outcomes };
    const seal = quorum === undefined ? signHash(hashBytes(hash), authority) : quorum.seal(block, sealed);
    return { ...block, seal };
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
      const { hash, seal } = block;
      const line = { chain, number: blocks.length, time: block.header.time, transactions, hash };
      await log.append(writeLogLine(quorum === undefined ? line : { ...line, seal }), chain);
      blocks.push(block);
      return block;
    } catch (error) {
      stopped = `Chain ${chain} has stopped, because its last block could not be kept; open it again to go on.`;
      throw error;
    }
  }

  async function replay(line: LogLine): Promise<void> {
    if ((line.seal === undefined) !== (quorum === undefined)) throw otherChain(options, log);
    const block = await makeBlock(line.transactions, line.time, line.seal).catch(() => undefined);
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
    identity: {
      ...{ chain, genesis: first.hash, sealer: authority.account, gateway, contract: engine.contract },
      ...(quorum === undefined ? {} : { validators: quorum.set }),
    },
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

function openQuorum({ chain, authority, gateway, validators, isDown }: LedgerOptions, engine: Engine) {
  if (validators === undefined) return undefined;
  const { contract } = engine;
  const makers = { authority: authority.account, gateway, contract, deployment: engine.deployment() };
  return new Quorum({ chain, validators, ...makers, ...(isDown === undefined ? {} : { isDown }) });
}

async function createEngine({ engine, chain, authority, gateway }: LedgerOptions): Promise<Engine> {
  if (typeof engine === "object") {
    const [{ openNode }, { openNodeEngine }] = await Promise.all([
      import("./node/json-rpc.ts"),
      import("./node/node-engine.ts"),
    ]);
    return openNodeEngine({ chain, authority, gateway, ask: openNode(chain, engine.node) });
  }
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
  const message = `${log.name} is not of this chain ${chain} (engine ${typeof engine === "object" ? "node" : engine}): it was made by another authority, gateway or engine, or by other validators.`;
  return new LedgerError("other-chain", chain, message);
}
