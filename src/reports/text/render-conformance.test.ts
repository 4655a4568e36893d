import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AGREEMENTS,
  type Agreement,
  type ComparedClaim,
  type Conformance,
  type Tally,
} from "../../core/verdict/conformance.ts";
import { renderConformance } from "./render-conformance.ts";

const none = Object.fromEntries(AGREEMENTS.map((kind) => [kind, 0])) as Record<Agreement, number>;

function makeClaim(more: Partial<ComparedClaim>): ComparedClaim {
  const place = { protocol: "p", role: "I", claim: "Secret", label: "i1", on: "n" };
  const recorded = { verdict: "Ok", status: "proof of correctness" } as const;
  const verdict = { is: "holds", scope: "unbounded", method: "refinement" } as const;
  return { ...place, recorded, verdict, agreement: "agree", ...more };
}

function makeConformance(claims: readonly ComparedClaim[], more: Partial<Conformance> = {}): Conformance {
  const tally: Tally = claims.reduce((sum, { agreement }) => ({ ...sum, [agreement]: sum[agreement] + 1 }), none);
  return {
    schema: "assay/conformance-1",
    tool: { name: "assay", version: "0.1.0" },
    against: [{ tool: "Scyther v1.3", options: "--plain" }],
    library: "models",
    options: { engine: "native", timeoutSeconds: 20, maxRuns: 5 },
    totals: { ...tally, models: 1, claims: claims.length, silent: 0, silentUndecided: 0 },
    kinds: { Secret: tally },
    models: [{ model: "m.spdl", recorded: "ran", native: "judged", agreement: "agree", claims }],
    stale: [],
    timings: {
      models: [{ model: "m.spdl", seconds: 0.25, recordedSeconds: 0.5 }],
      summary: {
        median: 0.25,
        ninety: 0.25,
        total: 0.25,
        finished: { models: 1, seconds: 0.25, recordedSeconds: 0.5, ratio: 0.5, medianRatio: 0.5 },
      },
      peakMebibytes: 120,
      machine: {},
    },
    errors: [],
    warnings: [],
    ...more,
  };
}

const attack = { is: "attack", runs: 2, steps: 6 } as const;
const CLAIMS = [
  makeClaim({}),
  makeClaim({ label: "i2", agreement: "contradiction", verdict: attack }),
  makeClaim({ label: "i3", agreement: "weaker", verdict: { is: "holds", scope: { runs: 5 }, method: "refinement" } }),
  makeClaim({ label: "i4", agreement: "better-explained", deviation: "known", verdict: attack }),
  makeClaim({ label: "i5", agreement: "better", missed: true, verdict: attack }),
  makeClaim({
    label: "i6",
    agreement: "undecided",
    verdict: { is: "inconclusive", why: "memory", reached: { runs: 1 } },
  }),
];

describe("renderConformance", () => {
  it("counts what agrees, and lists everything that does not", () => {
    expect(renderConformance(makeConformance(CLAIMS))).toBe(
      [
        "models    20 s for each model    bound 5 runs",
        "compared with Scyther v1.3 --plain",
        "",
        "        agree  better  better-explained  undecided  weaker  contradiction",
        "Secret      1       1                 1          1       1              1",
        "all         1       1                 1          1       1              1",
        "",
        "Contradictions:",
        "  m.spdl  p,I Secret i2: attack, 6 steps, 2 runs; recorded: Ok, proof of correctness",
        "",
        "Weaker than recorded:",
        "  m.spdl  p,I Secret i3: holds, up to 5 runs; recorded: Ok, proof of correctness",
        "",
        "Unexplained attacks within the bound, absent from the record:",
        "  m.spdl  p,I Secret i5: attack, 6 steps, 2 runs; recorded: Ok, proof of correctness",
        "",
        "Better, for a known reason:",
        "  m.spdl  p,I Secret i4: attack, 6 steps, 2 runs; recorded: Ok, proof of correctness  (known)",
        "",
        "Undecided:",
        "  m.spdl  p,I Secret i6: inconclusive, memory after 1 run; recorded: Ok, proof of correctness",
        "",
        "1 model judged, 0 rejected by both.",
        "",
        "A model: median 0.250 s, 90 % within 0.250 s; all 0.250 s; at most 120 MiB.",
        "1 model that the other tool finished: 0.250 s against 0.500 s, 0.50 times as long (median of the models: 0.50).",
        "Slowest: m.spdl 0.250 s.",
        "",
        "6 claims: 1 agree, 1 better, 1 better-explained, 1 undecided, 1 weaker, 1 contradiction.",
        "",
      ].join("\n"),
    );
  });

  it("says which models only one reads, and which deviations explain nothing", () => {
    const models = [
      {
        model: "a.spdl",
        recorded: "ran",
        native: "rejected",
        agreement: "rejected",
        rejection: "SP104 Bad.",
        claims: [],
      },
      {
        model: "b.spdl",
        recorded: "rejected",
        native: "judged",
        agreement: "accepted",
        deviation: "known",
        claims: [],
      },
      { model: "c.spdl", recorded: "rejected", native: "rejected", agreement: "agree", claims: [] },
    ] as const;
    const stale = [{ deviation: "old", entry: "a.spdl p,I i1", why: "the model was not run" }];
    const text = renderConformance(makeConformance([], { models, stale, interrupted: true }));
    expect(text).toContain("1 model judged, 1 rejected by both.\n");
    expect(text).toContain("  a.spdl: rejected, recorded as ran: SP104 Bad.\n");
    expect(text).toContain("  b.spdl: accepted, recorded as rejected  (known)\n");
    expect(text).toContain("  The deviation old explains nothing at a.spdl p,I i1: the model was not run\n");
    expect(text).toContain("1 stale explanations. Interrupted: other models were not run.\n");
  });

  it("tells silence from agreement", () => {
    const { recorded: _, ...silent } = makeClaim({ agreement: "better" });
    const base = makeConformance([silent]);
    const totals = { ...base.totals, silent: 1 };
    expect(renderConformance({ ...base, totals })).toContain(
      "1 claim: 1 better. 1 without a recorded answer, of which Assay decides 1.\n",
    );
  });

  it("lets no name of a model control the terminal or break a line", () => {
    const hostile = fc.string({ unit: fc.constantFrom(..."\u0000\u001b\u009b\n\r\u2028\u202e[2Jma") });
    fc.assert(
      fc.property(hostile, (name) => {
        const claim = makeClaim({ role: name, claim: name, label: name, agreement: "contradiction", deviation: name });
        const models = [
          { model: name, recorded: "ran", native: "judged", agreement: "rejected", rejection: name, claims: [claim] },
        ] as const;
        const stale = [{ deviation: name, entry: name, why: name }];
        const lines = renderConformance(makeConformance([claim], { models, stale, library: name })).split("\n");
        expect(lines.join("")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(lines.filter((line) => line.startsWith("  The deviation"))).toHaveLength(1);
      }),
    );
  });
});
