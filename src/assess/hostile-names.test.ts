/**
 * Names that mean something elsewhere, in the DSL: the verdicts on a protocol do not depend on what its roles, parts,
 * messages and keys are called, in the model that Scyther is given as little as in Assay's own, and what is generated
 * compiles.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { Project, ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import { writeGames } from "../lenses/games/generate/write-games.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { Description } from "../core/protocol/ir/description.ts";
import type { Model } from "../core/protocol/ir/script.ts";
import { project } from "../core/protocol/project/project.ts";
import { nonce, op, protocol, secret, theory } from "../index.ts";
import { describe as describeBuilder } from "../core/protocol/dsl/describe.ts";
import { readBuilder } from "../core/protocol/dsl/protocol.ts";
import { encodeModel } from "../lenses/scyther/encode.ts";
import { findScyther } from "../lenses/scyther/installed/find-scyther.ts";
import { loadSpdl } from "../lenses/scyther/load.ts";
import { listClaims } from "../core/protocol/claims/listing.ts";
import { runToEnd } from "../lenses/verifier/run-to-end.ts";
import { Verifier } from "../lenses/verifier/verify.ts";
import { lensesWithScyther } from "./example.ts";
import { assess } from "./assess.ts";
import { makeFolder } from "./example.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { DEFAULT_OPTIONS } from "../lenses/options.ts";

/** Of JavaScript's prototypes, of TypeScript, of SPDL, of Scyther's built-ins, and of Assay. */
const JAVASCRIPT = "constructor prototype toString valueOf hasOwnProperty then toJSON length name arguments undefined";
const TYPESCRIPT =
  "class import export default string any number never Omit Exclude Promise Record keyof infer type this";
const SPDL =
  "protocol role claim send recv match const fresh var secret macro include untrusted compromised Nonce Agent";
const SCYTHER =
  "Eve Alice Bob Charlie Dave Simon pk sk k Function Ticket Secret Alive Niagree Running Commit SKR hashfunction";
const ASSAY = "Game Adversary G1 Target pair crypt aenc senc sign run agent intruder I0 A B R fresh0 Reachable x";
const HOSTILE = [JAVASCRIPT, TYPESCRIPT, SPDL, SCYTHER, ASSAY].flatMap((words) => words.split(" "));

const OPTIONS = { maxRuns: 3, maxStates: 400 };
const SMALL = [
  "needham-schroeder",
  "needham-schroeder-shared",
  "mac-authentication",
  "signed-diffie-hellman",
  "nessett",
];

const load = async (name: string): Promise<Description> =>
  (await loadProtocol(`protocol/${name}/protocol.ts`)).description;
const OWN = new Map(await Promise.all(SMALL.map(async (name) => [name, await load(name)] as const)));

/** Every name that the author chose. */
function listNames(description: Description): string[] {
  const found = new Set(description.roles.map(({ name }) => name));
  for (const step of description.steps) {
    switch (step.kind) {
      case "public":
      case "knows":
        for (const [name] of step.bindings) found.add(name);
        break;
      case "fresh":
        for (const [name] of step.names) found.add(name);
        break;
      case "timestamp":
        found.add(step.name);
        break;
      case "computes":
        for (const [name] of step.bindings) found.add(name);
        break;
      case "message":
        found.add(step.label);
        collectFields(step.payload, found);
        break;
      case "view":
      case "running":
      case "claims":
        break;
      default:
        step satisfies never;
    }
  }
  return [...found];
}

function collectFields(part: unknown, found: Set<string>): void {
  if (typeof part !== "object" || part === null) return;
  if ("is" in part && part.is === "record") {
    for (const [name] of (part as unknown as { fields: readonly [string][] }).fields) found.add(name);
  }
  for (const inner of Object.values(part)) collectFields(inner, found);
}

/** Words of a description that are no name of the author's. */
const KEPT = new Set([
  "schema",
  "kind",
  "is",
  "op",
  "family",
  "sort",
  "claim",
  "place",
  "title",
  "theories",
  "weaknesses",
]);

/** The description with other names, everywhere that they stand. */
function rename<T>(thing: T, names: ReadonlyMap<string, string>): T {
  if (typeof thing === "string") return (names.get(thing) ?? thing) as T;
  if (Array.isArray(thing)) return thing.map((one: unknown) => rename(one, names)) as T;
  if (typeof thing !== "object" || thing === null) return thing;
  const entries = Object.entries(thing).map(([key, value]: [string, unknown]): [string, unknown] => [
    key,
    KEPT.has(key) ? value : rename(value, names),
  ]);
  return Object.fromEntries(entries) as T;
}

/** `Bindings` to sorts are pairs of a name and a sort: the sort is kept, though a name is called so. */
function renameAll(description: Description, names: ReadonlyMap<string, string>): Description {
  const { ban: _, ...others } = description;
  const renamed = rename(others, names) as Description;
  const steps = renamed.steps.map((step, i) => {
    const before = description.steps[i];
    return step.kind === "fresh" && before?.kind === "fresh"
      ? { ...step, names: step.names.map(([name], j) => [name, before.names[j]?.[1] as string] as const) }
      : step;
  });
  return { ...renamed, steps };
}

