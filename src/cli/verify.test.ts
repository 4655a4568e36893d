import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { LEAKY_MODEL, makeFolder, SMALL_EXPECTATIONS, SMALL_PROTOCOL, SOUND_MODEL } from "../assess/example.ts";
import type { Assessment } from "../core/verdict/verdict.ts";
import { runAssay, runHere, startAssay } from "./example.ts";

const schema = JSON.parse(
  readFileSync(new URL("../core/verdict/assessment.schema.json", import.meta.url), "utf8"),
) as Record<string, unknown>;
const validate = new Ajv2020({ discriminator: true, strictRequired: false, strictTypes: false }).compile<Assessment>(
  schema,
);

/** B wraps and unwraps for ever, so no method comes to an end on the secrecy of x. */
const ENDLESS_MODEL = `hashfunction h; secret k: SessionKey;
protocol endless(A,B) {
  role A {
    var x: Nonce;
    recv_1(B,A, {x}k);
    claim_A1(A, Secret, x);
  }
  role B {
    fresh s: SessionKey; var y,z: Ticket;
    send_!2(B,A, {s}k);
    recv_!3(A,B, {z}k);
    send_!4(B,A, {h(z)}k);
    recv_!5(A,B, {h(y)}k);
    send_1(B,A, {y}k);
  }
}
`;

