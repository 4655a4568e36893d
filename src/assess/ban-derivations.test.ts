/**
 * The derivations of the protocols that come with Assay: what is committed is what they generate, LaTeX is well-formed (and
 * compiled where a TeX system is found), and the lenses stand side by side.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { analyse } from "../lenses/ban/analyse.ts";
import { LENSES } from "../lenses/registry.ts";
import type { Finding } from "../core/verdict/verdict.ts";
import { assess } from "./assess.ts";
import type { Environment } from "./environment.ts";
import { makeFolder } from "./example.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { DEFAULT_OPTIONS } from "../lenses/options.ts";
import { resolveSources } from "../repository/resolve-sources.ts";
import { contrastLenses } from "../lenses/ban/contrast.ts";
import { generateDerivations } from "../lenses/ban/generate-derivations.ts";
import { loadAnalysis } from "../lenses/ban/load-analysis.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const NAMES = readdirSync(join(ROOT, "ban"))
  .filter((name) => name.endsWith(".tex"))
  .map((name) => basename(name, ".tex"));

/** The same promise for the same name: loading and judging are done once for all tests. */
function remember<Result>(work: (name: string) => Promise<Result>): (name: string) => Promise<Result> {
  const known = new Map<string, Promise<Result>>();
  return (name) => {
    const result = known.get(name) ?? work(name);
    known.set(name, result);
    return result;
  };
}

const pathOf = (name: string): string => join(ROOT, "protocol", name, "protocol.ts");

const load = remember((name) => loadProtocol(pathOf(name)));

async function analyseProtocol(name: string) {
  const { description } = await load(name);
  const loaded = loadAnalysis(description);
  if (loaded === undefined) throw new Error(`${name} has no annotations`);
  return { analysis: loaded.analysis, result: analyse(loaded.analysis) };
}

const environment: Environment = {
  now: () => 0,
  pause: () => Promise.resolve(),
  signal: new AbortController().signal,
  listen: () => undefined,
  loadProtocol,
  lenses: LENSES,
  version: "0",
  machine: {},
};

/** The findings of the verifier and of BAN logic on a protocol. */
const judge = remember(async (name): Promise<readonly Finding[]> => {
  // As an audit does: BAN logic is compared with what holds typed.
  const options = { ...DEFAULT_OPTIONS, ban: "added", typeFlaws: "added" } as const;
  const { findings, errors } = await assess(resolveSources([pathOf(name)]), options, environment);
  expect(errors).toEqual([]);
  return findings;
});

describe("the derivations of the repository", () => {
  it("are there for each of the protocols that should have them", () => {
    expect(NAMES).toEqual(
      expect.arrayContaining([
        ...["phr-sharing", "phr-sharing-hardened", "needham-schroeder", "needham-schroeder-lowe"],
        ...["needham-schroeder-shared", "kerberos-exchange", "nessett"],
      ]),
    );
  });

  it.each(NAMES)("%s are those that are committed, and the same every time", async (name) => {
    const { description } = await load(name);
    for (const { name: file, text } of generateDerivations(description)) {
      expect(readFileSync(join(ROOT, "ban", file), "utf8")).toBe(text);
    }
  });
});

describe.each(["nessett", "needham-schroeder-shared", "kerberos-exchange"])("%s", (name) => {
  it("loads without a warning, and has every verdict that is expected of it", async () => {
    expect((await load(name)).warnings).toEqual([]);
    const findings = await judge(name);
    const different = findings.filter(({ expected }) => expected?.met !== true);
    expect(different.map(({ role, claim, on, verdict }) => `${role} ${claim} ${on} ${verdict.is}`)).toEqual([]);
    expect(new Set(findings.map(({ lens }) => lens))).toEqual(new Set(["symbolic", "ban"]));
  });
});

