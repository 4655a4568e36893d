import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeContent } from "./content.ts";
import { BadFrame, encodeFrame, type Frame, FrameReader, MOST_FRAME } from "./frames.ts";

const FRAMES: readonly Frame[] = [
  { is: "hello", session: "s", from: "a", to: "b" },
  { is: "message", id: "1.0", time: 5, counter: 1, bytes: new Uint8Array(300) },
  { is: "taken", id: "1.0" },
  { is: "call", number: 1, method: "blocks", content: { a: [1, "x", Uint8Array.of(7)] } },
  { is: "answer", number: 1, outcome: { is: "done", content: null } },
  { is: "answer", number: 2, outcome: { is: "failed", part: "ledger", because: "no", code: "" } },
];

function framed(content: unknown): Uint8Array {
  const bytes = encodeContent(content);
  const all = new Uint8Array(4 + bytes.length);
  new DataView(all.buffer).setUint32(0, bytes.length);
  all.set(bytes, 4);
  return all;
}

describe("frames", () => {
  it("come out as they went in, however the bytes are cut", () => {
    const all = Buffer.concat(FRAMES.map(encodeFrame));
    fc.assert(
      fc.property(fc.array(fc.nat(all.length), { maxLength: 12 }), (cuts) => {
        const reader = new FrameReader();
        const points = [0, ...[...cuts].sort((a, b) => a - b), all.length];
        const read = points.slice(1).flatMap((end, i) => reader.push(all.subarray(points[i], end)));
        expect(read).toEqual(FRAMES);
        expect(reader.isInside).toBe(false);
      }),
    );
  });

  it("are refused before they are there, where they announce too much", () => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, MOST_FRAME + 1);
    expect(() => new FrameReader().push(length)).toThrow(BadFrame);
    expect(() => encodeFrame({ is: "taken", id: "x".repeat(MOST_FRAME) })).toThrow(BadFrame);
  });

  it.each([
    ["no content", undefined],
    ["an unknown kind", { is: "welcome" }],
    ["a kind of an object's own", { is: "constructor" }],
    ["a message without bytes", { is: "message", id: "1", time: 1, counter: 1 }],
    ["a negative time", { is: "message", id: "1", time: -1, counter: 1, bytes: new Uint8Array() }],
    ["a long name", { is: "hello", session: "s", from: "a".repeat(300), to: "b" }],
    ["an answer of no kind", { is: "answer", number: 1, outcome: "yes" }],
    ["a list", [1, 2]],
  ])("are refused with %s", (_, content) => {
    const bytes = content === undefined ? Uint8Array.of(0, 0, 0, 1, 0xff) : framed(content);
    expect(() => new FrameReader().push(bytes)).toThrow(BadFrame);
  });

  it("never bring a reader down, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          new FrameReader().push(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(BadFrame);
        }
      }),
    );
  });
});
