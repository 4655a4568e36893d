import { describe, expect, it } from "vitest";
import { isFull, type Memory } from "./memory.ts";

/** A heap of so much that lives and so much garbage; counts its collections. */
function heap(living: number, garbage: number): Memory & { collections: number } {
  let waste = garbage;
  const memory = {
    limit: 100,
    collections: 0,
    used: () => living + waste,
    collect: () => {
      memory.collections++;
      waste = 0;
    },
  };
  return memory;
}

describe("isFull", () => {
  it("leaves a heap below its limit alone", () => {
    const memory = heap(90, 10);
    expect(isFull(memory)).toBe(false);
    expect(memory.collections).toBe(0);
  });

  it("collects before it calls a heap full, so that garbage ends no search", () => {
    const memory = heap(40, 70);
    expect(isFull(memory)).toBe(false);
    expect(memory.collections).toBe(1);
  });

  it("calls a heap full that hardly anything was left of to collect", () => {
    expect(isFull(heap(101, 0))).toBe(true);
    expect(isFull(heap(81, 30))).toBe(true);
    expect(isFull(heap(80, 30))).toBe(false);
  });

  it("does not look where there is nothing to look at", () => {
    expect(isFull(undefined)).toBe(false);
  });
});
