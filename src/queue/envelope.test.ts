import { describe, expect, it } from "vitest";
import { diagnose } from "../files/diagnostics.ts";
import { type Envelope, type QueuedTask, readDone, readTask, writeDone, writeTask } from "./envelope.ts";
import { readQueueKey } from "./queue-key.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const TRUST = { build: "sha256:1", key: encode("k".repeat(32)) };
const OTHER = { ...TRUST, key: encode("l".repeat(32)) };
const OPEN = { build: "sha256:1", key: undefined };
const TASK: QueuedTask = {
  build: "sha256:1",
  campaign: "c1",
  kind: "plays",
  body: "{}",
  attempt: 0,
  copy: 0,
  avoid: [],
  expires: 1000,
};
const DONE = { worker: "w", body: '{"plays":[]}' };

/** An envelope with something else in its head, as whoever has no key could write it. */
function rewrite(envelope: Envelope, change: Readonly<Record<string, unknown>>): Envelope {
  const head = JSON.parse(envelope.head) as Readonly<Record<string, unknown>>;
  return { ...envelope, head: JSON.stringify({ ...head, ...change }) };
}

describe("a task in a queue", () => {
  it("is read as it was written, with a key and without", () => {
    expect(readTask(writeTask(TASK, TRUST), TRUST, 999)).toEqual(TASK);
    expect(readTask(writeTask(TASK, OPEN), OPEN, 999)).toEqual(TASK);
  });

  it.each<[string, unknown, typeof TRUST | typeof OPEN, RegExp]>([
    ["another build", writeTask({ ...TASK, build: "sha256:2" }, TRUST), TRUST, /^AS140: .*sha256:2.*sha256:1/],
    ["no seal", writeTask(TASK, OPEN), TRUST, /^AS141/],
    ["another body under the same seal", { ...writeTask(TASK, TRUST), body: "{ }" }, TRUST, /^AS141/],
    ["a later end under the same seal", rewrite(writeTask(TASK, TRUST), { expires: 5000 }), TRUST, /^AS141/],
    ["another key", writeTask(TASK, OTHER), TRUST, /^AS141/],
    // What nobody vouches for is not even parsed.
    ["no JSON, and no seal", { head: "{", body: "" }, TRUST, /^AS141/],
    ["its time over", writeTask({ ...TASK, expires: 998 }, TRUST), TRUST, /^again: .*expired/],
    ["no JSON", { head: "{", body: "" }, OPEN, /JSON/],
    ["half an attempt", rewrite(writeTask(TASK, OPEN), { attempt: 0.5 }), OPEN, /whole/],
    ["a head of many pages", { head: " ".repeat(5000), body: "" }, OPEN, /head/],
    ["a head that ends in its middle", { head: "{}\0{}", body: "" }, OPEN, /head/],
    ["no body", { head: "{}" }, OPEN, /body/],
    ["a body without end", { head: "{}", body: "x".repeat(2 ** 24 + 1) }, OPEN, /body/],
    ["many workers to avoid", rewrite(writeTask(TASK, OPEN), { avoid: Array(99).fill("w") }), OPEN, /list/],
    ["nothing", null, OPEN, /envelope/],
  ])("of %s is refused with the reason", (_, data, trust, said) => {
    expect(() => readTask(data, trust, 999)).toThrow(said);
  });
});

describe("what a worker answers", () => {
  const answer = writeDone(TASK, DONE, TRUST);
  const open = writeDone(TASK, DONE, OPEN);

  it("is taken for the task that it is of", () => {
    expect(readDone(answer, TASK, TRUST)).toEqual(DONE);
    expect(readDone(open, TASK, OPEN)).toEqual(DONE);
  });

  it.each<[string, unknown, typeof TRUST | typeof OPEN, string]>([
    ["another build", writeDone(TASK, DONE, { ...TRUST, build: "sha256:2" }), TRUST, "AS140"],
    ["no seal", open, TRUST, "AS141"],
    ["another key", writeDone(TASK, DONE, OTHER), TRUST, "AS141"],
    ["a changed result", { ...answer, body: "{}" }, TRUST, "AS141"],
    ["another worker's name", rewrite(answer, { worker: "v" }), TRUST, "AS141"],
    ["an earlier attempt, replayed", writeDone({ ...TASK, attempt: 1 }, DONE, TRUST), TRUST, "AS142"],
    ["another campaign", writeDone({ ...TASK, campaign: "c0" }, DONE, TRUST), TRUST, "AS142"],
    ["another campaign, without a key", writeDone({ ...TASK, campaign: "c0" }, DONE, OPEN), OPEN, "AS142"],
    ["an earlier attempt, without a key", writeDone({ ...TASK, attempt: 1 }, DONE, OPEN), OPEN, "AS142"],
    ["another task", writeDone({ ...TASK, body: "[]" }, DONE, TRUST), TRUST, "AS142"],
    ["another kind", writeDone({ ...TASK, kind: "judge" }, DONE, TRUST), TRUST, "AS142"],
    ["the task itself", writeTask(TASK, TRUST), TRUST, "AS141"],
    ["plays, as earlier versions answer", { from: 10, plays: [] }, OPEN, "AS142"],
    ["nothing", undefined, OPEN, "AS142"],
  ])("of %s is refused", (_, value, trust, code) => {
    expect(readDone(value, TASK, trust)).toMatchObject({ refused: { code } });
  });
});

describe("the key of a queue", () => {
  const secret = "s".repeat(32);
  const own = () => ({ is: "key", key: encode("o".repeat(32)) }) as const;

  it("is needed beyond this machine, and long enough wherever it is", () => {
    expect(readQueueKey("redis://queue.example", { ASSAY_QUEUE_KEY: secret }, own)).toEqual(encode(secret));
    expect(() => readQueueKey("rediss://queue.example", {}, own)).toThrow(/AS147/);
    expect(() => readQueueKey("redis://127.0.0.1.example", {}, own)).toThrow(/AS147/);
    expect(() => readQueueKey("redis://127.0.0.1", { ASSAY_QUEUE_KEY: "short" }, own)).toThrow(/AS147/);
  });

  it("is made of the machine's own where the queue is on this machine, and is not that one", () => {
    const key = readQueueKey("redis://127.0.0.1:6379", {}, own);
    expect(key).toHaveLength(32);
    expect(key).not.toEqual(own().key);
    expect(readQueueKey("redis://[::1]:6379", {}, own)).toEqual(key);
    const none = { is: "none", diagnostic: diagnose("AS709", "There is none.") } as const;
    expect(readQueueKey("redis://127.0.0.1:6379", {}, () => none)).toBeUndefined();
  });
});
