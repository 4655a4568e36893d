import { RLP } from "@ethereumjs/rlp";
import { hexToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeEvent, type Log } from "./contract/contract-event.ts";
import type { Address, ChainName, Entry, Statement } from "./entry.ts";
import { announce, createGateway, type Gateway, type GatewayVerdict } from "./gateway.ts";
import { type Header, hashBytes, hashHeader, toHash } from "./header.ts";
import { encodeSealedHeader } from "./known-headers.ts";
import type { Block, Ledger, SignedCall } from "./ledger.ts";
import { openLedger } from "./open-ledger.ts";
import { buildOrderedTrie } from "./ordered-trie.ts";
import { decodeReceipt, encodeReceipt } from "./receipt.ts";
import { encodeProof, proveReceipt, readProof } from "./receipt-proof.ts";
import { deriveSigner, digestOf, signHash } from "./signer.ts";

const SEED = new Uint8Array(4);
const [sealer, user, owner, carrier] = ["authority", "user", "owner", "gateway"].map((name) =>
  deriveSigner(SEED, name),
);
if (!sealer || !user || !owner || !carrier) throw new Error("There are four.");

const request: Statement = {
  transfer: digestOf(SEED),
  step: "M1",
  act: "sent",
  from: "user",
  to: "owner",
  record: "",
  digest: digestOf(new Uint8Array(9)),
};

async function openChain(chain: ChainName, engine: "evm" | "memory" = "memory"): Promise<Ledger> {
  const gateway = carrier?.account ?? `0x${"00".repeat(20)}`;
  const authority = sealer ?? deriveSigner(SEED, "authority");
  const ledger = await openLedger({ chain, engine, authority, gateway, clock: () => 1_700_000_000_000 });
  const register = (party: string, account: Address): SignedCall => ({
    by: authority,
    call: { kind: "register-party", party, account, key: digestOf(SEED) },
  });
  await ledger.commit([register("user", user?.account ?? gateway), register("owner", owner?.account ?? gateway)]);
  return ledger;
}

function stateBy(by: SignedCall["by"] | undefined, statement: Statement): SignedCall {
  return { by: by ?? deriveSigner(SEED, "nobody"), call: { kind: "state", ...statement } };
}

function requestNumber(i: number): Statement {
  return { ...request, transfer: digestOf(Uint8Array.of(i)) };
}

interface Scene {
  readonly gateway: Gateway;
  readonly a: Ledger;
  readonly b: Ledger;
  /** The block of chain B in which five requests were registered as sent. */
  readonly block: Block;
}

async function setScene(engine: "evm" | "memory" = "memory"): Promise<Scene> {
  const [a, b] = await Promise.all([openChain("A"), openChain("B", engine)]);
  const block = await b.commit([0, 1, 2, 3, 4].map((i) => stateBy(user, requestNumber(i))));
  const gateway = createGateway([b.identity], new Map([["A", a]]));
  for (const each of b.blocks()) expect(gateway.follow("B", encodeSealedHeader(each)).is).toBe("followed");
  return { gateway, a, b, block };
}

function reasonOf(verdict: GatewayVerdict): string {
  return verdict.is === "rejected" ? verdict.why : verdict.is;
}

function prove(block: Block, index: number): Uint8Array {
  const proof = proveReceipt(block, index);
  if (proof === undefined) throw new Error("The block has that receipt.");
  return proof;
}

/** Follows a block of chain B with this receipt in it, sealed as any other: what a broken or hostile contract leaves. */
async function judgeReceipt(scene: Scene, receipt: Uint8Array): Promise<string> {
  const receipts = [receipt];
  const header: Header = {
    ...scene.block.header,
    number: scene.block.header.number + 1,
    parent: scene.block.hash,
    receiptsRoot: toHash(buildOrderedTrie(receipts).root),
  };
  const hash = hashHeader(header);
  const seal = signHash(hashBytes(hash), sealer ?? deriveSigner(SEED, "authority"));
  expect(scene.gateway.follow("B", encodeSealedHeader({ header, seal })).is).toBe("followed");
  return reasonOf(await scene.gateway.accept("B", prove({ ...scene.block, receipts, hash }, 0)));
}

