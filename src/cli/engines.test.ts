import { chmodSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LEAKY_MODEL, makeFolder, SMALL_EXPECTATIONS, SMALL_PROTOCOL, SOUND_MODEL } from "../assess/example.ts";
import { makeStub as makeProverif } from "../lenses/proverif/installed/example.ts";
import { makeStub as makeTamarin } from "../lenses/tamarin/installed/example.ts";
import { makeStub, pathOfModel } from "../lenses/scyther/installed/example.ts";
import type { Assessment } from "../core/verdict/verdict.ts";
import { runHere, startAssay } from "./example.ts";

const VARIABLES = ["ASSAY_SCYTHER", "ASSAY_PROVERIF", "ASSAY_TAMARIN"] as const;
const kept = new Map(["PATH", ...VARIABLES].map((name) => [name, process.env[name]]));

/** No program of the machine is found. */
beforeEach(() => {
  process.env["PATH"] = dirname(process.execPath);
  for (const name of VARIABLES) delete process.env[name];
});

afterEach(() => {
  for (const [name, value] of kept) if (value !== undefined) process.env[name] = value;
});

/** A folder with files, in which Scyther is a stub. */
function makeProject(behaviour: string, files: Readonly<Record<string, string>>): string {
  return makeFolder({ ...files, "assay.config.yaml": `scyther: ${makeStub(behaviour)}\n` });
}

describe("assay verify --engine", () => {
  it("refuses a word that is no engine, and says which there are", async () => {
    const folder = makeFolder({ "sound.spdl": SOUND_MODEL });
    const { stderr, status } = await runHere(folder, "verify", "sound.spdl", "--engine", "native,spin");
    expect(stderr).toContain("native, scyther, proverif, tamarin, both, all");
    expect(status).toBe(2);
  });

  it("both: has two findings for each claim, and no word of disagreement where there is none", async () => {
    const folder = makeProject("recorded", {});
    const words = ["verify", pathOfModel("e01-nspk.spdl"), "--engine", "both", "--claim", "Secret", "--quiet"];
    const { stdout, status } = await runHere(folder, ...words, "--format", "json");
    const { findings, disagreements } = JSON.parse(stdout) as Assessment;
    expect(findings.map(({ engine, verdict }) => `${engine} ${verdict.is}`)).toEqual([
      ...["native holds", "scyther holds", "native holds", "scyther holds"],
      ...["native attack", "scyther attack", "native attack", "scyther attack"],
    ]);
    expect(disagreements).toEqual([]);
    expect(status).toBe(1);
    const text = (await runHere(folder, ...words)).stdout;
    expect(text).toMatch(/\+ holds {3}unbounded, by Scyther/);
    // The two claims fall to one attack, which is told once for both.
    expect(text.match(/Attack on/g)).toHaveLength(1);
    expect(text).toMatch(/It also violates .*\./);
    expect(text).toContain("4 claims: 2 hold (2 for any number of runs), 2 attacks.");
  });

  it("both: ends with 1 and shows both sides where the engines contradict each other", async () => {
    const folder = makeProject("honest", { "leaky.spdl": LEAKY_MODEL });
    const words = ["verify", "leaky.spdl", "--engine", "both", "--claim", "A1", "--quiet"];
    const { stdout, status } = await runHere(folder, ...words);
    expect(status).toBe(1);
    expect(stdout).toContain("The engines contradict each other:");
    expect(stdout).toContain(
      "leaky.spdl: A secret n (A1): native says attack (2 steps), scyther says holds (unbounded).",
    );
    expect(stdout).toContain("Attack on A secret n (A1):");
    const sound = makeProject("honest", { "sound.spdl": SOUND_MODEL });
    const { status: agreed } = await runHere(sound, "verify", "sound.spdl", "--engine", "both", "--claim", "A1");
    expect(agreed).toBe(0);
  });

  it("scyther: says that an attack was not confirmed, and ends with 3", async () => {
    const folder = makeProject("forging", {});
    const words = ["verify", pathOfModel("e01-nspk.spdl"), "--engine", "scyther", "--claim", "b2", "--quiet"];
    const { stdout, status } = await runHere(folder, ...words);
    expect(stdout).toContain("the engine shows what cannot be executed");
    expect(stdout).toContain("Not confirmed, from scyther, on B secret nb (b2):");
    expect(status).toBe(3);
  });

  it("keeps what is done at Ctrl-C", async () => {
    const folder = makeProject("slow", { "sound.spdl": SOUND_MODEL });
    const words = ["verify", "sound.spdl", "--engine", "both", "--claim", "A1", "--timeout", "600"];
    const running = startAssay(folder, words);
    await running.hear("sound.spdl sound: A Secret n: holds");
    running.interrupt();
    const { stdout, status } = await running.ended;
    expect(stdout).toContain("+ holds");
    expect(status).toBe(130);
  });

  it("warns of another version, once", async () => {
    const folder = makeProject("old", { "sound.spdl": SOUND_MODEL });
    const { stderr, status } = await runHere(folder, "verify", "sound.spdl", "--engine", "scyther", "--claim", "A1");
    expect(stderr.match(/AS603/g)).toHaveLength(1);
    expect(status).toBe(0);
  });
});

