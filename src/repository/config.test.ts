import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { type Config, readConfigFile } from "./config.ts";
import { makeFolder } from "../assess/example.ts";

function load(text: string): Config {
  return readConfigFile(join(makeFolder({ "assay.config.yaml": text }), "assay.config.yaml"));
}

function codesOf(text: string): string[] {
  try {
    load(text);
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code, place }) => `${code} ${place?.line}:${place?.column}`);
  }
}

describe("readConfigFile", () => {
  it("has defaults for a file that is not there, or empty", () => {
    const defaults = readConfigFile(join(makeFolder({}), "assay.config.yaml"));
    expect(defaults).toMatchObject({ protocols: "protocol", bounds: { timeoutSeconds: 60, maxRuns: 5 } });
    expect(load("\n")).toEqual(defaults);
  });

  it("takes what the file says", () => {
    const bounds = "timeout: 2.5\nmax-runs: unbounded\nmax-states: 7\nmax-memory: 900\n";
    expect(
      load(
        `${bounds}protocols: p\nreports: r\nplays: 9\nsequences: 8\nimplementations: [{ name: ours, file: i.yaml }]\nengine: both\nscyther: /opt/scyther\nmodels: [proverif]\n`,
      ),
    ).toEqual({
      implementations: [{ name: "ours", file: "i.yaml" }],
      protocols: "p",
      reports: "r",
      plays: 9,
      sequences: 8,
      maxMemory: 900,
      engine: "both",
      programs: { scyther: "/opt/scyther" },
      models: ["proverif"],
      bounds: { timeoutSeconds: 2.5, maxRuns: "unbounded", maxStates: 7 },
    });
  });

  it.each([
    ["timeout: soon", "AS302 1:10"],
    ["timeout: 0", "AS302 1:10"],
    ["max-runs: 2.5", "AS302 1:11"],
    ["max-runs: infinite", "AS302 1:11"],
    ["engine: every", "AS302 1:9"],
    ["engine: native,spin", "AS302 1:9"],
    ["models: proverif", "AS302 1:9"],
    ["models: [scyther, spin]", "AS302 1:9"],
    ["time-out: 3", "AS302 1:1"],
    ["timeout: [", "AS301 1:11"],
    ["- timeout", "AS302 1:1"],
  ])("reports %s at its place", (text, found) => {
    expect(codesOf(text)[0]).toBe(found);
  });
});
