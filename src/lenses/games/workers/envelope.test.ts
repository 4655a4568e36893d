import { describe, expect, it } from "vitest";
import { type QueuedPiece, readQueued, readQueueKey, readResult, writeQueued, writeResult } from "./envelope.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const TRUST = { build: "sha256:1", key: encode("k".repeat(32)) };
const OPEN = { build: "sha256:1", key: undefined };
const PIECE: QueuedPiece = {
  build: "sha256:1",
  campaign: "c1",
  plan: "{}",
  from: 10,
  count: 1,
  attempt: 0,
  copy: 0,
  avoid: [],
  expires: 1000,
};
const PLAYED = { worker: "w", batch: { from: 10, plays: [{ result: "won", digest: "ab".repeat(16) }] } } as const;

describe("a piece in a queue", () => {
  it("is read as it was written, with a key and without", () => {
    expect(readQueued(writeQueued(PIECE, TRUST), TRUST, 999)).toEqual(PIECE);
    expect(readQueued(writeQueued(PIECE, OPEN), OPEN, 999)).toEqual(PIECE);
  });

  it.each([
    ["another build", { ...PIECE, build: "sha256:2" }, TRUST, /^AS140: .*sha256:2.*sha256:1/],
    ["no build, of an earlier version", { plan: "{}", from: 10, count: 1 }, OPEN, /^AS140: .*none/],
    ["no seal", PIECE, TRUST, /^AS141/],
    ["another plan under the same seal", { ...writeQueued(PIECE, TRUST), plan: "{ }" }, TRUST, /^AS141/],
    ["a later end under the same seal", { ...writeQueued(PIECE, TRUST), expires: 5000 }, TRUST, /^AS141/],
    ["another key", writeQueued(PIECE, { ...TRUST, key: encode("l".repeat(32)) }), TRUST, /^AS141/],
    ["its time over", writeQueued({ ...PIECE, expires: 998 }, TRUST), TRUST, /^AS142/],
    ["half a play", { ...PIECE, from: 0.5 }, OPEN, /whole/],
    ["a million plays", { ...PIECE, count: 1e6 }, OPEN, /number/],
    ["nothing", null, OPEN, /object/],
  ])("of %s is refused with the reason", (_, data, trust, said) => {
    expect(() => readQueued(data, trust, 999)).toThrow(said);
  });
});

describe("what a worker answers", () => {
  const answer = writeResult(PIECE, PLAYED, TRUST) as Record<string, unknown>;
  const open = writeResult(PIECE, PLAYED, OPEN) as Record<string, unknown>;

  it("is taken for the piece that it is of", () => {
    expect(readResult(answer, PIECE, TRUST)).toEqual(PLAYED);
    expect(readResult(open, PIECE, OPEN)).toEqual(PLAYED);
  });

  it.each([
    ["another build", writeResult(PIECE, PLAYED, { ...TRUST, build: "sha256:2" }), TRUST, "AS140"],
    ["an earlier version", PLAYED.batch, OPEN, "AS140"],
    ["no seal", open, TRUST, "AS141"],
    ["another key", writeResult(PIECE, PLAYED, { ...TRUST, key: encode("l".repeat(32)) }), TRUST, "AS141"],
    ["changed plays", { ...answer, plays: [{ result: "lost", digest: "ab".repeat(16) }] }, TRUST, "AS141"],
    ["another worker's name", { ...answer, worker: "v" }, TRUST, "AS141"],
    ["an earlier attempt, replayed", writeResult({ ...PIECE, attempt: 1 }, PLAYED, TRUST), TRUST, "AS141"],
    ["another campaign", writeResult({ ...PIECE, campaign: "c0" }, PLAYED, TRUST), TRUST, "AS141"],
    ["another campaign, without a key", writeResult({ ...PIECE, campaign: "c0" }, PLAYED, OPEN), OPEN, "AS142"],
    ["an earlier attempt, without a key", writeResult({ ...PIECE, attempt: 1 }, PLAYED, OPEN), OPEN, "AS142"],
    ["another plan, without a key", writeResult({ ...PIECE, plan: "[]" }, PLAYED, OPEN), OPEN, "AS142"],
    [
      "another piece",
      writeResult({ ...PIECE, from: 20 }, { ...PLAYED, batch: { ...PLAYED.batch, from: 20 } }, TRUST),
      TRUST,
      "AS142",
    ],
    ["a play too many", { ...open, plays: [...PLAYED.batch.plays, ...PLAYED.batch.plays] }, OPEN, "AS142"],
    ["nothing", undefined, OPEN, "AS142"],
  ])("of %s is refused", (_, value, trust, code) => {
    expect(readResult(value, PIECE, trust)).toMatchObject({ refused: { code } });
  });
});

describe("the key of a queue", () => {
  const secret = "s".repeat(32);

  it("is needed beyond this machine, and long enough wherever it is", () => {
    expect(readQueueKey("redis://127.0.0.1:6379", {})).toBeUndefined();
    expect(readQueueKey("redis://[::1]:6379", {})).toBeUndefined();
    expect(readQueueKey("redis://queue.example", { ASSAY_QUEUE_KEY: secret })).toEqual(encode(secret));
    expect(() => readQueueKey("rediss://queue.example", {})).toThrow(/AS147/);
    expect(() => readQueueKey("redis://127.0.0.1.example", {})).toThrow(/AS147/);
    expect(() => readQueueKey("redis://127.0.0.1", { ASSAY_QUEUE_KEY: "short" })).toThrow(/AS147/);
  });
});
