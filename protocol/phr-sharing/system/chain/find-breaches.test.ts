/**
 * Proofs against a sealer: two histories, and blocks that result from nobody's calls. Missing entries prove nothing.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { audit } from "./auditor.ts";
import { UNNAMED } from "./blame.ts";
import { findBreaches } from "./find-breaches.ts";
import { hashBytes, hashHeader, type Header } from "./header.ts";
import { encodeSealedHeader, type FollowedHeader } from "./known-headers.ts";
import type { Block, Ledger } from "./ledger.ts";
import { openLedger } from "./open-ledger.ts";
import { type History, readHistory } from "./read-history.ts";
import { deriveSigner, digestOf, signHash } from "./signer.ts";

const SEED = new TextEncoder().encode("breaches");
const sealer = deriveSigner(SEED, "sealer");
const gateway = deriveSigner(SEED, "gateway");
const stranger = deriveSigner(SEED, "stranger");
const KEY = digestOf(new Uint8Array());

let ledger: Ledger;
let history: History;

beforeAll(async () => {
  let time = 1_000;
  ledger = await openLedger({
    chain: "A",
    engine: "memory",
    authority: sealer,
    gateway: gateway.account,
    clock: () => (time += 1_000),
  });
  for (const party of ["one", "two", "three"]) {
    const { account } = deriveSigner(SEED, party);
    await ledger.commit([{ by: sealer, call: { kind: "register-party", party, account, key: KEY } }]);
  }
  history = readHistory(ledger.identity, ledger.blocks());
});

function blockAt(number: number): Block {
  const block = ledger.blocks()[number];
  if (block === undefined) throw new Error(`blockAt: there is no block ${number}`);
  return block;
}

function sealHeader(change: Partial<Header>, at: number, by = sealer): FollowedHeader {
  const header = { ...blockAt(at).header, ...change };
  return { chain: "A", sealed: encodeSealedHeader({ header, seal: signHash(hashBytes(hashHeader(header)), by) }) };
}

const followedAll = (): FollowedHeader[] =>
  ledger.blocks().map((block) => ({ chain: "A", sealed: encodeSealedHeader(block) }));

describe("breaches of a sealer", () => {
  it("are none in an honest history, whoever followed it", () => {
    expect(findBreaches([history], followedAll())).toEqual({ breaches: [], hidden: [] });
  });

  it("are a second block of one height that it has sealed, once, and tell that the history is not the only one", () => {
    const second = sealHeader({ time: blockAt(2).header.time + 1 }, 2);
    const third = sealHeader({ time: blockAt(2).header.time + 2 }, 2);
    const { breaches, hidden } = findBreaches([history], [...followedAll(), second, third]);
    expect(breaches).toEqual([
      {
        chain: "A",
        block: 2,
        blame: { is: "proved", against: UNNAMED.sealers.A },
        sentence: "Chain A has two blocks of number 2, both sealed. This is proved against the sealer of chain A.",
      },
    ]);
    expect(hidden).toEqual(breaches.map(({ sentence }) => sentence));
  });

  it("name who seals the chain, where that is known", () => {
    const operators = { gateway: "gateway", sealers: { ...UNNAMED.sealers, A: "hospital-a" } };
    const { breaches } = findBreaches([history], [sealHeader({ time: 1 }, 3)], operators);
    expect(breaches.map(({ blame }) => blame)).toEqual([{ is: "proved", against: "hospital-a" }]);
  });

  it("are not what a stranger sealed, what says of itself that it is another chain's, or what is no header", () => {
    const junk: FollowedHeader = { chain: "A", sealed: Uint8Array.of(1, 2, 3) };
    const others = [sealHeader({ time: 1 }, 2, stranger), sealHeader({ chain: "B" }, 2), junk];
    expect(findBreaches([history], others)).toEqual({ breaches: [], hidden: [] });
  });

  it("are not the other chains'", () => {
    const elsewhere = { ...sealHeader({ time: 1 }, 2), chain: "B" as const };
    expect(findBreaches([history], [elsewhere])).toEqual({ breaches: [], hidden: [] });
  });

  it("are not a history that ends too early, which only hides something", () => {
    const short = readHistory(ledger.identity, ledger.blocks().slice(0, 3));
    expect(findBreaches([short], followedAll())).toEqual({
      breaches: [],
      hidden: ["The history of chain A ends before block 3, which its sealer has sealed."],
    });
  });

  it("are a sealed block that nobody's calls give, and not one that was changed on the way", () => {
    const blocks = ledger.blocks();
    const changed = readHistory(
      ledger.identity,
      blocks.map((block, i) => (i === 2 ? { ...block, receipts: [] } : block)),
    );
    expect(changed).toMatchObject({ is: "rejected", isSealed: false });
    expect(findBreaches([changed], [])).toEqual({ breaches: [], hidden: [] });
    const sealed: History = { is: "rejected", chain: "A", block: 2, isSealed: true, sentence: "Block 2 is made up." };
    expect(findBreaches([sealed], [])).toMatchObject({
      breaches: [
        { block: 2, blame: { is: "proved" }, sentence: expect.stringContaining("Block 2 is made up.") as string },
      ],
      hidden: [],
    });
  });

  it("come up in an audit, which then blames nobody for what is missing on that chain", () => {
    const followed = [...followedAll(), sealHeader({ time: 1 }, 3)];
    const { breaches, unread } = audit([history], { asOf: 1e9, patience: 0, gateway: "announces", followed });
    expect(breaches).toHaveLength(1);
    expect(unread).toContain(breaches[0]?.sentence);
  });
});
