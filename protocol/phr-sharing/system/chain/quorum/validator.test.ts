/**
 * Validators under random schedules: messages late, lost, twice and out of order, one validator corrupt that says different
 * things to different ones. No height has two final blocks, and when messages arrive again, blocks become final.
 *
 * Who checks looks at finals and at the seals that went over the network, and shares no code with validators but the hash.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Address, Hash } from "../entry.ts";
import type { Signer } from "../signer.ts";
import {
  type Context,
  type Message,
  type Prepare,
  type Proposed,
  signVote,
  type Unsigned,
  type Vote,
} from "./messages.ts";
import { Validator } from "./validator.ts";
import type { Signing } from "./validator-set.ts";

interface TestBlock extends Proposed {
  readonly text: string;
}
const blockOf = (text: string): TestBlock => ({ text, hash: `0x${bytesToHex(sha256(utf8ToBytes(text)))}` });

const signers: readonly Signer[] = Array.from({ length: 4 }, (_, i) => ({
  account: `0x${`${i}`.repeat(40)}` as Address,
  key: new Uint8Array(32).fill(i + 1),
}));
/** Signatures that only the holder of a key can make, and that cost nothing. */
const signing: Signing = {
  sign: (hash, { account, key }) =>
    new Uint8Array([...utf8ToBytes(account), ...sha256(new Uint8Array([...key, ...hash]))]),
  recover: (hash, signature) => {
    const account = new TextDecoder().decode(signature.subarray(0, 42));
    const signer = signers.find((each) => each.account === account);
    const again = signer === undefined ? undefined : signing.sign(hash, signer);
    return again !== undefined && bytesToHex(again) === bytesToHex(signature) ? signer?.account : undefined;
  },
};
const context: Context = {
  chain: "A",
  set: { epoch: 0, validators: signers.map(({ account }) => account) },
  signing,
};
type Told = Message<TestBlock>;
const HEIGHTS = 3;

/** Four validators, the last of whom may be corrupt, and what is under way. */
class World {
  readonly under: { readonly to: number; readonly message: Told }[] = [];
  readonly heard: Told[] = [];
  readonly honest: readonly Validator<TestBlock>[];
  readonly count: number;

  constructor(count: number) {
    this.count = count;
    this.honest = signers.slice(0, count).map(
      (signer, i) =>
        new Validator<TestBlock>({
          context,
          signer,
          propose: (height, parent) =>
            height >= HEIGHTS ? undefined : blockOf(`${height} on ${parent?.text ?? ""} by ${i}`),
          isValid: (height, parent, { text, hash }) =>
            text.startsWith(`${height} on ${parent?.text ?? ""} by `) && blockOf(text).hash === hash,
        }),
    );
    this.honest.forEach((validator, i) => this.send(i, validator.start()));
  }

  send(from: number, messages: readonly Told[]): void {
    for (const message of messages) {
      this.heard.push(message);
      for (let to = 0; to < this.count; to++) if (to !== from) this.under.push({ to, message });
    }
  }

  deliver(at: number): void {
    const [one] = this.under.splice(at, 1);
    if (one !== undefined) this.send(one.to, this.honest[one.to]?.receive(one.message) ?? []);
  }

  timeout(i: number): void {
    const validator = this.honest[i];
    if (validator !== undefined) this.send(i, validator.timeout(validator.height, validator.round));
  }

  /** The corrupt validator says something to one of the others, true or not. */
  lie(a: number, b: number, c: number): void {
    const signer = signers[3] as Signer;
    const to = a % 3;
    const height = this.honest[to]?.height ?? 0;
    const parent = this.honest[to]?.finals.at(-1)?.block;
    const round = b % 5;
    const blocks = [
      ...this.heard.flatMap((message) =>
        message.is === "proposal" && message.height === height ? [message.block] : [],
      ),
      blockOf(`${height} on ${parent?.text ?? ""} by 3`),
      blockOf(`${height} on ${parent?.text ?? ""} by 3 again`),
    ];
    const block = blocks[c % blocks.length] as TestBlock;
    const prepares = this.heard.filter((each): each is Prepare => each.is === "prepare" && each.hash === block.hash);
    const changes = this.heard.flatMap((each) => (each.is === "round-change" && each.round === round ? [each] : []));
    const own = { is: "prepare", height, round: prepares[0]?.round ?? 0, hash: block.hash } as const;
    const proof = [
      ...prepares.filter((each) => each.round === own.round),
      signVote<TestBlock, Prepare>(context, signer, own),
    ];
    const lies: readonly Unsigned<Vote<TestBlock>>[] = [
      { is: "proposal", height, round, block, changes },
      { is: "prepare", height, round, hash: block.hash },
      { is: "commit", height, round, hash: block.hash },
      { is: "round-change", height, round },
      { is: "round-change", height, round, prepared: { round: own.round, block, prepares: proof } },
    ];
    const lie = lies[(a + b + c) % lies.length] as Unsigned<Vote<TestBlock>>;
    const message = signVote<TestBlock, Vote<TestBlock>>(context, signer, lie as never);
    this.heard.push(message);
    this.under.push({ to, message });
  }

