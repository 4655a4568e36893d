/**
 * The engine of a chain whose contract is on a node of Ethereum's kind: calls are made there, and what came of them is taken
 * from blocks that prove themselves. Our blocks, above, are those of the chain: the node's order and times are its own.
 */
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { type AbiValue, decodeAbi, encodeAbi, encodeWord } from "../contract/abi.ts";
import { readArtefact } from "../contract/artefact.ts";
import { decodeRefusal, encodeCall, type View } from "../contract/contract-call.ts";
import { decodeEvent } from "../contract/contract-event.ts";
import { askViews } from "../contract/ask-views.ts";
import type { Engine, Execution } from "../engine.ts";
import type { Address, ChainName, Hash } from "../entry.ts";
import {
  CHAIN_NUMBERS,
  GAS_LIMIT,
  GAS_PRICE,
  readEvmTransaction,
  signEvmCall,
  signEvmDeployment,
} from "../evm-transaction.ts";
import { toHash } from "../header.ts";
import { LedgerError, type Outcome } from "../ledger.ts";
import { contractOf } from "../memory-engine.ts";
import type { Signer } from "../signer.ts";
import { type AskNode, NodeRefusal } from "./json-rpc.ts";
import {
  areReceiptsOf,
  type NodeBlock,
  type NodeReceipt,
  readNodeBlock,
  readNodeReceipt,
  toNode,
} from "./node-block.ts";

