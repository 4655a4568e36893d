/**
 * Changes to a protocol that may change no verdict: other names, other orders of declarations, roles and claims.
 *
 * Tried on the models of this repository, on samples of the recorded random ones, and on a folder of models that
 * `ASSAY_CONFORMANCE` names. A verdict that the limit on states leaves open on either side says nothing; those must be
 * few, or the test would test nothing.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../src/core/diagnostic/diagnostic.ts";
import { loadSpdl } from "../src/lenses/scyther/load.ts";
import { parseSpdl } from "../src/lenses/scyther/syntax/parse.ts";
import { printSpdl } from "../src/lenses/scyther/syntax/print.ts";
import { listClaims } from "../src/core/protocol/claims/listing.ts";
import { runToEnd } from "../src/lenses/verifier/run-to-end.ts";
import { Verifier } from "../src/lenses/verifier/verify.ts";
import {
  labelClaims,
  renameAll,
  reorderClaims,
  reorderDeclarations,
  reorderRoles,
  type Transformation,
} from "./transform/transform.ts";

const OPTIONS = { maxRuns: 3, maxStates: 200 };

/** At night everything is tried, otherwise every so many-th model. */
const isNight = process.env["ASSAY_NIGHTLY"] !== undefined;

const TRANSFORMATIONS: readonly (readonly [name: string, transform: Transformation])[] = [
  ["other names for roles, fresh values and variables", renameAll],
  ["another order of declarations", reorderDeclarations],
  ["another order of roles", reorderRoles],
  ["another order of claims", reorderClaims],
];

interface Source {
  readonly path: string;
  readonly text: string;
}

function at(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

function readFolder(folder: string, largest: number): Source[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".spdl"))
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size <= largest)
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

function readFile(path: string): Source | undefined {
  return existsSync(path) ? { path, text: readFileSync(path, "utf8") } : undefined;
}

/** Every `stride`-th item, beginning with `offset`. */
function sample<T>(items: readonly T[], stride: number, offset: number): T[] {
  return items.filter((_, i) => i % stride === offset % stride);
}

/** The verdict on every claim, by label; undefined for a file that is no model. */
function judge(source: Source): Map<string, string> | undefined {
  try {
    const read = (path: string): Source | undefined => (path === source.path ? source : readFile(path));
    const { model } = loadSpdl(source.path, read);
    const verifier = new Verifier(model);
    const verdicts = listClaims(model).flatMap((claim): [string, string][] => {
      if (claim.claim.implicit === true) return [];
      const { verdict } = runToEnd(verifier, claim, OPTIONS);
      const scope = verdict.is === "holds" ? ` ${JSON.stringify(verdict.scope)}` : "";
      const isOpen = verdict.is === "inconclusive" && verdict.why === "states";
      return [[claim.label, isOpen ? "open" : `${verdict.is}${scope}`]];
    });
    return new Map(verdicts);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

interface Tally {
  readonly models: number;
  readonly same: number;
  readonly open: number;
  readonly different: readonly string[];
}

function compare(sources: readonly Source[], transform: Transformation): Tally {
  const tally = { models: 0, same: 0, open: 0, different: [] as string[] };
  for (const source of sources) {
    if (judge(source) === undefined) continue;
    const file = labelClaims(parseSpdl(source, readFile, new Map()).file);
    const before = judge({ ...source, text: printSpdl(file) });
    const after = judge({ ...source, text: printSpdl(transform(file)) });
    if (before === undefined || after === undefined) {
      tally.different.push(`${source.path}: does not load any more`);
      continue;
    }
    tally.models++;
    for (const [label, verdict] of before) {
      const other = after.get(label);
      if (verdict === "open" || other === "open") tally.open++;
      else if (verdict === other) tally.same++;
      else tally.different.push(`${source.path} ${label}: ${verdict} became ${other}`);
    }
  }
  return tally;
}

function expectSame(tally: Tally, leastModels: number): void {
  expect(tally.different).toEqual([]);
  expect(tally.models).toBeGreaterThanOrEqual(leastModels);
  expect(tally.open).toBeLessThanOrEqual(0.1 * (tally.same + tally.open));
}

const shipped = readFolder(at("../scyther/"), 100_000);
const experiments = readFolder(at("../src/lenses/scyther/fixtures/experiments/"), 100_000);
const random: readonly Source[] = JSON.parse(
  readFileSync(at("../src/lenses/verifier/fixtures/random.json"), "utf8"),
).map(({ model, text }: { model: string; text: string }) => ({ path: model, text }));
const folder = process.env["ASSAY_CONFORMANCE"] ?? "";

describe.each(TRANSFORMATIONS)("%s", (name, transform) => {
  const offset = TRANSFORMATIONS.findIndex(([other]) => other === name);

  it("changes no verdict on the models of this repository", () => {
    const sources = isNight ? [...shipped, ...experiments] : sample([...shipped, ...experiments], 4, offset);
    expectSame(compare(sources, transform), 10);
  });

  it("changes no verdict on recorded random protocols", () => {
    expectSame(compare(sample(random, isNight ? 5 : 60, offset), transform), 8);
  });

  it.skipIf(folder === "")(
    "changes no verdict on the models that ASSAY_CONFORMANCE names",
    { timeout: 3_600_000 },
    () => {
      expectSame(compare(sample(readFolder(folder, 4_000), isNight ? 2 : 24, offset), transform), 1);
    },
  );
});

describe("the comparison", () => {
  it("notices a change that matters", () => {
    const text = `protocol p(A,B) {
      role A { fresh n: Nonce; send_1(A,B,{n}pk(B)); claim_s(A,Secret,n); }
      role B { var n: Nonce; recv_1(A,B,{n}pk(B)); claim_t(B,Secret,n); }
    }`;
    const leak: Transformation = (file) =>
      parseSpdl({ path: "p", text: printSpdl(file).replaceAll("{ n }pk(B)", "n") }, readFile, new Map()).file;
    expect(compare([{ path: "p", text }], leak).different).toEqual(['p q1: holds "unbounded" became attack']);
    expect(compare([{ path: "p", text }], renameAll)).toEqual({ models: 1, same: 2, open: 0, different: [] });
  });

  it("renames, and moves what can be moved", () => {
    const text = `const c: Nonce; secret d: Nonce;
    protocol p(A,B) {
      role A { fresh n: Nonce; var m: Nonce; send_1(A,B,n); claim(A,Alive); claim(A,Secret,n); }
      role B { recv_1(A,B,c); }
    }`;
    const { file } = parseSpdl({ path: "p", text }, readFile, new Map());
    const all = [renameAll, reorderDeclarations, reorderRoles, reorderClaims].reduce((one, next) => next(one), file);
    const printed = printSpdl(all).replace(/\s+/g, " ");
    expect(printed).toMatch(/^secret d.*const c.*protocol p\(z1, ?z0\).*role z1.*role z0.*var z3.*fresh z2/);
    expect(printed).toMatch(/Secret, ?z2\).*Alive/);
  });
});
