/**
 * A chain on a node: the engine against ethereumjs behind a JSON-RPC server of this test, and against servers that answer wrong.
 */
import { createServer, type Server } from "node:http";
import { createBlock } from "@ethereumjs/block";
import { createCustomCommon, Hardfork, Mainnet } from "@ethereumjs/common";
import { createTxFromRLP, type TypedTransaction } from "@ethereumjs/tx";
import { createAccount, createAddressFromString } from "@ethereumjs/util";
import { buildBlock, createVM, type VM } from "@ethereumjs/vm";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { afterEach, describe, expect, it } from "vitest";
import { createMemoryLog } from "../block-log.ts";
import { CHAIN_NUMBERS } from "../evm-transaction.ts";
import { createGateway } from "../gateway.ts";
import { encodeSealedHeader } from "../known-headers.ts";
import type { Ledger } from "../ledger.ts";
import { openLedger } from "../open-ledger.ts";
import { proveReceipt } from "../receipt-proof.ts";
import { deriveSigner } from "../signer.ts";
import { openNode } from "./json-rpc.ts";

const seed = new Uint8Array(32).fill(7);
const authority = deriveSigner(seed, "hospital-a");
const owner = deriveSigner(seed, "owner");
const gateway = deriveSigner(seed, "gateway");

const hex = (bytes: Uint8Array): string => `0x${bytesToHex(bytes)}`;
const quantity = (value: number | bigint): string => `0x${value.toString(16)}`;
type Params = readonly unknown[];

/** A node that makes a block of every transaction. */
class TestNode {
  private readonly blocks = new Map<string, Record<string, unknown>>();
  private readonly receipts = new Map<string, Record<string, unknown>>();
  private readonly vm: VM;
  private parent: ReturnType<typeof createBlock>;

  private constructor(vm: VM) {
    this.vm = vm;
    this.parent = createBlock({ header: { gasLimit: 30_000_000n, baseFeePerGas: 1n } }, { common: vm.common });
  }

  static async open(chain: "A" | "B"): Promise<TestNode> {
    const common = createCustomCommon({ chainId: CHAIN_NUMBERS[chain] }, Mainnet, { hardfork: Hardfork.Shanghai });
    return new TestNode(await createVM({ common }));
  }

  async answer(method: string, params: Params): Promise<unknown> {
    const account = async (): Promise<{ nonce: bigint; balance: bigint }> =>
      (await this.vm.stateManager.getAccount(createAddressFromString(String(params[0])))) ?? { nonce: 0n, balance: 0n };
    switch (method) {
      case "eth_chainId":
        return quantity(this.vm.common.chainId());
      case "eth_getTransactionCount":
        return quantity((await account()).nonce);
      case "eth_getBalance":
        return quantity((await account()).balance);
      case "eth_accounts":
        return [`0x${"ee".repeat(20)}`];
      case "eth_sendTransaction": {
        const { to, value } = params[0] as { to: string; value: string };
        const known = await this.vm.stateManager.getAccount(createAddressFromString(to));
        const funded = createAccount({ nonce: known?.nonce ?? 0n, balance: (known?.balance ?? 0n) + BigInt(value) });
        await this.vm.stateManager.putAccount(createAddressFromString(to), funded);
        return `0x${"00".repeat(32)}`;
      }
      case "eth_sendRawTransaction":
        return this.mine(createTxFromRLP(hexToBytes(String(params[0]).slice(2)), { common: this.vm.common }));
      case "eth_getTransactionReceipt":
        return this.receipts.get(String(params[0])) ?? null;
      case "eth_getBlockByHash":
        return this.blocks.get(String(params[0])) ?? null;
      case "eth_call": {
        const { from, to, data } = params[0] as { from?: string; to: string; data: string };
        await this.vm.stateManager.checkpoint();
        const { execResult } = await this.vm.evm.runCall({
          to: createAddressFromString(to),
          data: hexToBytes(data.slice(2)),
          ...(from === undefined
            ? {}
            : { caller: createAddressFromString(from), origin: createAddressFromString(from) }),
        });
        await this.vm.stateManager.revert();
        if (execResult.exceptionError !== undefined) {
          throw Object.assign(new Error("execution reverted"), { data: hex(execResult.returnValue) });
        }
        return hex(execResult.returnValue);
      }
      default:
        throw new Error(`the method ${method} does not exist`);
    }
  }