function logOf(contract: Address, entry: Entry): Log {
  const { topics, data } = encodeEvent({ kind: "stated", ...entry });
  return [hexToBytes(contract.slice(2)), topics, data];
}

function receiptOf(...logs: Log[]): Uint8Array {
  return encodeReceipt({ status: "done", logs }, 0n, new Uint8Array(256));
}

describe("the gateway", () => {
  it.each(["memory", "evm"] as const)(
    "accepts an event of the %s engine with its proof, announces it, once",
    async (engine) => {
      const { gateway, a, b, block } = await setScene(engine);
      const verdict = await gateway.accept("B", prove(block, 3));
      expect(verdict).toEqual({
        is: "accepted",
        event: {
          chain: "B",
          block: block.hash,
          entry: { ...requestNumber(3), speaker: user?.account, sequence: 4 },
          index: 3,
        },
      });
      expect(reasonOf(await gateway.accept("B", prove(block, 3)))).toBe("replayed");
      if (verdict.is !== "accepted") throw new Error("It was.");
      const { outcomes } = await a.commit([
        { by: carrier ?? deriveSigner(SEED, "gateway"), call: announce(verdict.event) },
      ]);
      expect(outcomes[0]).toMatchObject({
        is: "done",
        event: { act: "relayed", transfer: digestOf(Uint8Array.of(3)) },
      });
      const restarted = createGateway([b.identity], new Map([["A", a]]));
      for (const each of b.blocks()) restarted.follow("B", encodeSealedHeader(each));
      expect(reasonOf(await restarted.accept("B", prove(block, 3)))).toBe("replayed");
      expect(reasonOf(await restarted.accept("B", prove(block, 2)))).toBe("accepted");
    },
  );

  it("knows a block only when its chain was followed to it", async () => {
    const { a, b, block } = await setScene();
    const gateway = createGateway([b.identity], new Map([["A", a]]));
    const [first, second] = b.blocks().map(encodeSealedHeader);
    expect(reasonOf(await gateway.accept("B", prove(block, 0)))).toBe("unknown-header");
    expect(gateway.follow("B", second ?? SEED)).toEqual({ is: "rejected", why: "unknown-parent" });
    expect(gateway.follow("A", first ?? SEED)).toEqual({ is: "rejected", why: "other-chain" });
    expect(gateway.follow("B", encodeSealedHeader(a.blocks()[0] ?? block))).toEqual({
      is: "rejected",
      why: "other-chain",
    });
    expect(gateway.follow("B", first ?? SEED).is).toBe("followed");
    const other = await openChain("B", "evm");
    const fork = other.blocks()[1];
    expect(fork && gateway.follow("B", encodeSealedHeader(fork))).toEqual({ is: "rejected", why: "unknown-parent" });
    const header = b.blocks()[1]?.header ?? block.header;
    const seal = signHash(hashBytes(hashHeader(header)), user ?? deriveSigner(SEED, "user"));
    expect(gateway.follow("B", encodeSealedHeader({ header, seal }))).toEqual({ is: "rejected", why: "bad-seal" });
    const jump: Header = { ...header, number: header.number + 1 };
    const sealed = signHash(hashBytes(hashHeader(jump)), sealer ?? deriveSigner(SEED, "authority"));
    const jumped = gateway.follow("B", encodeSealedHeader({ header: jump, seal: sealed }));
    expect(jumped).toEqual({ is: "rejected", why: "unknown-parent" });
    expect(gateway.follow("B", second ?? SEED).is).toBe("followed");
    expect(reasonOf(await gateway.accept("B", prove(block, 0)))).toBe("unknown-header");
  });

  it("refuses a proof of another block, of another index, of an altered receipt", async () => {
    const { gateway, b, block } = await setScene();
    const proof = readProof(prove(block, 1));
    const before = b.blocks()[1];
    if (proof === undefined || before === undefined) throw new Error("There are both.");
    const other = readProof(prove(before, 1));
    const altered = proof.receipt.with(proof.receipt.length - 40, 7);
    const cases: readonly (readonly [Parameters<typeof encodeProof>[0], string])[] = [
      [{ ...proof, block: before.hash }, "wrong-root"],
      [{ ...proof, nodes: other?.nodes ?? [] }, "wrong-root"],
      [{ ...proof, nodes: [] }, "wrong-root"],
      [{ ...proof, block: digestOf(SEED) }, "unknown-header"],
      [{ ...proof, receipt: altered }, "altered-receipt"],
      [{ ...proof, index: 2 }, "altered-receipt"],
      [{ ...proof, index: 77 }, "altered-receipt"],
      [{ ...proof, nodes: proof.nodes.slice(0, 1) }, "altered-receipt"],
      [{ ...proof, nodes: [...proof.nodes, new Uint8Array(40)] }, "malformed-proof"],
      [{ ...proof, nodes: [...proof.nodes, ...proof.nodes] }, "malformed-proof"],
    ];
    for (const [each, why] of cases) expect(reasonOf(await gateway.accept("B", encodeProof(each)))).toBe(why);
    expect(reasonOf(await gateway.accept("relay", encodeProof(proof)))).toBe("unknown-header");
    expect(reasonOf(await gateway.accept("B", encodeProof(proof)))).toBe("accepted");
  });

  it("refuses a seal with a high s, and a header of another time", async () => {
    const { a, b, block } = await setScene();
    const time = block.header.time;
    const judge = (change: Partial<Header>, seal?: Uint8Array): unknown => {
      const gateway = createGateway([b.identity], new Map([["A", a]]), () => time);
      for (const each of b.blocks().slice(0, -1)) gateway.follow("B", encodeSealedHeader(each));
      const header = { ...block.header, ...change };
      const sealed = signHash(hashBytes(hashHeader(header)), sealer ?? deriveSigner(SEED, "authority"));
      const following = gateway.follow("B", encodeSealedHeader({ header, seal: seal ?? sealed }));
      return following.is === "rejected" ? following.why : following.is;
    };
    expect(judge({})).toBe("followed");
    expect(judge({ time: time - 1 })).toBe("bad-time");
    expect(judge({ time: 1 })).toBe("bad-time");
    expect(judge({ time: time + 3_600_000 })).toBe("bad-time");
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const s = BigInt(toHash(block.seal.subarray(32, 64)));
    const high = hexToBytes((order - s).toString(16).padStart(64, "0"));
    const malleated = new Uint8Array([...block.seal.subarray(0, 32), ...high, (block.seal[64] ?? 0) ^ 1]);
    expect(judge({}, malleated)).toBe("bad-seal");
  });

  it("refuses events of other contracts, of other kinds, on other ways", async () => {
    const entry: Entry = { ...requestNumber(9), speaker: `0x${"33".repeat(20)}`, sequence: 1 };
    const { contract } = (await openChain("B")).identity;
    const bad = [logOf(contract, entry)[0], logOf(contract, entry)[1], Uint8Array.of(1)] as const;
    const cases: readonly (readonly [Uint8Array, string])[] = [
      [receiptOf(logOf(contract, entry)), "accepted"],
      [receiptOf(logOf(`0x${"11".repeat(20)}`, entry)), "wrong-contract"],
      [receiptOf([hexToBytes(contract.slice(2)), [digestTopic()], new Uint8Array()]), "wrong-topic"],
      [receiptOf(logOf(contract, { ...entry, act: "received" })), "wrong-topic"],
      [receiptOf(bad), "malformed-event"],
      [receiptOf(logOf(contract, { ...entry, step: "M3" })), "wrong-route"],
      [receiptOf(logOf(contract, { ...entry, step: "M2" })), "wrong-route"],
      [receiptOf(), "no-event"],
      [receiptOf(logOf(contract, entry), logOf(contract, entry)), "no-event"],
      [encodeReceipt({ status: "reverted", logs: [logOf(contract, entry)] }, 0n, new Uint8Array(256)), "no-event"],
      [RLP.encode(["no", "receipt"]), "malformed-receipt"],
    ];
    for (const [receipt, why] of cases) expect(await judgeReceipt(await setScene(), receipt)).toBe(why);
  });

  it("refuses a refused call's receipt, and a party registration", async () => {
    const { gateway, b } = await setScene();
    const block = await b.commit([stateBy(owner, requestNumber(8))]);
    expect(block.outcomes[0]).toEqual({ is: "refused", why: "not-the-party" });
    gateway.follow("B", encodeSealedHeader(block));
    expect(await gateway.accept("B", prove(block, 0))).toEqual({
      is: "rejected",
      why: "no-event",
      sentence: "The transaction was refused by the contract, or told of nothing.",
    });
    const registrations = b.blocks()[1];
    expect(registrations && reasonOf(await gateway.accept("B", prove(registrations, 0)))).toBe("wrong-topic");
    expect(proveReceipt(block, 1)).toBeUndefined();
  });

  it("lets no bytes through, and no exception out, that are not the proof or the header", async () => {
    const { gateway, block } = await setScene();
    const proof = prove(block, 2);
    const sealed = encodeSealedHeader(block);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(proof.length - 1),
        fc.nat(257),
        fc.uint8Array({ maxLength: 200 }),
        async (at, byte, noise) => {
          const mutated =
            byte < 256 ? proof.with(at, byte) : byte === 256 ? proof.subarray(0, at) : [...proof, ...noise];
          const same = mutated.length === proof.length && [...mutated].every((each, i) => each === proof[i]);
          if (!same) expect((await gateway.accept("B", Uint8Array.from(mutated))).is).toBe("rejected");
          expect((await gateway.accept("B", noise)).is).toBe("rejected");
          const header = sealed.with(at % sealed.length, byte % 256);
          const followed = gateway.follow("B", header).is === "followed";
          if (followed) expect([...header.subarray(0, -66)]).toEqual([...sealed.subarray(0, -66)]);
          expect(gateway.follow("B", noise).is).toBe("rejected");
        },
      ),
    );
    expect(reasonOf(await gateway.accept("B", proof))).toBe("accepted");
  });
});

