/**
 * The verifier against recorded verdicts of Scyther 1.3: small models that pin one behaviour each, and random ones.
 *
 * Where the two differ, the model and the reason stand in `explained.yaml`; anything else that differs is a failure.
 */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { nameClaim, readExplained } from "../../conformance/explained.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { loadSpdl } from "../scyther/load.ts";
import { parseSwitches } from "../scyther/parse-switches.ts";
import type { Verdict } from "../../core/verdict/verdict.ts";
import { listClaims } from "../../core/protocol/claims/listing.ts";
import { runToEnd } from "./run-to-end.ts";
import { Verifier } from "./verify.ts";

const EXPERIMENTS = new URL("../scyther/fixtures/experiments/", import.meta.url);

interface Recorded {
  readonly file: string;
  readonly args: readonly string[];
  readonly exit: number;
  readonly claims: readonly {
    readonly id: string;
    readonly label: string;
    readonly type: string;
    readonly verdict: "Ok" | "Fail";
    readonly status: string;
  }[];
}

/** Where the native verdict is the other one, and why. */
const DEVIATIONS = readExplained("explained.yaml", readFileSync(new URL("explained.yaml", EXPERIMENTS), "utf8"));
const EXPLAINED = DEVIATIONS.flatMap(({ claims }) =>
  claims.map((claim) => ({ model: claim.model, name: nameClaim(claim) })),
);

/** Accepted or rejected by one of the two only. */
const ACCEPTANCE = new Map(DEVIATIONS.flatMap(({ models }) => models.map(({ model, native }) => [model, native])));

type Agreement = "same" | "stronger" | "weaker" | "undecided" | "contradiction";

function compare(type: string, ok: boolean, status: string, verdict: Verdict): Agreement {
  if (verdict.is === "inconclusive") {
    // Nothing found within the bound: the same as a claim that does not occur there.
    return type === "Reachable" && !ok && verdict.why === "runs" ? "same" : "undecided";
  }
  if (type === "Reachable") return (verdict.is === "holds") === ok ? "same" : "contradiction";
  if ((verdict.is === "attack") === ok) return "contradiction";
  if (verdict.is !== "holds") return "same";
  const proved = status === "proof of correctness" || status === "does not occur";
  if (verdict.scope === "unbounded") return proved ? "same" : "stronger";
  return proved ? "weaker" : "same";
}

function read(path: string): { path: string; text: string } | undefined {
  return existsSync(path) ? { path, text: readFileSync(path, "utf8") } : undefined;
}

const recorded: readonly Recorded[] = JSON.parse(readFileSync(new URL("verdicts.json", EXPERIMENTS), "utf8"));

/** The recorded runs that use no switch, or only switches that have a native meaning. */
const comparable = recorded.flatMap((run) => {
  const { settings, diagnostics } = parseSwitches(run.args, { file: run.file, line: 1, column: 1 });
  return diagnostics.length === 0 ? [{ run, settings }] : [];
});

describe("recorded experiments", () => {
  it("covers most of the recorded runs", () => {
    expect(comparable.length).toBeGreaterThan(85);
  });

  for (const { run, settings } of comparable) {
    const name = [run.file, ...run.args].join(" ");
    it(name, () => {
      const path = new URL(run.file, EXPERIMENTS).pathname;
      const rejected = (ACCEPTANCE.get(run.file) ?? (run.exit === 1 ? "rejected" : "accepted")) === "rejected";
      if (rejected) {
        expect(() => loadSpdl(path, read, settings)).toThrow(DiagnosticError);
        return;
      }
      const loaded = loadSpdl(path, read, settings);
      const verifier = new Verifier(loaded.model);
      const maxRuns = loaded.settings.maxRuns ?? 5;
      const differing = run.claims.flatMap((claim) => {
        const [protocol = "", role = ""] = claim.id.split(",");
        const label = claim.label === "?" ? role : claim.label;
        const target = listClaims(loaded.model).find(
          (one) =>
            one.protocol === protocol && one.role === role && one.label === label && one.claim.kind === claim.type,
        );
        if (target === undefined) return [`${claim.id} ${claim.label} is missing`];
        const { verdict } = runToEnd(verifier, target, { maxRuns, maxStates: 100_000 });
        const agreement = compare(claim.type, claim.verdict === "Ok", claim.status, verdict);
        const isBad = agreement === "contradiction" || agreement === "undecided";
        return isBad ? [`${name} ${claim.id} ${claim.label}`] : [];
      });
      const explained = EXPLAINED.filter(({ model }) => model === name).map((claim) => claim.name);
      expect([...new Set(differing)].sort()).toEqual(run.claims.length > 0 ? explained.sort() : []);
    });
  }
});