function judgeAll(model: Model): string[] {
  const verifier = new Verifier(model);
  return listClaims(model).map((claim) => {
    const { verdict } = runToEnd(verifier, claim, OPTIONS);
    const scope = verdict.is === "holds" ? JSON.stringify(verdict.scope) : "";
    return `${claim.claim.kind} ${verdict.is} ${scope}`;
  });
}

function encode(model: Model): Model {
  const { text } = encodeModel(model, { title: "p", source: "p/protocol.ts", injective: "left out" });
  return loadSpdl("p.spdl", (path) => ({ path, text })).model;
}

const phr = await load("phr-sharing");
/** Names that a type cannot have, or that mean something else in a generated file. */
const TYPE_NAMES =
  "class function string any import G1 Game Omit default Adversary Challenged Target Tools PlayResult Exclude Promise never keyof infer GT Scalar NAMES play stub goOn Ciphertext".split(
    " ",
  );

const plain = new Map([...OWN].map(([name, description]) => [name, judgeAll(project(description))]));

/** A renaming of all names of a protocol by hostile ones. */
const anyRenaming = fc.constantFrom(...SMALL).chain((name) => {
  const description = OWN.get(name) as Description;
  const names = listNames(description);
  // A constant called Eve is refused (CP104): she is an agent.
  const hasConstants = description.steps.some(({ kind }) => kind === "public");
  return fc
    .shuffledSubarray(hasConstants ? HOSTILE.filter((word) => word !== "Eve") : HOSTILE, {
      minLength: names.length,
      maxLength: names.length,
    })
    .map((chosen) => ({ name, names: new Map(names.map((one, i) => [one, chosen[i] as string])) }));
});
const RUNS = { numRuns: Number(process.env["FC_NUM_RUNS"] ?? 25), seed: 24 };

describe("hostile names in the DSL", () => {
  it("change no verdict", () => {
    fc.assert(
      fc.property(anyRenaming, ({ name, names }) => {
        const renamed = renameAll(OWN.get(name) as Description, names);
        expect(judgeAll(project(renamed))).toEqual(plain.get(name));
      }),
      RUNS,
    );
  });

  it("are all of the names of a small protocol, one at a time", () => {
    const description = OWN.get("needham-schroeder") as Description;
    const victims = listNames(description);
    for (const [i, hostile] of HOSTILE.filter((one) => !victims.includes(one)).entries()) {
      for (const victim of victims.filter((_, j) => (i + j) % 8 === 0)) {
        const renamed = renameAll(description, new Map([[victim, hostile]]));
        expect([victim, hostile, ...judgeAll(project(renamed))]).toEqual([
          victim,
          hostile,
          ...(plain.get("needham-schroeder") ?? []),
        ]);
      }
    }
  });

  it("change no verdict on the model for Scyther", () => {
    fc.assert(
      fc.property(anyRenaming, ({ name, names }) => {
        const description = OWN.get(name) as Description;
        const before = judgeAll(encode(project(description)));
        expect(judgeAll(encode(project(renameAll(description, names))))).toEqual(before);
      }),
      { ...RUNS, numRuns: 10 },
    );
  });

  it("compile in what is generated", () => {
    const description = phr;
    const roles = description.roles.map(({ name }) => name);
    const compiler = new Project({ tsConfigFilePath: "tsconfig.json", skipAddingFilesFromTsConfig: true });
    const files = chunk(TYPE_NAMES, roles.length).flatMap((chosen, i) => {
      const renamed = renameAll(description, new Map(roles.map((role, j) => [role, chosen[j] ?? `Free${j}`])));
      const read = (path: string): string => readFileSync(`src/lenses/games/${path}`, "utf8");
      return writeGames({ ...renamed, name: `hostile-${i}` }, "as-registered", read)
        .filter(({ name }) => name === "ind-hra.game.ts" || name === "ind-cca-delegatee.game.ts")
        .map(({ name, text }) => compiler.createSourceFile(`games/hostile-${i}/${name}`, text));
    });
    expect(files.length).toBeGreaterThan(5);
    const wrong = files.flatMap((file) =>
      file
        .getPreEmitDiagnostics()
        .map(
          (each) => `${file.getBaseName()} ${ts.flattenDiagnosticMessageText(each.compilerObject.messageText, " ")}`,
        ),
    );
    expect(wrong).toEqual([]);
  });

  it("change no verdict of either engine", async (context) => {
    const environment = process.env["ASSAY_SCYTHER"];
    if (environment === undefined || environment === "") return context.skip("ASSAY_SCYTHER names no Scyther");
    const search = await findScyther({ environment, configured: undefined, path: "" }, new AbortController().signal);
    if (search.is !== "found") throw new Error(`no Scyther: ${search.is}`);
    const { scyther } = search;
    const judge = async (description: Description): Promise<string[]> => {
      const source = { kind: "description", source: "p", path: "nowhere/protocol.ts" } as const;
      const { findings, errors, disagreements } = await assess(
        { sources: [source], diagnostics: [] },
        { ...DEFAULT_OPTIONS, engine: "both", maxRuns: 3, timeoutSeconds: 30 },
        {
          now: () => 0,
          pause: () => Promise.resolve(),
          signal: new AbortController().signal,
          version: "0.0.0",
          loadProtocol: () =>
            Promise.resolve({ description, model: project(description), warnings: [], implementations: new Map() }),
          listen: () => undefined,
          machine: {},
          lenses: lensesWithScyther(scyther),
        },
      );
      expect(errors).toEqual([]);
      expect(disagreements).toEqual([]);
      return findings.map(({ engine, claim, verdict }) => `${engine} ${claim} ${verdict.is}`);
    };
    const description = OWN.get("needham-schroeder") as Description;
    const before = await judge(description);
    const names = listNames(description);
    for (const chosen of chunk(HOSTILE, names.length).filter((part) => part.length === names.length)) {
      expect(await judge(renameAll(description, new Map(names.map((one, i) => [one, chosen[i] as string]))))).toEqual(
        before,
      );
    }
  });
});