describe("receipts", () => {
  it("are read only as they are written", () => {
    const receipt = receiptOf(
      logOf(`0x${"22".repeat(20)}`, { ...request, speaker: `0x${"33".repeat(20)}`, sequence: 3 }),
    );
    expect(decodeReceipt(receipt)?.logs.length).toBe(1);
    const bloom = new Uint8Array(256);
    expect(decodeReceipt(RLP.encode([1, 0, bloom, []]))).toEqual({ status: "done", logs: [] });
    expect(decodeReceipt(RLP.encode([2, 0, bloom, []]))).toBeUndefined();
    expect(decodeReceipt(RLP.encode([1, Uint8Array.of(0, 5), bloom, []]))).toBeUndefined();
    expect(decodeReceipt(RLP.encode([1, 0, bloom, [], []]))).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(receipt.length - 1), fc.nat(255), fc.uint8Array({ maxLength: 100 }), (at, byte, noise) => {
        const read = decodeReceipt(receipt.with(at, byte));
        expect(read === undefined || typeof read.status === "string").toBe(true);
        expect(decodeReceipt(noise)).toBeUndefined();
        expect(decodeReceipt(receipt.subarray(0, at))).toBeUndefined();
      }),
    );
  });
});

function digestTopic(): Uint8Array {
  return hexToBytes(digestOf(SEED).slice(2));
}