/** A program that says this whatever it is asked. */
function makeOther(behaviour: string): string {
  const path = join(makeFolder({ program: `#!/bin/sh\n${behaviour}\n` }), "program");
  chmodSync(path, 0o755);
  return path;
}

/** A program of each engine that is at fault, by its fault; what it is told as. */
const FAULTS = {
  scyther: {
    "is missing": [() => "/nowhere/scyther", "AS602"],
    "is another program": [() => process.execPath, "AS602"],
    "prints nothing": [() => makeStub("silent"), "AS606"],
    "prints garbage": [() => makeStub("garbage"), "AS606"],
    "refuses what it gets": [() => makeStub("refusing"), "AS604"],
    crashes: [() => makeStub("crashing"), "AS605"],
    hangs: [() => makeStub("slow"), "AS605"],
    "is of another version": [() => makeOther("echo Scyther version v0.9."), "AS606"],
  },
  proverif: {
    "is missing": [() => "/nowhere/proverif", "AS612"],
    "is another program": [() => process.execPath, "AS612"],
    "prints nothing": [() => makeProverif("true"), "AS616"],
    "prints garbage": [() => makeProverif("echo RESULT perhaps."), "AS616"],
    "refuses what it gets": [() => makeProverif("echo 'Error: Syntax error.'; exit 2"), "AS614"],
    crashes: [() => makeProverif("kill -SEGV $$"), "AS615"],
    hangs: [() => makeProverif("/bin/sleep 60"), "AS615"],
    "is of another version": [() => makeOther("echo Proverif 1.85. Cryptographic protocol verifier, by"), "AS616"],
  },
  tamarin: {
    "is missing": [() => "/nowhere/tamarin-prover", "AS622"],
    "is another program": [() => process.execPath, "AS622"],
    "prints nothing": [() => makeTamarin("true"), "AS626"],
    "prints garbage": [() => makeTamarin("echo verified"), "AS626"],
    "refuses what it gets": [() => makeTamarin("echo 'unexpected token' >&2; exit 1"), "AS62"],
    crashes: [() => makeTamarin("kill -SEGV $$"), "AS625"],
    hangs: [() => makeTamarin("/bin/sleep 60"), "AS625"],
    "is of another version": [() => makeOther("echo tamarin-prover 0.8.6, its authors"), "AS626"],
    "finds no Maude": [() => makeTamarin("echo 'tamarin-prover: Maude is not installed.' >&2; exit 1"), "AS627"],
  },
} as const;

const FAULTY = Object.entries(FAULTS).flatMap(([engine, faults]) =>
  Object.entries(faults).map(([fault, [findPath, code]]) => ({ engine, fault, findPath, code })),
);

const SMALL = { "protocol/small/protocol.ts": SMALL_PROTOCOL, "protocol/small/expected.yaml": SMALL_EXPECTATIONS };