  /** From now on everything arrives, and rounds end only when nothing is under way. */
  settle(): void {
    for (let rounds = 0; rounds < 100 && this.honest.some(({ height }) => height < HEIGHTS); rounds++) {
      for (let i = 0; this.under.length > 0 && i < 20_000; i++) this.deliver(0);
      if (this.honest.every(({ height }) => height >= HEIGHTS)) return;
      // A later round lasts longer, so whoever is in an earlier one leaves it first.
      const slowest = Math.min(...this.honest.map(({ height }) => height));
      const behind = this.honest.filter(({ height }) => height === slowest);
      const earliest = Math.min(...behind.map(({ round }) => round));
      this.honest.forEach((validator, i) => {
        if (validator.height === slowest && validator.round === earliest) this.timeout(i);
      });
    }
  }
}

/** Two blocks of one height that are final for somebody, or that a quorum sealed in one round: there are none. */
function findForks({ honest, heard }: World): readonly string[] {
  const finals = new Map<number, Set<Hash>>();
  const sealers = new Map<string, Set<Address>>();
  const note = (height: number, hash: Hash): void =>
    void finals.set(height, (finals.get(height) ?? new Set()).add(hash));
  for (const { finals: own } of honest) own.forEach(({ block }, height) => note(height, block.hash));
  for (const message of heard) {
    if (message.is !== "commit") continue;
    const key = `${message.height} ${message.round} ${message.hash}`;
    const by = (sealers.get(key) ?? new Set()).add(message.from);
    sealers.set(key, by);
    if (by.size >= 3) note(message.height, message.hash);
  }
  return [...finals].flatMap(([height, hashes]) => (hashes.size > 1 ? [`${height}: ${[...hashes].join(" ")}`] : []));
}

const STEP = fc.tuple(fc.nat(9), fc.nat(1000), fc.nat(1000), fc.nat(1000));

function follow(world: World, steps: readonly (readonly [number, number, number, number])[], isCorrupt: boolean): void {
  for (const [kind, a, b, c] of steps) {
    const at = world.under.length === 0 ? 0 : a % world.under.length;
    if (kind <= 4) world.deliver(at);
    else if (kind === 5) world.under.splice(at, 1);
    else if (kind === 6) world.under.push(...world.under.slice(at, at + 1));
    else if (kind === 7) world.timeout(a % world.count);
    else if (isCorrupt) world.lie(a, b, c);
  }
}

const numRuns = process.env["ASSAY_NIGHTLY"] === undefined ? 60 : 5000;

describe("four validators", () => {
  it("make a block final in the first round when nothing interferes", () => {
    const world = new World(4);
    world.settle();
    for (const { finals } of world.honest) {
      expect(finals.map(({ round }) => round)).toEqual([0, 0, 0]);
      expect(finals.map(({ block }) => block)).toEqual(world.honest[0]?.finals.map(({ block }) => block));
    }
  });

  it("go on without one that has crashed, whichever it is and whoever leads", () => {
    // The last one never says anything; it leads height 3 of round 0, and round 1 of height 2.
    const world = new World(3);
    world.settle();
    expect(world.honest.map(({ height }) => height)).toEqual([HEIGHTS, HEIGHTS, HEIGHTS]);
    expect(findForks(world)).toEqual([]);
  });

  it.each([
    ["all honest", 4],
    ["one corrupt", 3],
  ])("never make two blocks of one height final, and always one at last: %s", (_, count) => {
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 250 }), (steps) => {
        const world = new World(count);
        follow(world, steps, count === 3);
        expect(findForks(world)).toEqual([]);
        world.settle();
        expect(findForks(world)).toEqual([]);
        expect(world.honest.map(({ height }) => height)).toEqual(Array.from({ length: count }, () => HEIGHTS));
      }),
      { numRuns },
    );
  });
});