  private async mine(transaction: TypedTransaction): Promise<string> {
    const builder = await buildBlock(this.vm, {
      parentBlock: this.parent,
      headerData: { gasLimit: 30_000_000n, baseFeePerGas: 1n, timestamp: this.parent.header.timestamp + 1n },
      blockOpts: { putBlockIntoBlockchain: false },
    });
    const { receipt } = await builder.addTransaction(transaction);
    const { block } = await builder.build();
    this.parent = block;
    const json = block.header.toJSON();
    const [hash, own] = [hex(transaction.hash()), hex(block.hash())];
    this.blocks.set(own, {
      ...json,
      hash: own,
      sha3Uncles: json.uncleHash,
      miner: json.coinbase,
      transactionsRoot: json.transactionsTrie,
      receiptsRoot: json.receiptTrie,
      transactions: [hash],
    });
    this.receipts.set(hash, {
      transactionHash: hash,
      blockHash: own,
      type: "0x0",
      status: "status" in receipt ? quantity(receipt.status) : "0x1",
      cumulativeGasUsed: quantity(receipt.cumulativeBlockGasUsed),
      logsBloom: hex(receipt.bitvector),
      logs: receipt.logs.map(([address, topics, data]) => ({
        address: hex(address),
        topics: topics.map(hex),
        data: hex(data),
      })),
    });
    return hash;
  }
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Serves a node; `change` may replace the text and the status of an answer. */
async function serve(
  node: TestNode,
  change: (
    method: string,
    answer: Record<string, unknown>,
  ) => { text?: string; status?: number } | "silence" = () => ({}),
): Promise<string> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (text: Buffer) => (body += text.toString()));
    request.on("end", () => {
      const { id, method, params } = JSON.parse(body) as { id: number; method: string; params: Params };
      const reply = (answer: Record<string, unknown>): void => {
        const changed = change(method, answer);
        if (changed === "silence") return;
        response.writeHead(changed.status ?? 200).end(changed.text ?? JSON.stringify(answer));
      };
      node.answer(method, params).then(
        (result) => reply({ jsonrpc: "2.0", id, result }),
        (error: Error & { data?: string }) =>
          reply({ jsonrpc: "2.0", id, error: { code: 3, message: error.message, data: error.data } }),
      );
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

const digest = `0x${"22".repeat(32)}` as const;
const transfer = `0x${"33".repeat(32)}` as const;

async function openOn(node: string, log = createMemoryLog()): Promise<Ledger> {
  return openLedger({ chain: "A", engine: { node }, authority, gateway: gateway.account, clock: () => 5, log });
}

/** Some calls, of which the last is refused; what came of them. */
async function work(ledger: Ledger): Promise<readonly unknown[]> {
  const admit = { kind: "register-party", party: "owner", account: owner.account, key: digest } as const;
  const list = { kind: "list-record", record: "r1", owner: "owner", address: "bafy" } as const;
  const state = {
    kind: "state",
    transfer,
    step: "M2",
    act: "sent",
    from: "owner",
    to: "hospital-a",
    record: "r1",
    digest,
  } as const;
  const outcomes: unknown[] = [];
  for (const [by, call] of [
    [authority, admit],
    [authority, list],
    [owner, state],
    [owner, state],
    [gateway, admit],
  ] as const) {
    outcomes.push(...(await ledger.commit([{ by, call }])).outcomes);
  }
  return [
    outcomes,
    await ledger.partyOf("owner"),
    await ledger.listingOf("r1"),
    await ledger.entriesOf(transfer),
    await ledger.mayRead("r1", "reader", 5),
    await ledger.consentOf("r1", "reader"),
  ];
}

describe("a chain on a node", () => {
  it("does what one in this process does, proves it to the gateway, and is the same when it is opened again", async () => {
    const address = await serve(await TestNode.open("A"));
    const log = createMemoryLog();
    const ledger = await openOn(address, log);
    const rules = await openLedger({
      chain: "A",
      engine: "memory",
      authority,
      gateway: gateway.account,
      clock: () => 5,
    });
    expect(await work(ledger)).toEqual(await work(rules));
    const stranger = createGateway([ledger.identity], new Map());
    for (const block of ledger.blocks()) expect(stranger.follow("A", encodeSealedHeader(block)).is).toBe("followed");
    const block = ledger.blocks()[3];
    if (block === undefined) throw new Error("no block");
    // The step goes to no other chain, and that is what the gateway says once it believes the proof.
    expect(await stranger.accept("A", proveReceipt(block, 0) ?? seed)).toMatchObject({
      is: "rejected",
      why: "wrong-route",
    });
    expect((await openOn(address, log)).blocks()).toEqual(ledger.blocks());
  });

  const breaking = async (
    method: string,
    change: (answer: Record<string, unknown>) => { text?: string; status?: number },
  ) => openOn(await serve(await TestNode.open("A"), (asked, answer) => (asked === method ? change(answer) : {})));
  const replaced = (answer: Record<string, unknown>, fields: object): { text: string } => ({
    text: JSON.stringify({ ...answer, ...fields }),
  });
  const altered = (answer: Record<string, unknown>, fields: object): { text: string } =>
    replaced(answer, answer["result"] === null ? {} : { result: { ...(answer["result"] as object), ...fields } });

  it.each([
    [
      "an error",
      "eth_chainId",
      (a: Record<string, unknown>) =>
        replaced(a, { result: undefined, error: { code: -32601, message: "no\u001b[2J" } }),
      /refuses eth_chainId: no/,
    ],
    [
      "another question's answer",
      "eth_chainId",
      (a: Record<string, unknown>) => replaced(a, { id: 99 }),
      /answers another question than eth_chainId/,
    ],
    ["no JSON", "eth_chainId", () => ({ text: "<html>" }), /what is no JSON-RPC/],
    ["a list", "eth_chainId", () => ({ text: "[1]" }), /what is no JSON-RPC/],
    [
      "nothing",
      "eth_chainId",
      (a: Record<string, unknown>) => replaced(a, { result: undefined }),
      /answers eth_chainId with nothing/,
    ],
    ["HTTP 500", "eth_chainId", () => ({ status: 500, text: "" }), /HTTP status 500/],
    [
      "another chain's number",
      "eth_chainId",
      (a: Record<string, unknown>) => replaced(a, { result: "0x1" }),
      /of another chain: it has the number 0x1/,
    ],
    [
      "a number that is none",
      "eth_chainId",
      (a: Record<string, unknown>) => replaced(a, { result: 910_001 }),
      /of another chain/,
    ],
    [
      "a block that does not hash to its hash",
      "eth_getBlockByHash",
      (a: Record<string, unknown>) => altered(a, { gasUsed: "0x1" }),
      /does not have the hash that it is called by/,
    ],
    [
      "no block",
      "eth_getBlockByHash",
      (a: Record<string, unknown>) => replaced(a, { result: null }),
      /does not have the hash/,
    ],
    [
      "a block with another transaction",
      "eth_getBlockByHash",
      (a: Record<string, unknown>) => altered(a, { transactions: [digest] }),
      /receipts that are not those of the block/,
    ],
    [
      "a receipt of another block",
      "eth_getTransactionReceipt",
      (a: Record<string, unknown>) => altered(a, { blockHash: digest }),
      /does not have the hash/,
    ],
    [
      "a receipt of another transaction",
      "eth_getTransactionReceipt",
      (a: Record<string, unknown>) => altered(a, { transactionHash: digest }),
      /receipt of another transaction/,
    ],
    [
      "a receipt that was altered",
      "eth_getTransactionReceipt",
      (a: Record<string, unknown>) => altered(a, { cumulativeGasUsed: "0x5" }),
      /receipts that are not those of the block/,
    ],
    [
      "a receipt that cannot be read",
      "eth_getTransactionReceipt",
      (a: Record<string, unknown>) => altered(a, { logs: 5 }),
      /receipt of another transaction/,
    ],
  ] as const)("is not opened on a node that answers with %s", async (_, method, change, said) => {
    const message = expect.stringMatching(said) as unknown;
    await expect(breaking(method, change)).rejects.toMatchObject({ kind: "bad-node", part: "ledger", message });
  });

  it("believes no receipt of another chain", async () => {
    // The same deployment on another node, whose blocks are other ones.
    const other = await TestNode.open("A");
    await openOn(await serve(other));
    const seen: unknown[] = [];
    await openOn(
      await serve(other, (method, answer) => {
        if (method === "eth_getTransactionReceipt") seen.push(answer["result"]);
        return {};
      }),
    );
    const ledger = breaking("eth_getTransactionReceipt", (answer) =>
      replaced(answer, { result: { ...(seen.at(-1) as object), cumulativeGasUsed: "0x7" } }),
    );
    await expect(ledger).rejects.toThrow(/does not have the hash|not those of the block/);
  });

  it("does not wait for a node without end, and goes nowhere in the clear", async () => {
    const silent = await serve(await TestNode.open("A"), () => "silence");
    await expect(openNode("A", silent, 100)("eth_chainId", [])).rejects.toThrow(/does not answer within 0.1 s/);
    await expect(openNode("A", "http://127.0.0.1:1")("eth_chainId", [])).rejects.toThrow(/cannot be reached/);
    for (const address of ["http://example.org:8545", "ftp://127.0.0.1", "node"]) {
      expect(() => openNode("A", address)).toThrow(/is no address of a node/);
    }
  });
});