describe("an engine at fault", () => {
  it.each(FAULTY)("$engine $fault: $code, the verdicts of others stay, and the status is 3", async (one) => {
    const { engine, fault, findPath, code } = one;
    const folder = makeFolder({ ...SMALL, "assay.config.yaml": `${engine}: ${findPath()}\n` });
    const timeout = fault === "hangs" ? ["--timeout", "1"] : [];
    const words = ["verify", "small", "--engine", `native,${engine}`, "--quiet", "--format", "json", ...timeout];
    const { stdout, stderr, status } = await runHere(folder, ...words);
    if (fault === "is of another version") expect(stderr).toMatch(/AS6[012]3/);
    const { findings, disagreements } = JSON.parse(stdout) as Assessment;
    expect(disagreements).toEqual([]);
    const by = (name: string) => findings.filter((finding) => finding.engine === name).map(({ verdict }) => verdict);
    expect(by("native").map(({ is }) => is)).toEqual(expect.arrayContaining(["attack", "holds"]));
    expect(by("native").map(({ is }) => is)).not.toContain("inconclusive");
    expect(by(engine)).toHaveLength(by("native").length);
    for (const verdict of by(engine)) {
      expect(verdict).toMatchObject({ is: "inconclusive", why: "no-answer" });
      expect(verdict.is === "inconclusive" ? verdict.notes?.join() : "").toContain(code);
    }
    expect(status).toBe(3);
  });

  it.each(["scyther", "proverif", "tamarin"])("%s, not installed and alone: says what to do", async (engine) => {
    const { stdout, stderr, status } = await runHere(makeFolder(SMALL), "verify", "small", "--engine", engine);
    expect(stderr).toMatch(new RegExp(`AS6[012]1.*not installed[^]*ASSAY_${engine.toUpperCase()}=<path>[^]*doctor`));
    expect(stdout).toContain("inconclusive");
    expect(status).toBe(3);
  });

  it("says of an audit that all engines were asked and none of the others was there", async () => {
    const { stdout, status } = await runHere(makeFolder(SMALL), "audit", "--engine", "all", "--quiet");
    for (const code of ["AS601", "AS611", "AS621"]) expect(stdout).toContain(code);
    expect(stdout).toContain("All as expected.");
    expect(status).toBe(3);
  });
});

describe("assay audit --engine both", () => {
  it("asks Scyther about what descriptions generate, and is red where it contradicts", async () => {
    const files = { "protocol/small/protocol.ts": SMALL_PROTOCOL, "protocol/small/expected.yaml": SMALL_EXPECTATIONS };
    const folder = makeProject("honest", files);
    const { stdout, status } = await runHere(folder, "audit", "--engine", "both", "--quiet");
    expect(stdout).toContain("The engines contradict each other:");
    expect(stdout).toContain("small: R secret N");
    expect(status).toBe(1);
    expect((await runHere(folder, "audit", "--quiet")).status).toBe(0);
  });

  it("follows assay.config.yaml", async () => {
    const config = `scyther: ${makeStub("honest")}\nengine: scyther\n`;
    const folder = makeFolder({ "sound.spdl": SOUND_MODEL, "assay.config.yaml": config });
    const { stdout } = await runHere(folder, "verify", "sound.spdl", "--claim", "A1", "--quiet");
    expect(stdout).toContain("unbounded, by Scyther");
    const wrong = makeFolder({ "sound.spdl": SOUND_MODEL, "assay.config.yaml": "engine: scythe\n" });
    const { stderr, status } = await runHere(wrong, "verify", "sound.spdl");
    expect(stderr).toContain("Did you mean scyther?");
    expect(status).toBe(2);
  });
});

describe("assay doctor", () => {
  it("says what is found, and ends with 0", async () => {
    const { stdout, status } = await runHere(makeProject("honest", {}), "doctor");
    expect(stdout).toMatch(/Scyther {2}1\.3\.0-5-gac49bec {2}\/.*honest, from assay\.config\.yaml/);
    expect(stdout).toContain(`Node.js  ${process.versions.node}`);
    expect(status).toBe(0);
  });

  it("says what is not found, and ends with 0", async () => {
    const { stdout, status } = await runHere(makeFolder({}), "doctor");
    expect(stdout).toMatch(/Scyther {2}Scyther is not installed[^]*ASSAY_SCYTHER=<path>/);
    expect(status).toBe(0);
  });

  it("has a form for machines", async () => {
    const { stdout } = await runHere(makeProject("old", {}), "doctor", "--format", "json");
    const { schema, scyther } = JSON.parse(stdout) as { schema: string; scyther: Record<string, unknown> };
    expect(schema).toBe("assay/doctor-1");
    expect(scyther).toMatchObject({ found: true, from: "assay.config.yaml", compared: false });
    const none = await runHere(makeFolder({}), "doctor", "--format", "json");
    expect(JSON.parse(none.stdout)).toMatchObject({ scyther: { found: false } });
  });
});
