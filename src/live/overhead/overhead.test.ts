/** Overheads: the paper's table, operation counts against the facts of the scheme, and how times are put together. */
import { describe, expect, it } from "vitest";
import { printCrypto } from "../../../bench/crypto.ts";
import { seededRandomness } from "../crypto/randomness.ts";
import { loadBackend } from "../crypto/suite.ts";
import { ALGORITHMS } from "./algorithms.ts";
import { drawCast } from "./cast.ts";
import { countOperations } from "./count-operations.ts";
import { bytesOf, CONSTRUCTED, recomputeTable, totalOf } from "./paper-table.ts";
import { plotGrowth } from "./plot.ts";
import { measureOverhead, type OverheadReport } from "./report.ts";
import { makeTables, renderMarkdown, renderText } from "./tables.ts";
import { measureSizes, totalSize } from "./wire-sizes.ts";

const mcl = await loadBackend("mcl");
const cast = drawCast(mcl, seededRandomness("overhead"));

/** A clock that moves one millisecond at every look. */
function makeClock(): () => number {
  let time = 0;
  return () => (time += 1);
}

async function measure(): Promise<OverheadReport> {
  const options = { backends: ["mcl", "mcl"] as const, rounds: 1, users: 3, seed: "test", now: makeClock() };
  const steps = measureOverhead(options);
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
  }
}

describe("the paper's Table I", () => {
  it("comes to the printed totals from its elements, with 128, 128 and 20 bytes", () => {
    const totals = recomputeTable().map(({ scheme, total, printedTotal }) => [scheme, total, printedTotal]);
    expect(totals).toEqual([
      ["CP-HAPRE", 4864, 4864],
      ["CDSS", 2408, 2408],
      ["ABE-IBE", 4928, 4928],
      ["this scheme", 1344, 1344],
    ]);
  });

  it("leaves two elements of the columns out in every row", () => {
    for (const { columnsTotal, printedTotal } of recomputeTable()) expect(columnsTotal - printedTotal).toBe(2 * 128);
  });

  it("comes to 1344 bytes from the construction too, with public keys alone", () => {
    expect(totalOf(CONSTRUCTED)).toBe(1344);
    expect(bytesOf(CONSTRUCTED.ciphertext)).toBe(256);
  });
});

describe("real bytes", () => {
  it("are those of compressed points and torus-compressed elements", () => {
    const sizes = measureSizes(cast);
    const byName = Object.fromEntries(sizes.map(({ what, bytes, uncompressed }) => [what, [bytes, uncompressed]]));
    expect(byName).toMatchObject({
      pk_DO: [48, 48],
      "pk_DU, (Q, P)": [144, 144],
      "CT, (c1, c2)": [384, 672],
      "RK, (rk1, rk2, rk3)": [432, 720],
      "RK with a second mask": [816, 1392],
      "RK with a group mask": [144, 144],
      "CT', (C1, C2, C3, C4)": [768, 1344],
    });
    expect(totalSize(sizes)).toEqual({ bytes: 96 + 384 + 432 + 768, uncompressed: 96 + 672 + 720 + 1344 });
  });
});

describe("operations", () => {
  it.each([
    ["KeyGen DO", { H1: 1, "G1 power": 1 }],
    ["KeyGen DU", { H1: 1, "G1 power": 2, "G1 power of g1": 1, "G2 power": 1, "scalar drawn": 1 }],
    ["Enc", { pairing: 1, "G2 power of g": 1, "GT power": 1, "GT product": 1, "scalar drawn": 1 }],
    ["Enc, key reused", { "G2 power of g": 1, "GT power, key reused": 1, "GT product": 1, "scalar drawn": 1 }],
    ["ReEnc", { pairing: 1, "GT product": 1 }],
    ["Dec DO", { pairing: 1, "GT quotient": 1 }],
    ["Dec DU", { pairing: 2, H2: 1, "GT quotient": 2 }],
  ])("of %s are counted", (name, counts) => {
    const algorithm = ALGORITHMS.find((each) => each.name === name) ?? expect.fail(name);
    expect(countOperations(cast, algorithm.run)).toEqual(counts);
  });

  it("of ReKey with a reused key need no pairing", () => {
    const counts = (name: string) =>
      countOperations(cast, ALGORITHMS.find((each) => each.name === name)?.run ?? expect.fail(name));
    expect(counts("ReKey")).toMatchObject({ pairing: 1, H2: 1, "G1 quotient": 1 });
    expect(counts("ReKey, key reused")).not.toHaveProperty("pairing");
  });
});

describe("a report", () => {
  it("puts the algorithms beside their primitives, and users beside both", async () => {
    const report = await measure();
    const [first] = report.backends;
    // Every reading of the clock is one millisecond after the last, and a product is timed fifty at a time.
    expect(first?.primitives.pairing).toEqual({ median: 1, least: 1 });
    expect(first?.primitives["GT product"].median).toBeCloseTo(0.02);
    const reenc = first?.algorithms.find(({ algorithm }) => algorithm === "ReEnc");
    expect(reenc?.sum).toBeCloseTo(1.02);
    expect(reenc?.ratio).toBeCloseTo(1 / 1.02);
    expect(report.speedups.find(({ algorithm }) => algorithm === "Enc")?.factor).toBe(1);
    expect(report.growth.map(({ users, encrypting }) => [users, encrypting.measured])).toEqual([
      ...[1, 2, 3].map((users) => [users, users]),
      ...[1, 2, 3].map((users) => [users, users]),
    ]);
    const tables = makeTables(report);
    expect(renderText(tables)).toContain("  this scheme     256     384   384   384  512     1600   1344     1344\n");
    expect(renderMarkdown(tables)).toContain("| this scheme | 256 | 384 | 384 | 384 | 512 | 1600 | 1344 | 1344 |\n");
    expect(printCrypto(report.backends)).toMatch(/^ReEnc .* 1\.00 ms 0\.980 .* 1\.0x {2}!$/m);
    for (const plotted of ["encrypting", "querying"] as const) {
      expect(await plotGrowth(report.growth, plotted)).toMatch(/^<svg [^]*>users<[^]*<\/svg>\s*$/);
    }
  });
});