describe("LaTeX", () => {
  it.each(NAMES)("of %s balances its braces and stacks", (name) => {
    const text = readFileSync(join(ROOT, "ban", `${name}.tex`), "utf8");
    let depth = 0;
    for (const [token] of text.replace(/\\[{}]/g, "").matchAll(/[{}]/g)) {
      depth += token === "{" ? 1 : -1;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
    const begun = [...text.matchAll(/\\begin\{(\w+)\}/g)].map(([, what]) => what).sort();
    const ended = [...text.matchAll(/\\end\{(\w+)\}/g)].map(([, what]) => what).sort();
    expect(begun).toEqual(ended);
    const arity: Readonly<Record<string, number>> = { Unary: 1, Binary: 2, Trinary: 3, Quaternary: 4, Quinary: 5 };
    for (const tree of text.split("\\fitcolumn{%").slice(1)) {
      let stack = 0;
      for (const [, word = ""] of (tree.split("\\DisplayProof")[0] ?? "").matchAll(/\\(Axiom|\w+Inf)C\{/g)) {
        const taken = word === "Axiom" ? 0 : (arity[word.replace("Inf", "")] as number);
        expect(stack).toBeGreaterThanOrEqual(taken);
        stack += 1 - taken;
      }
      expect(stack).toBe(1);
    }
    const labels = [...text.matchAll(/\\label\{(lemma:\d+)\}/g)].map(([, label]) => label);
    for (const [, label] of text.matchAll(/\\ref\{(lemma:\d+)\}/g)) expect(labels).toContain(label);
  });

  const hasPackages = spawnSync("kpsewhich", ["bussproofs.sty"]).status === 0;
  const tex = ["pdflatex", "tectonic"]
    .filter((program) => program !== "pdflatex" || hasPackages)
    .find((program) => spawnSync(program, ["--version"]).status === 0);

  it(tex === undefined ? "is not compiled: no TeX system with bussproofs is found" : `is compiled by ${tex}`, () => {
    if (tex === undefined) {
      process.stderr.write("LaTeX is not compiled: neither pdflatex with bussproofs nor tectonic is found.\n");
      expect(tex).toBeUndefined();
      return;
    }
    for (const name of NAMES) {
      const folder = makeFolder({});
      const file = join(folder, `${name}.tex`);
      writeFileSync(file, readFileSync(join(ROOT, "ban", `${name}.tex`)));
      const options = tex === "pdflatex" ? ["-interaction=nonstopmode", "-halt-on-error", file] : [file];
      const { status, stdout } = spawnSync(tex, options, { cwd: folder, encoding: "utf8" });
      expect(status === 0 ? "" : stdout).toBe("");
    }
  });
});

describe("lenses side by side", () => {
  it("say which assumption the attack on Nessett's protocol violates", async () => {
    const findings = await judge("nessett");
    const { analysis, result } = await analyseProtocol("nessett");
    const contrasts = contrastLenses(analysis, result, findings);
    expect(contrasts.map(({ goal, assumptions }) => `${goal} ${assumptions.join(" ")}`)).toEqual([
      ...["g1 a1", "g2 a1", "g3 a1", "g4 a1"],
    ]);
    const notes = findings.flatMap(({ label, verdict }) =>
      label === "g1" && verdict.is === "derived" ? verdict.notes : [],
    );
    expect(notes[0]).toBe("Derived, and yet attacked symbolically: B secret Kab.");
    expect(notes[1]).toBe("The attack on A secret Kab violates the assumption a1: A bel A <-Kab-> B.");
  });

  it("say that A's honesty is violated once that assumption is gone", async () => {
    const findings = await judge("nessett");
    const { analysis, result } = await analyseProtocol("nessett");
    const without = { ...analysis, assumptions: analysis.assumptions.filter(({ id }) => id !== "a1") };
    const contrasts = contrastLenses(without, { ...analyse(without), lints: analyse(without).lints }, findings);
    const [first] = contrasts.filter(({ goal }) => goal === "g1");
    expect(first?.assumptions).toEqual([]);
    expect(first?.lints.map(({ kind, about }) => `${kind} ${about.id}`)).toContain("sender-honesty M1");
    expect(result.goals.length).toBe(4);
  });

  it("say which assumption Lowe's attack violates, and that his repair leaves nothing to say", async () => {
    const { analysis, result } = await analyseProtocol("needham-schroeder");
    const [contrast, ...others] = contrastLenses(analysis, result, await judge("needham-schroeder"));
    expect(others).toEqual([]);
    expect(contrast?.goal).toBe("g2");
    expect(contrast?.assumptions).toEqual(["s2"]);
    expect(contrast?.sentences).toContain("The attack on R secret Nr violates the assumption s2: R bel I <=Nr=> R.");
    const lowe = await analyseProtocol("needham-schroeder-lowe");
    expect(contrastLenses(lowe.analysis, lowe.result, await judge("needham-schroeder-lowe"))).toEqual([]);
  });

  it("name the clocks where the attack is a replay", async () => {
    const { analysis, result } = await analyseProtocol("kerberos-exchange");
    const contrasts = contrastLenses(analysis, result, await judge("kerberos-exchange"));
    expect(contrasts.map(({ goal, assumptions }) => `${goal} ${assumptions.join(" ")}`)).toEqual(["g4 f2 f3"]);
  });

  it("have the name that Lowe adds to M2 as a lint, without it", async () => {
    const lintsOf = async (name: string) =>
      (await analyseProtocol(name)).result.lints.filter(({ kind }) => kind === "unbacked").map(({ about }) => about.id);
    expect(await lintsOf("needham-schroeder")).toEqual(["M2", "M3", "M3"]);
    expect(await lintsOf("needham-schroeder-lowe")).toEqual(["M3", "M3"]);
  });
});