/** A model, and what Scyther printed of it: protocol, role, label, verdict, status; with the claim type in some files. */
interface RecordedModel {
  readonly model: string;
  readonly text: string;
  readonly claims: readonly (readonly [string, string, string, "Ok" | "Fail", string])[];
  /** Scyther's words where it refuses the model. */
  readonly refused?: string;
}

function readModels(name: string): readonly RecordedModel[] {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as RecordedModel[];
}

describe("recorded random protocols", () => {
  const models = readModels("random");
  // The whole set is for the nightly run; every sixth model keeps the everyday run short.
  const stride = process.env["ASSAY_NIGHTLY"] === undefined ? 6 : 1;
  const sample = models.filter((_, i) => i % stride === 0);

  it(`agrees on ${sample.length} of ${models.length} models`, { timeout: 900_000 }, () => {
    const tally = { same: 0, stronger: 0, weaker: 0, undecided: 0, contradiction: 0 };
    const contradictions: string[] = [];
    for (const { model, text, claims } of sample) {
      const verifier = new Verifier(loadSpdl(model, () => ({ path: model, text })).model);
      for (const [protocol, role, label, verdict, status] of claims) {
        const judged = runToEnd(verifier, { protocol, role, label }, { maxRuns: 5, maxStates: 20_000 });
        const type =
          status.includes("variant") || (verdict === "Fail" && status === "does not occur") ? "Reachable" : "";
        const agreement = compare(type, verdict === "Ok", status, judged.verdict);
        tally[agreement]++;
        if (agreement === "contradiction") contradictions.push(`${model} ${protocol},${role} ${label}`);
      }
    }
    expect(contradictions).toEqual([]);
    const total = Object.values(tally).reduce((a, b) => a + b, 0);
    expect(tally.same + tally.stronger).toBeGreaterThan(0.999 * total);
  });
});

/** Loads a model; undefined when it is refused. */
function open(model: string, text: string): Model | undefined {
  try {
    return loadSpdl(model, () => ({ path: model, text })).model;
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

/** Lists the differences from the record: refused or accepted by one only, claims that are missing, verdicts. */
function listDifferences({ model, text, claims, refused }: RecordedModel): string[] {
  const loaded = open(model, text);
  if (loaded === undefined || refused !== undefined) {
    return (loaded === undefined) === (refused !== undefined) ? [] : [`${model} refused: ${loaded === undefined}`];
  }
  const verifier = new Verifier(loaded);
  const left = listClaims(loaded).filter(({ claim }) => claim.implicit !== true);
  return claims.flatMap(([protocol, role, printed, verdict, status]) => {
    const [type = "", label = ""] = printed.split("_");
    const index = left.findIndex(
      (one) => one.protocol === protocol && one.role === role && one.label === label && one.claim.kind === type,
    );
    const [target] = index < 0 ? [] : left.splice(index, 1);
    if (target === undefined) return [`${model} ${protocol},${role} ${printed} is missing`];
    const judged = runToEnd(verifier, target, { maxRuns: 5, maxStates: 20_000 });
    const agreement = compare(type, verdict === "Ok", status, judged.verdict);
    return agreement === "contradiction" || agreement === "undecided"
      ? [`${model} ${protocol},${role} ${printed}: ${agreement}`]
      : [];
  });
}

describe.each(["labels", "macros", "names", "mixed", "redeclared"])("recorded models: %s", (name) => {
  it("agree in what is accepted, in the names of the claims and in the verdicts", { timeout: 900_000 }, () => {
    expect(readModels(name).flatMap(listDifferences)).toEqual([]);
  });
});