describe("theories with hostile names", () => {
  const judge = (name: string, operation: string): string[] => {
    const declared = theory(name, { [operation]: op<(a: never, b: never) => never>("first", "second") });
    const seal = declared.ops[operation] as (...parts: readonly unknown[]) => never;
    const build = protocol("p", { A: "a", B: "b" }) as unknown as Record<string, (...given: unknown[]) => typeof build>;
    const built = build["uses"]?.(declared.ops)
      ["fresh"]?.("A", { N: nonce, K: nonce })
      ["message"]?.("M1", "A", "B", ({ N, K }: { N: unknown; K: unknown }) => ({ c: seal(N, K) }))
      ["claims"]?.("A", ({ N }: { N: never }) => [secret(N)]);
    const { description, diagnostics } = describeBuilder(readBuilder(built) as never);
    if (description === undefined) return diagnostics.map(({ code, message }) => `${code} ${message}`);
    const model = project(description);
    return [...judgeAll(model), "for Scyther:", ...judgeAll(encode(model))];
  };
  // Nobody opens the operation, so the nonce stays secret.
  const expected = judge("box", "seal");

  it.each("pair pk sk vk sgk shk crypt adec sdec message tuple record class toString Nonce agree k".split(" "))(
    "give an operation of their own: %s",
    (name) => {
      expect(expected[0]).toMatch(/^Secret holds/);
      for (const operation of [name, "pair", "adec", "directed"]) {
        expect([name, operation, ...judge(name, operation)]).toEqual([name, operation, ...expected]);
      }
    },
  );

  it.each(["pair(c:a", "{a,b}", "", "a b", "__proto__", "pk,", "1"])("are refused where they are none: %s", (name) => {
    expect(() => judge(name, "seal")).toThrow(/^CP510 /);
    expect(() => judge("box", name === "__proto__" ? "_" : name)).toThrow(/^CP510 /);
  });
});

describe("a name that cannot be one", () => {
  const check = async (text: string): Promise<string[]> => {
    const folder = makeFolder({ "protocol.ts": `import { aenc, nonce, pk, protocol, secret } from "assay";\n${text}` });
    try {
      await loadProtocol(join(folder, "protocol.ts"));
      return [];
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return error.diagnostics.map(({ code, message, help }) => `${code} ${message} ${help ?? ""}`);
    }
  };
  const say = (
    roles: string,
    fresh: string,
    payload: string,
  ): string => `export default protocol("p", ${roles} as never)
    .fresh("A" as never, ${fresh} as never).message("M1", "A" as never, "B" as never, (({ N, M }: any) => (${payload})) as never);`;
  const ROLES = '{ A: "a", B: "b" }';
  const FRESH = "{ N: nonce, M: nonce }";

  it("is told, with what to do, wherever JavaScript drops it", async () => {
    expect(await check(say(ROLES, FRESH, "{ N, M }"))).toEqual([]);
    expect(await check(say('{ __proto__: "a", B: "b" }', FRESH, "{ N }"))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^CP105 .*__proto__/)]),
    );
    expect(await check(say('{ __proto__: { title: "a" }, A: "a", B: "b" }', FRESH, "{ N }"))).toEqual([
      expect.stringMatching(/^CP104 A role cannot be called "__proto__"\./),
    ]);
    expect(await check(say('{ ["__proto__"]: "x", A: "a", B: "b" }', FRESH, "{ N }"))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^CP104 A role cannot be called "__proto__"\./)]),
    );
    expect(await check(say(ROLES, "{ __proto__: nonce, N: nonce, M: nonce }", "{ N }"))).toEqual([
      expect.stringMatching(/^CP104 A part cannot be called "__proto__"\./),
    ]);
    // Without a check, the message would be N alone, and M would never be sent.
    expect(await check(say(ROLES, FRESH, "{ __proto__: N, M }"))).toEqual([
      expect.stringMatching(/^CP\d+ .*__proto__/),
    ]);
    expect(await check(say(ROLES, FRESH, '{ ["__proto__"]: N, M }'))).toEqual([
      expect.stringMatching(/^CP104 A part cannot be called "__proto__"\./),
    ]);
  });
});

function chunk<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}
