import { describe, expect, it } from "vitest";
import type { Coordinator } from "../../src/queue/coordinator.ts";
import { listEngines, DESCRIPTION_LIMITS } from "../dsl/engines.ts";
import { hunt } from "../dsl/hunt.ts";
import { projectWith } from "../dsl/mutants.ts";
import { readOptions, UsageError } from "../options.ts";
import { huntInPieces } from "./distribute.ts";
import { type Hunters, huntOnQueue } from "./hunters.ts";
import { digestHunt, doPiece, type HuntPiece, readResult } from "./piece.ts";

const nothing = (): void => undefined;
const ENDLESS = { isOver: () => false, most: 1, watch: nothing };

/** Does pieces in this thread. */
function makeHunters(width: number): Hunters {
  return {
    width,
    run: async (piece) => readResult(await doPiece(JSON.stringify(piece)), piece),
    settle: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function read(...words: string[]) {
  const options = readOptions(words, 1);
  if (options === "help") throw new Error("no options");
  return options;
}

describe("a hunt in pieces", () => {
  it("comes to the same whoever does how many at once, and to as many as were asked for", async () => {
    const options = read("--input", "--seed", "3", "--protocols", "60");
    const one = await huntInPieces(options, makeHunters(1), ENDLESS);
    expect(await huntInPieces(options, makeHunters(3), ENDLESS)).toEqual(one);
    expect(one.protocols).toBe(60);
    expect([...one.counts.outcomes.values()].reduce((sum, n) => sum + n, 0)).toBe(60);
  });

  it("finds a mistake of the verifier at the seed at which the hunt in one go does", async () => {
    const options = read("--dsl", "--seed", "5", "--protocols", "2", "--mutant", "foreign-key");
    const { seed, runs, states, mutant } = options;
    const { findings } = hunt({
      seed,
      bounds: { runs, states, ...DESCRIPTION_LIMITS },
      engines: listEngines(options),
      project: projectWith(mutant),
      most: 1,
      protocols: options.protocols,
      ...{ isOver: () => false, isSmallEnough: () => true, startShrinking: nothing, watch: nothing, tell: nothing },
    });
    expect(findings).toHaveLength(1);
    const piece = { subject: "dsl", seed, seeds: 2, most: 2, runs, states, engine: "native", mutant } as const;
    const done = readResult(await doPiece(JSON.stringify({ ...piece, code: digestHunt() })), {
      ...piece,
      code: digestHunt(),
    });
    expect(done.found.slice(0, 1)).toEqual(findings.map((one) => one.seed));
  });

  it("takes no result of other seeds, and none of other code", async () => {
    const piece = { ...read("--input"), seed: 5, seeds: 2, most: 2, code: digestHunt() } satisfies HuntPiece;
    const whole = JSON.parse(await doPiece(JSON.stringify(piece))) as object;
    for (const wrong of [{ found: [7] }, { found: "none" }, { protocols: 3 }, { claims: -1 }, { counts: {} }])
      expect(() => readResult(JSON.stringify({ ...whole, ...wrong }), piece)).toThrow(TypeError);
    await expect(doPiece(JSON.stringify({ ...piece, code: "sha256:0" }))).rejects.toThrow(/^unable: /);
  });

  it("is not believed where a worker says less than is there: AS150", async () => {
    const queue: Coordinator = {
      width: 1,
      redundancy: 1,
      isSealed: true,
      ask: async ({ body, read: readIt }) => {
        const { protocols, ...others } = JSON.parse(await doPiece(body)) as { protocols: number };
        return [{ worker: "liar", value: readIt(JSON.stringify({ ...others, protocols: protocols - 1 })) }];
      },
      close: () => Promise.resolve(),
    };
    const options = read("--input", "--protocols", "10");
    await expect(huntInPieces(options, huntOnQueue(queue, makeHunters(1), nothing), ENDLESS)).rejects.toThrow(
      /AS150 .*liar/,
    );
    expect(() => huntOnQueue({ ...queue, isSealed: false }, makeHunters(1), nothing)).toThrow(/AS147/);
  });

  it("is asked for in words that fit", () => {
    expect(read("--dsl", "--workers", "2").pieces).toEqual({ workers: 2, redundancy: 1 });
    expect(read("--queue", "redis://127.0.0.1", "--redundancy", "2").pieces).toMatchObject({ redundancy: 2 });
    for (const words of [
      ["--redundancy", "2"],
      ["--names", "--workers", "2"],
      ["--judge", "proverif", "--workers", "2"],
      ["--workers", "0"],
    ])
      expect(() => read(...words)).toThrow(UsageError);
  });
});