/** Options of the engine. */
export interface NodeEngineOptions {
  readonly chain: ChainName;
  readonly authority: Signer;
  readonly gateway: Address;
  readonly ask: AskNode;
  /** Waits before a node is asked again, milliseconds. */
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/** How often a receipt is asked for, and how long in between. */
const MOST_LOOKS = 120;
const PAUSE = 250;

/** Opens the engine. Rejects with LedgerError for a node of another chain. */
export async function openNodeEngine(options: NodeEngineOptions): Promise<Engine> {
  const { chain, authority, gateway, ask } = options;
  const contract = contractOf(authority.account);
  const fault = (what: string): LedgerError =>
    new LedgerError("bad-node", chain, `The node of chain ${chain} ${what}.`);
  const number = await ask("eth_chainId", []);
  if (readNumber(number) !== CHAIN_NUMBERS[chain]) {
    throw fault(`is of another chain: it has the number ${String(number).slice(0, 40)}, not ${CHAIN_NUMBERS[chain]}`);
  }

  async function nonceOf(account: Address): Promise<number> {
    return (
      readNumber(await ask("eth_getTransactionCount", [account, "latest"])) ??
      Promise.reject(fault("counts in no numbers"))
    );
  }

  async function run(transaction: Uint8Array): Promise<{ readonly receipt: NodeReceipt; readonly block: NodeBlock }> {
    const hash = toHash(keccak_256(transaction));
    // After a crash, the node may have it already.
    if ((await ask("eth_getTransactionReceipt", [hash])) === null) await send(transaction);
    for (let look = 0; look < MOST_LOOKS; look++) {
      const answer = await ask("eth_getTransactionReceipt", [hash]);
      if (answer !== null) return prove(hash, answer);
      await (options.pause ?? sleep)(PAUSE);
    }
    throw fault("has taken a transaction, and does not put it into a block");
  }

  async function send(transaction: Uint8Array): Promise<void> {
    const sender = readEvmTransaction(chain, contract, transaction)?.sender ?? authority.account;
    await fund(sender);
    try {
      await ask("eth_sendRawTransaction", [toNode(transaction)]);
    } catch (error) {
      if (!(error instanceof NodeRefusal) || !/already known|already imported/iu.test(error.message)) throw error;
    }
  }

  /** Nobody pays on a chain of a consortium; on a node for development, its own account does. */
  async function fund(account: Address): Promise<void> {
    const balance = await ask("eth_getBalance", [account, "latest"]);
    const needed = GAS_LIMIT * GAS_PRICE;
    if (typeof balance === "string" && BigInt(balance) >= needed) return;
    const [rich] = ((await ask("eth_accounts", [])) ?? []) as readonly unknown[];
    if (typeof rich !== "string") throw fault(`has nothing for ${account}: give that account ${needed} wei`);
    const value = `0x${(needed * 1000n).toString(16)}`;
    await ask("eth_sendTransaction", [{ from: rich, to: account, value }]);
  }

  /** The block of a receipt, with the receipts of all of it. */
  async function prove(
    hash: Hash,
    answer: unknown,
  ): Promise<{ readonly receipt: NodeReceipt; readonly block: NodeBlock }> {
    const told = readNodeReceipt(answer);
    if (told?.transaction !== hash) throw fault("gives the receipt of another transaction");
    const block = readNodeBlock(await ask("eth_getBlockByHash", [told.block, false]));
    if (block?.hash !== told.block) throw fault("gives a block that does not have the hash that it is called by");
    const receipts = await Promise.all(
      block.transactions.map(async (each) => readNodeReceipt(await ask("eth_getTransactionReceipt", [each]))),
    );
    const read = receipts.flatMap((each) => each ?? []);
    const receipt = read.find(({ transaction }) => transaction === hash);
    if (!areReceiptsOf(block, read) || receipt === undefined)
      throw fault("gives receipts that are not those of the block");
    return { receipt, block };
  }

  async function outcomeOf({ isDone, logs }: NodeReceipt, transaction: Uint8Array): Promise<Outcome | undefined> {
    const read = readEvmTransaction(chain, contract, transaction);
    if (read?.call === undefined) return undefined;
    const event = logs[0] === undefined ? "wrong-topic" : decodeEvent(logs[0]);
    if (isDone && typeof event !== "string") return { is: "done", event };
    return { is: "refused", why: decodeRefusal(await askWhy(read.sender, encodeCall(read.call))) };
  }

  /** A node tells why a call is refused when it is only tried. */
  async function askWhy(from: Address, data: Uint8Array): Promise<Uint8Array> {
    try {
      await ask("eth_call", [{ from, to: contract, data: toNode(data) }, "latest"]);
      return new Uint8Array();
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      return /^0x([0-9a-f]{2})*$/u.test(error.data) ? hexToBytes(error.data.slice(2)) : new Uint8Array();
    }
  }

  async function askView(view: View, values: readonly AbiValue[]): Promise<readonly AbiValue[]> {
    const data = toNode(concatBytes(view.selector, encodeAbi(view.takes, values)));
    const answer = await ask("eth_call", [{ to: contract, data }, "latest"]);
    const isBytes = typeof answer === "string" && /^0x([0-9a-f]{2})*$/u.test(answer);
    return (
      (isBytes ? decodeAbi(view.gives, hexToBytes(answer.slice(2))) : undefined) ??
      Promise.reject(fault("answers for the contract what cannot be read"))
    );
  }

  return {
    contract,
    deployment: () => {
      const code = concatBytes(hexToBytes(readArtefact().bytecode), encodeWord("address", gateway));
      return signEvmDeployment(chain, code, authority);
    },
    nonceOf,
    sign: async (calls) => {
      const nonces = new Map<Address, number>();
      const signed: Uint8Array[] = [];
      for (const { by, call } of calls) {
        const nonce = nonces.get(by.account) ?? (await nonceOf(by.account));
        nonces.set(by.account, nonce + 1);
        signed.push(signEvmCall({ chain, contract, nonce, call }, by));
      }
      return signed;
    },
    execute: async (transactions): Promise<Execution> => {
      const receipts: Uint8Array[] = [];
      const outcomes: Outcome[] = [];
      let stateRoot: Hash = `0x${bytesToHex(new Uint8Array(32))}`;
      for (const transaction of transactions) {
        const { receipt, block } = await run(transaction);
        receipts.push(receipt.plain);
        const outcome = await outcomeOf(receipt, transaction);
        if (outcome !== undefined) outcomes.push(outcome);
        stateRoot = block.stateRoot;
      }
      return { receipts, outcomes, stateRoot };
    },
    ...askViews(askView),
  };
}

function readNumber(answer: unknown): number | undefined {
  return typeof answer === "string" && /^0x[0-9a-fA-F]{1,13}$/u.test(answer) ? Number(answer) : undefined;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