describe("assay verify", () => {
  it("judges a model, tells the attack, and ends with 1", async () => {
    const folder = makeFolder({ "leaky.spdl": LEAKY_MODEL });
    const { stdout, stderr, status } = await runHere(folder, "verify", "leaky.spdl");
    expect(stdout).toContain("leaky.spdl  leaky  2 roles, 1 message, 3 claims    bound 5 runs\n");
    expect(stdout).toMatch(/^ {2}A {2}secret n {3}x attack {2}\d+ steps$/m);
    expect(stdout).toMatch(/^ {2}A {2}reachable {2}\+ holds {3}unbounded$/m);
    expect(stdout).toContain("  Attack on A secret n (A1):\n    1. ");
    expect(stdout).toContain("3 claims: 2 hold (2 for any number of runs), 1 attack.\n");
    expect(stderr).toBe(
      "leaky.spdl leaky: A Secret n: attack\nleaky.spdl leaky: A Reachable: holds\nleaky.spdl leaky: B Reachable: holds\n",
    );
    expect(status).toBe(1);
  });

  it("loads a protocol.ts in a folder without node_modules, with its expectations", async () => {
    const folder = makeFolder({
      "protocol/small/protocol.ts": SMALL_PROTOCOL,
      "protocol/small/expected.yaml": SMALL_EXPECTATIONS,
    });
    const { stdout, stderr, status } = await runHere(folder, "verify", "small", "--quiet");
    expect(stderr).toBe("");
    expect(stdout).toMatch(/R {2}secret N {3}x attack {2}\d+ steps +expected: Anyone can make an M1 for R\./);
    expect(stdout).toContain("All as expected.");
    expect(status).toBe(0);
  });

  it("prints JSON that keeps to the schema, and nothing else on stdout", async () => {
    const folder = makeFolder({
      "small/protocol.ts": `console.log("on stdout?");\n${SMALL_PROTOCOL}`,
      "models/leaky.spdl": LEAKY_MODEL,
      "models/bad.spdl": "protocol p(A) {\n  role A { send_1(A,A,x) }\n}\n",
    });
    const words = ["verify", "small/protocol.ts", "models", "--format", "json"];
    const { stdout, status } = await runAssay(folder, ...words);
    const assessment = JSON.parse(stdout) as Assessment;
    validate(assessment);
    expect(validate.errors).toBeNull();
    expect(assessment.findings.map(({ source }) => source)).toEqual([
      ...Array<string>(4).fill("small/protocol.ts"),
      ...Array<string>(3).fill("models/leaky.spdl"),
    ]);
    expect(assessment.errors).toMatchObject([{ source: "models/bad.spdl", code: "SP104", line: 2 }]);
    expect(assessment.subjects).toHaveLength(2);
    expect(Object.keys(assessment.timings)).toEqual(["milliseconds", "timeoutSeconds", "claims", "machine"]);
    expect(status).toBe(2);
  });

  it("ends with 3 when the time is up, and says how to go on", async () => {
    const folder = makeFolder({ "endless.spdl": ENDLESS_MODEL });
    const words = ["verify", "endless.spdl", "--unbounded", "--timeout", "0.01", "--claim", "A Secret x"];
    const { stdout, status } = await runHere(folder, ...words);
    expect(stdout).toMatch(
      /A {2}secret x {2}\. inconclusive {2}\d+ runs? done {2}the time was up; raise it with --timeout/,
    );
    expect(status).toBe(3);
  });

  it("takes its bounds from the words, then from assay.config.yaml", async () => {
    const folder = makeFolder({ "endless.spdl": ENDLESS_MODEL, "assay.config.yaml": "max-runs: 2\n" });
    const [configured, told] = [
      await runHere(folder, "verify", "endless.spdl", "--claim", "A1"),
      await runHere(folder, "verify", "endless.spdl", "--claim", "A1", "--max-runs", "3"),
    ];
    expect(configured.stdout).toContain("bound 2 runs");
    expect(configured.stdout).toMatch(/\+ holds {2}up to 2 runs/);
    expect(told.stdout).toMatch(/\+ holds {2}up to 3 runs/);
  });

  it("keeps and writes what is done at Ctrl-C, and ends with 130", async () => {
    const folder = makeFolder({ "a.spdl": SOUND_MODEL, "b.spdl": ENDLESS_MODEL });
    const words = ["verify", ".", "--unbounded", "--timeout", "600", "--format", "json"];
    const running = startAssay(folder, words);
    await running.hear("a.spdl sound: B Reachable: holds");
    running.interrupt();
    const { stdout, stderr, status } = await running.ended;
    const { findings, interrupted } = JSON.parse(stdout) as Assessment;
    expect(findings.slice(0, 3).map(({ verdict }) => verdict.is)).toEqual(["holds", "holds", "holds"]);
    expect(findings.slice(3).every(({ verdict }) => verdict.is === "inconclusive" && verdict.why === "cancelled")).toBe(
      true,
    );
    expect(interrupted).toBe(true);
    expect(stderr).toContain("Stopping; results so far are kept.");
    expect(status).toBe(130);
  });

  it("does not mind a reader that goes away", async () => {
    const folder = makeFolder({ "leaky.spdl": LEAKY_MODEL });
    const bin = fileURLToPath(new URL("../../bin/assay.mjs", import.meta.url));
    const command = `"${process.execPath}" "${bin}" verify leaky.spdl --quiet | true; echo "\${PIPESTATUS[0]}"`;
    const stdout = await new Promise<string>((resolve, reject) => {
      execFile("bash", ["-c", command], { cwd: folder }, (error, out, err) =>
        error !== null || err !== "" ? reject(error ?? new Error(err)) : resolve(out),
      );
    });
    expect(stdout).toBe("1\n");
  });

  it("judges the standard claims on request, and other ways to match", async () => {
    const folder = makeFolder({ "sound.spdl": SOUND_MODEL });
    const words = ["verify", join("sound.spdl"), "--auto-claims", "--match", "2", "--format", "json", "--quiet"];
    const { stdout } = await runHere(folder, ...words);
    const { findings } = JSON.parse(stdout) as Assessment;
    expect(findings.filter(({ role }) => role === "B").map(({ claim }) => claim)).toEqual([
      "Secret",
      "Alive",
      "Weakagree",
      "Niagree",
      "Nisynch",
      "Reachable",
    ]);
  });

  it("judges synchronisation and agreement injectively as well where that is asked for", async () => {
    const text = `protocol p(A,B) {
      role A { fresh n: Nonce; claim_r(A,Running,B,n); send_1(A,B,{A,B,n}sk(A)); }
      role B { var n: Nonce; recv_1(A,B,{A,B,n}sk(A)); claim_s(B,Nisynch); claim_c(B,Commit,A,n); }
    }`;
    const folder = makeFolder({ "grant.spdl": text });
    const { stdout, status } = await runHere(folder, "verify", "grant.spdl", "--injective", "--quiet");
    expect(stdout).toMatch(/^ {2}B {2}ni-synch +\+ holds +unbounded$/m);
    expect(stdout).toMatch(/^ {2}B {2}injective-synch +x attack +5 steps$/m);
    expect(stdout).toMatch(/^ {2}B {2}injective-agree .*x attack +5 steps$/m);
    expect(stdout).toContain("receives 1 again");
    expect(status).toBe(1);
    const without = await runHere(folder, "verify", "grant.spdl", "--quiet");
    expect(without.stdout).not.toContain("injective");
    expect(without.status).toBe(0);
  });
});
