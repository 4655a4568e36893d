import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LEAKY_MODEL, makeFolder, SMALL_EXPECTATIONS, SMALL_PROTOCOL, SOUND_MODEL } from "../assess/example.ts";
import { makeStub as makeProverif } from "../lenses/proverif/installed/example.ts";
import { makeStub as makeTamarin } from "../lenses/tamarin/installed/example.ts";
import { makeStub, pathOfModel } from "../lenses/scyther/installed/example.ts";
import type { Assessment } from "../core/verdict/verdict.ts";
import { runHere, startAssay } from "./example.ts";

const kept = { path: process.env["PATH"], scyther: process.env["ASSAY_SCYTHER"] };

/** No Scyther of the machine is found. */
beforeEach(() => {
  process.env["PATH"] = dirname(process.execPath);
  delete process.env["ASSAY_SCYTHER"];
});

afterEach(() => {
  process.env["PATH"] = kept.path;
  if (kept.scyther !== undefined) process.env["ASSAY_SCYTHER"] = kept.scyther;
});

/** A folder with files, in which Scyther is a stub. */
function makeProject(behaviour: string, files: Readonly<Record<string, string>>): string {
  return makeFolder({ ...files, "assay.config.yaml": `scyther: ${makeStub(behaviour)}\n` });
}

describe("assay verify --engine", () => {
  it.each(["scyther", "both"])("%s says what to do where there is none", async (engine) => {
    const folder = makeFolder({ "sound.spdl": SOUND_MODEL });
    const { stdout, stderr, status } = await runHere(folder, "verify", "sound.spdl", "--engine", engine);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/AS601.*not installed[^]*ASSAY_SCYTHER=<path>[^]*assay doctor/);
  });

  it("refuses a program that is not Scyther, and another word", async () => {
    const folder = makeProject("other-program", { "sound.spdl": SOUND_MODEL });
    const { stderr, status } = await runHere(folder, "verify", "sound.spdl", "--engine", "scyther");
    expect(stderr).toMatch(/AS602.*named by assay\.config\.yaml, but it does not say its version/);
    expect(status).toBe(2);
    expect((await runHere(folder, "verify", "sound.spdl", "--engine", "cyther")).status).toBe(2);
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
    expect(text).toMatch(/It violates .* as well\./);
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
    expect(stdout).toContain("Not confirmed, as scyther shows it, on B secret nb (b2):");
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

  it("reports a crash as an error of each claim, and a refusal once", async () => {
    const crashing = makeProject("crashing", { "sound.spdl": SOUND_MODEL });
    const crash = await runHere(crashing, "verify", "sound.spdl", "--engine", "scyther");
    expect(crash.stderr).toContain("AS605");
    expect(crash.status).toBe(2);
    const refusing = makeProject("refusing", { "sound.spdl": SOUND_MODEL });
    const refusal = await runHere(refusing, "verify", "sound.spdl", "--engine", "scyther");
    expect(refusal.stderr.match(/AS604/g)).toHaveLength(1);
    expect(refusal.status).toBe(2);
  });
});

describe("assay verify --engine with ProVerif", () => {
  it.each([
    ["is missing", () => "/nowhere/proverif", "AS612"],
    ["is another program", () => "/bin/true", "AS612"],
    ["prints garbage", () => makeProverif("echo RESULT perhaps."), "AS616"],
    ["crashes", () => makeProverif("kill -SEGV $$"), "AS615"],
  ])("keeps the verdicts of the others where it %s, and ends with 3", async (_, findPath, code) => {
    const folder = makeFolder({ "sound.spdl": SOUND_MODEL, "assay.config.yaml": `proverif: ${findPath()}\n` });
    const words = ["verify", "sound.spdl", "--engine", "native,proverif", "--claim", "A1", "--quiet"];
    const { stdout, status } = await runHere(folder, ...words);
    expect(stdout).toMatch(/\+ holds/);
    expect(stdout).toContain(code);
    expect(status).toBe(3);
  });

  it("says what engines there are where one is not known", async () => {
    const folder = makeFolder({ "sound.spdl": SOUND_MODEL });
    const { stderr, status } = await runHere(folder, "verify", "sound.spdl", "--engine", "native,spin");
    expect(stderr).toContain("native, scyther, proverif, tamarin, both, all");
    expect(status).toBe(2);
  });
});

describe("assay verify --engine with Tamarin", () => {
  it.each([
    ["is missing", () => "/nowhere/tamarin-prover", "AS622"],
    ["finds no Maude", () => makeTamarin("echo 'tamarin-prover: Maude is not installed.' >&2; exit 1"), "AS627"],
    ["prints garbage", () => makeTamarin("echo verified"), "AS626"],
  ])("keeps the verdicts of the others where it %s, and ends with 3", async (_, findPath, code) => {
    const files = { "protocol/small/protocol.ts": SMALL_PROTOCOL };
    const folder = makeFolder({ ...files, "assay.config.yaml": `tamarin: ${findPath()}\n` });
    const words = ["verify", "small", "--engine", "native,tamarin", "--claim", "Reachable", "--quiet"];
    const { stdout, status } = await runHere(folder, ...words);
    expect(stdout).toMatch(/\+ holds/);
    expect(stdout).toContain(code);
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
