/** Tests that what was asked for is in the report, or that the report says that it is not. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderAll } from "../api/render-reports.ts";
import { renderText } from "../reports/text/render-text.ts";
import type { Assessment } from "../core/verdict/verdict.ts";
import { LENSES } from "../lenses/registry.ts";
import { assess } from "./assess.ts";
import type { Environment } from "./environment.ts";
import { LEAKY_MODEL, makeFolder, SMALL_PROTOCOL, SOUND_MODEL } from "./example.ts";
import { decideExit, EXIT } from "../repository/exit-status.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { DEFAULT_OPTIONS } from "../lenses/options.ts";
import { resolveSources } from "../repository/resolve-sources.ts";
import { openCache, type ResultCache } from "./result-cache.ts";

function analyse(folder: string, parts: Partial<Environment>): Promise<Assessment> {
  return assess(resolveSources([folder]), DEFAULT_OPTIONS, {
    now: () => 0,
    pause: () => Promise.resolve(),
    signal: new AbortController().signal,
    version: "0.0.0",
    loadProtocol,
    lenses: LENSES,
    listen: () => undefined,
    machine: { node: "test" },
    ...parts,
  });
}

const MODELS = { "leaky.spdl": LEAKY_MODEL, "sound.spdl": SOUND_MODEL };

describe("a cache that cannot be written", () => {
  it("costs no finding, and is told once", async () => {
    const folder = makeFolder(MODELS);
    writeFileSync(join(folder, ".cache"), "");
    const with_ = await analyse(folder, { cache: openCache(join(folder, ".cache/assay"), "build") });
    const without = await analyse(folder, {});
    expect(with_.findings).toEqual(without.findings);
    expect(with_.findings).toHaveLength(6);
    expect(with_.errors).toEqual([]);
    expect(with_.warnings.map(({ code }) => code)).toEqual(["AS706"]);
    expect(with_.incomplete).toBeUndefined();
  });
});

describe("a finding that is lost", () => {
  const failing: ResultCache = {
    build: "build",
    find: () => Promise.resolve(undefined),
    keep: () => {
      throw new TypeError("a fault on the way");
    },
  };

  it("makes the report say that it is incomplete in its first line, and the status other than 0", async () => {
    const assessment = await analyse(makeFolder(MODELS), { cache: failing });
    expect(assessment.findings).toHaveLength(4);
    expect(assessment.incomplete).toEqual({ asked: 6, missing: 2 });
    expect(decideExit(assessment)).toBe(EXIT.bug);
    expect(decideExit({ ...assessment, errors: [] })).toBe(EXIT.input);
    const said = "Incomplete: 2 of 6 requested findings are missing.";
    expect(renderText(assessment, { colour: "none", attacks: "told" }).split("\n")[0]).toBe(said);
    for (const { name, text } of renderAll(assessment).filter((file) => /\.(html|md|tex)$/.test(file.name))) {
      // Markdown escapes what could be markup.
      expect(text.replaceAll("\\", "").includes(said) ? name : `${name} does not say it`).toBe(name);
      expect(text).not.toContain("All as expected");
    }
    expect(assessment.errors.filter(({ code }) => code === "AS902")).toHaveLength(2);
  });

  it("is noticed when a verifier answers with nothing at all", async () => {
    const { findings, incomplete } = await analyse(makeFolder(MODELS), {
      cache: { build: "", find: () => Promise.resolve(undefined), keep: () => undefined },
      listen: (event) => {
        if (event.kind === "judged" && event.claim.claim === "Secret") throw new RangeError("no listener");
      },
    });
    expect(findings.some(({ claim }) => claim === "Secret")).toBe(false);
    expect(incomplete).toEqual({ asked: 6, missing: 2 });
  });
});

describe("a source without a claim", () => {
  it("is an error, unless it says so", async () => {
    const silent = makeFolder({ "a.spdl": "usertype Word;\n" });
    const one = await analyse(silent, {});
    expect(one.errors.map(({ code }) => code)).toEqual(["AS127"]);
    expect(decideExit(one)).toBe(EXIT.input);
    const saying = makeFolder({ "a.spdl": "usertype Word;\n// assay: no claims\n", ...MODELS });
    const other = await analyse(saying, {});
    expect(other.errors).toEqual([]);
    expect(other.warnings).toEqual([]);
  });
});

describe("TypeScript in a folder", () => {
  it("is not run, and the notice says how to run it", async () => {
    const folder = makeFolder({
      "evil.spdl/protocol.ts": "globalThis.wasRun = true;",
      "deep/protocol.ts": "globalThis.wasRun = true;",
      ...MODELS,
    });
    const { warnings, errors, findings } = await analyse(folder, {});
    expect((globalThis as { wasRun?: boolean }).wasRun).toBeUndefined();
    expect(warnings.map(({ code }) => code)).toEqual(["AS119", "AS119"]);
    expect(warnings[0]?.help).toBe(`Name it if you trust it: assay verify ${join(folder, "deep/protocol.ts")}`);
    expect(errors).toEqual([]);
    expect(findings).toHaveLength(6);
  });

  it("is run where it is named, and below the folder of protocols", () => {
    const folder = makeFolder({ "p/small/protocol.ts": SMALL_PROTOCOL, "q/small/protocol.ts": SMALL_PROTOCOL });
    const kinds = (word: string): string[] => resolveSources([word], join(folder, "p")).sources.map(({ kind }) => kind);
    expect(kinds(join(folder, "p"))).toEqual(["description"]);
    expect(kinds(join(folder, "p/small"))).toEqual(["description"]);
    expect(kinds(join(folder, "q/small/protocol.ts"))).toEqual(["description"]);
    expect(kinds(join(folder, "q"))).toEqual([]);
    expect(kinds(join(folder, "q/small"))).toEqual([]);
  });
});
