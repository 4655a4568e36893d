import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Diagnostic, DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { SPDL_DIAGNOSTICS } from "./diagnostics.ts";
import { loadSpdl } from "./load.ts";
import { parseSwitches } from "./parse-switches.ts";
import type { Settings } from "./settings.ts";
import type { ReadText } from "./syntax/source.ts";

const read: ReadText = (path) => (existsSync(path) ? { path, text: readFileSync(path, "utf8") } : undefined);
const experiments = new URL("./fixtures/experiments/", import.meta.url).pathname;
const diagnostics = new URL("./fixtures/diagnostics/", import.meta.url).pathname;

function diagnosticsOf(path: string, settings: Settings = {}): readonly Diagnostic[] {
  try {
    return loadSpdl(path, read, settings).warnings;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

function describeDiagnostic(diagnostic: Diagnostic): string {
  return `${diagnostic.code} ${diagnostic.place?.line}:${diagnostic.place?.column}`;
}

function errorsOf(path: string, settings: Settings = {}): string[] {
  return diagnosticsOf(path, settings)
    .filter((diagnostic) => diagnostic.severity === "error")
    .map(describeDiagnostic);
}

/** Claims as Scyther prints them: `protocol,role label type parameter`. */
function listClaims(model: Model): string[] {
  return model.protocols.flatMap((protocol) =>
    protocol.roles.flatMap((role) =>
      role.events.flatMap((event) =>
        event.kind === "claim"
          ? [`${protocol.name},${role.role} ${event.claim.label} ${event.claim.kind} ${event.claim.on}`]
          : [],
      ),
    ),
  );
}

interface Recorded {
  readonly file: string;
  readonly args: readonly string[];
  readonly exit: number | string;
  readonly claims: readonly { id: string; label: string; type: string; param: string | null }[];
}

/** The faults of the models that Scyther refuses, or should; places are those of the offending tokens. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  "a03-missing-semicolon.spdl": ["SP104 4:42"],
  "a04-underscore-in-name.spdl": ["SP104 2:11"],
  "a05-unlabelled-send.spdl": ["SP114 4:32"],
  "a07-symmetric-role.spdl": ["SP104 2:1"],
  "a11-include-line-count.spdl": ["SP201 4:14"],
  // Scyther silently ignores the second protocol of a13.
  "a13-non-ascii.spdl": ["SP101 3:1"],
  "a27-claim-label-clash.spdl": ["SP310 3:49"],
  "b03-label-check-agent-var.spdl": ["SP304 4:39"],
  "b05-label-check-types.spdl": ["SP304 5:33"],
  "g01-wrong-sender.spdl": ["SP301 3:35", "SP301 4:35"],
  "g02-var-before-recv.spdl": ["SP305 3:37"],
  "g03-recv-without-send.spdl": ["SP303 3:31"],
  "g05-mismatch.spdl": ["SP304 3:37"],
};

const recorded: Recorded[] = JSON.parse(readFileSync(`${experiments}verdicts.json`, "utf8"));

describe("the recorded experiments", () => {
  const place = { file: "command line", line: 1, column: 1 };
  const runs = recorded.map((run) => ({ ...run, switches: parseSwitches(run.args, place) }));
  const usable = runs.filter((run) => run.switches.diagnostics.every((diagnostic) => diagnostic.code === "SP403"));

  it("are complete", () => {
    expect(new Set(recorded.map((run) => run.file)).size).toBe(
      readdirSync(experiments).filter((f) => /spdl$/.test(f)).length,
    );
    expect(usable.length).toBeGreaterThan(90);
  });

  it.each(Object.entries(REFUSED))("refuses %s where the error is", (file, expected) => {
    expect(errorsOf(experiments + file)).toEqual(expected);
  });

  const accepted = usable.filter((run) => REFUSED[run.file] === undefined || run.args.includes("--match=1"));
  it.each(accepted.map((run) => [run.file, run.args.join(" "), run] as const))("reads %s %s", (file, _, run) => {
    const { model } = loadSpdl(experiments + file, read, run.switches.settings);
    // a24: Scyther takes the claim type for the label. a28: it prints ? for a label that equals its role.
    if (file.startsWith("a24-")) expect(listClaims(model)).toEqual(["p,A x Alive -"]);
    else {
      const claims = run.claims.map((claim) => `${claim.id} ${claim.label} ${claim.type} ${claim.param ?? "-"}`);
      const expected = file.startsWith("a28-") ? claims.map((claim) => claim.replace("?", "A")) : claims;
      // The search that ran out of time and the one that crashed have no recorded claims.
      if (run.exit === 139) expect(listClaims(model)).toEqual(["p,A c1 Secret n"]);
      else if (run.exit !== "timeout") expect(listClaims(model)).toEqual(expected);
      else expect(listClaims(model)).toEqual(["p,A s Secret n"]);
    }
  });

  it("warns where Scyther takes a name for a label", () => {
    expect(diagnosticsOf(`${experiments}a23-labels-shadow.spdl`).map(describeDiagnostic)).toEqual([
      "SP213 4:59",
      "SP213 5:81",
    ]);
    expect(diagnosticsOf(`${experiments}a24-label-shadows-claim-type.spdl`).map(describeDiagnostic)).toEqual([
      "SP213 3:57",
    ]);
  });
});

describe("the diagnostics", () => {
  const files = readdirSync(diagnostics);

  it.each(files)("are those that %s expects", (file) => {
    const text = readFileSync(diagnostics + file, "utf8");
    const expected = [...text.matchAll(/^\/\/ expect (.*)$/gm)].map((match) => match[1]);
    expect(expected.length).toBeGreaterThan(0);
    const found = diagnosticsOf(diagnostics + file);
    expect(found.map(describeDiagnostic)).toEqual(expected);
    const lines = text.split("\n");
    for (const diagnostic of found) expect(diagnostic.sourceLine).toBe(lines[(diagnostic.place?.line ?? 0) - 1]);
  });

  it("cut a flood, and say how many more there are", () => {
    const text = `${'option "--nothing";\n'.repeat(3000)}protocol p(A) { role A { send_!1(A,A,A); claim(A,Reachable); } }`;
    const load = () => loadSpdl("flood.spdl", () => ({ path: "flood.spdl", text }));
    expect(load).toThrow(DiagnosticError);
    const told = ((): readonly Diagnostic[] => {
      try {
        return load().warnings;
      } catch (error) {
        return error instanceof DiagnosticError ? error.diagnostics : [];
      }
    })();
    expect(told.length).toBeLessThan(1000);
    expect(told.filter(({ code }) => code === "SP406").map(({ message }) => message)).toEqual([
      `There are ${3000 - told.length + 1} more.`,
    ]);
  });

  it("are all covered by a fixture, or by the tests of the tokenizer and the parser", () => {
    const elsewhere = ["SP106", "SP107", "SP108", "SP109", "SP112", "SP113", "SP115", "SP406"];
    const covered = new Set([...files.map((file) => file.slice(0, 5).toUpperCase()), ...elsewhere]);
    expect(Object.keys(SPDL_DIAGNOSTICS).filter((code) => !covered.has(code))).toEqual([]);
  });
});
