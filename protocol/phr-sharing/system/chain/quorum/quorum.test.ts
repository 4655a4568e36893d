/** A chain that four validators seal: it goes on when one of them has crashed, and nobody is shown another history. */
import { describe, expect, it } from "vitest";
import { type BlockLog, createMemoryLog } from "../block-log.ts";
import { encodeSealedHeader, followChain } from "../known-headers.ts";
import type { Ledger } from "../ledger.ts";
import { openLedger } from "../open-ledger.ts";
import { readHistory } from "../read-history.ts";
import { findBreaches } from "../find-breaches.ts";
import { deriveSigner } from "../signer.ts";
import { encodeQuorumSeal, readQuorumSeal } from "./quorum-seal.ts";
import { sealAs } from "./validator-set.ts";

const seed = new Uint8Array(32);
const authority = deriveSigner(seed, "hospital-a");
const gateway = deriveSigner(seed, "gateway").account;
const validators = [1, 2, 3, 4].map((i) => deriveSigner(seed, `validator ${i}`));

async function open(down: ReadonlySet<number>, log: BlockLog = createMemoryLog(), time = 5): Promise<Ledger> {
  const isDown = (validator: number): boolean => down.has(validator);
  return openLedger({ chain: "A", engine: "memory", authority, gateway, clock: () => time, validators, isDown, log });
}

async function admit(ledger: Ledger, name: string): Promise<void> {
  const { account } = deriveSigner(seed, name);
  const call = { kind: "register-party", party: name, account, key: `0x${"11".repeat(32)}` } as const;
  await ledger.commit([{ by: authority, call }]);
}

describe("a chain of four validators", () => {
  it.each(process.env["ASSAY_NIGHTLY"] === undefined ? [2] : [0, 1, 2, 3])(
    "goes on when validator %i is down, is followed, and is the same when it is opened again",
    async (i) => {
      const down = new Set<number>();
      const log = createMemoryLog();
      const ledger = await open(down, log);
      await admit(ledger, "alice");
      down.add(i);
      for (const name of ["bob", "carol", "dave"]) await admit(ledger, name);
      // Back again, it is told what it has missed, and another one goes.
      down.clear();
      down.add((i + 1) % 4);
      await admit(ledger, "frank");
      const rounds = ledger.blocks().map(({ seal }) => readQuorumSeal(seal)?.round);
      expect(rounds.filter((round) => round !== 0).length).toBeGreaterThan(0);
      const known = followChain(ledger.identity);
      for (const block of ledger.blocks()) expect(known.follow(encodeSealedHeader(block)).is).toBe("followed");
      expect(readHistory(ledger.identity, ledger.blocks()).is).toBe("read");
      const again = await open(new Set(), log);
      expect(again.blocks()).toEqual(ledger.blocks());
      await admit(again, "grace");
      expect(again.blocks().length).toBe(7);
    },
  );

  it("stops when two are down, and says so", async () => {
    const down = new Set<number>();
    const ledger = await open(down);
    down.add(0).add(2);
    await expect(admit(ledger, "alice")).rejects.toThrow(
      "Chain A has no quorum: 2 of 4 validators answer, 3 have to agree.",
    );
  });

  it("is followed in no other history than the one that a quorum sealed", async () => {
    const ledger = await open(new Set());
    await admit(ledger, "alice");
    const other = await open(new Set(), createMemoryLog(), 5);
    await admit(other, "mallory");
    const known = followChain(ledger.identity);
    for (const block of ledger.blocks()) known.follow(encodeSealedHeader(block));
    // Two corrupt validators seal another block of that height, with the seals of the first beside theirs.
    const fork = other.blocks()[1];
    const shown = ledger.blocks()[1];
    if (fork === undefined || shown === undefined) throw new Error("no blocks");
    expect(known.follow(encodeSealedHeader(fork))).toEqual({ is: "rejected", why: "unknown-parent" });
    const fresh = followChain(ledger.identity);
    fresh.follow(encodeSealedHeader(ledger.blocks()[0] as typeof fork));
    const sealed = { chain: "A", epoch: 0, round: 0, block: fork.hash } as const;
    const two = validators.slice(0, 2).map((validator) => sealAs(validator, sealed));
    const foreign = readQuorumSeal(shown.seal)?.seals ?? [];
    const otherRound = sealAs(validators[2] as (typeof validators)[0], { ...sealed, round: 1 });
    for (const seals of [two, [...two, foreign[2] ?? seed], [...two, two[0] ?? seed], [...two, otherRound]]) {
      const seal = encodeQuorumSeal({ round: 0, seals });
      expect(fresh.follow(encodeSealedHeader({ ...fork, seal })).is).toBe("rejected");
    }
    // With a third, it is a breach of whoever runs them.
    const { breaches } = findBreaches(
      [readHistory(ledger.identity, ledger.blocks())],
      [{ chain: "A", sealed: encodeSealedHeader(fork) }],
    );
    expect(breaches.map(({ block }) => block)).toEqual([1]);
  });

  it("opens no log whose seals were changed, or whose validators are others", async () => {
    const log = createMemoryLog();
    const ledger = await open(new Set(), log);
    await admit(ledger, "alice");
    const lines = await log.read("A");
    const changed = createMemoryLog();
    for (const line of lines) await changed.append(line.replace(/"seal":"(....)../u, '"seal":"$100'), "A");
    await expect(open(new Set(), changed)).rejects.toThrow(/block 0 in memory is not what it was/);
    await expect(openLedger({ chain: "A", engine: "memory", authority, gateway, clock: () => 5, log })).rejects.toThrow(
      /it was made by another authority/,
    );
  });
});
