import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, SMALL_EXPECTATIONS, SMALL_PROTOCOL, SOUND_MODEL } from "../assess/example.ts";
import { runAssay } from "./example.ts";

/** No mistake of a person shows the inside of the program. */
function expectNoStack(text: string): void {
  expect(text).not.toMatch(/^\s+at .*:\d+/m);
  expect(text).not.toMatch(/node:internal|UnhandledPromise|triggerUncaught/);
}

describe("input", () => {
  it("explains everything that cannot be analysed, and analyses the rest", async () => {
    const folder = makeFolder({
      "binary.spdl": Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]),
      "empty.spdl": "",
      "huge.spdl": "",
      "loop.spdl": 'include "loop.spdl"\n',
      "broken.spdl": "protocol p(A) {\n  role A { send_1(A,A,x) }\n}\n",
      "far.spdl": 'include "/dev/zero"\n',
      "sound.spdl": SOUND_MODEL,
      "empty/protocol.ts": "",
      "throws/protocol.ts": 'throw new Error("no");\n',
      "syntax/protocol.ts": "export default protocol(;\n",
      "other/protocol.ts": "export default 42;\n",
      "notes.txt": "",
    });
    truncateSync(join(folder, "huge.spdl"), 9 * 1024 * 1024);
    execFileSync("mkfifo", [join(folder, "pipe.spdl")]);
    const code = ["empty", "throws", "syntax", "other"].map((name) => `${name}/protocol.ts`);
    const words = ["missing.spdl", "notes.txt", "pipe.spdl", ...code, "."];
    const { stdout, stderr, status } = await runAssay(folder, "verify", ...words, "--quiet");
    const codes = [...stderr.matchAll(/error ([A-Z]{2}\d{3}):/g)].map(([, code]) => code);
    expect(codes.sort()).toEqual(
      [
        "AS102",
        "AS107",
        "AS103",
        "AS104",
        "SP104",
        "CP006",
        "SP109",
        "AS103",
        "AS105",
        "SP111",
        "CP002",
        "CP004",
        "CP005",
      ].sort(),
    );
    expect(stderr).toContain("broken.spdl:2:");
    expectNoStack(stderr);
    expect(stdout).toContain("3 claims: 3 hold");
    expect(status).toBe(2);
  });

  it("refuses to include what is no file that ends", async () => {
    const names = ["/dev/zero", "/proc/self/mem", "/proc/self/pagemap"].filter((path) => existsSync(path));
    const folder = makeFolder({
      ...Object.fromEntries(names.map((path, i) => [`m${i}.spdl`, `// a model\ninclude "${path}"\n${SOUND_MODEL}`])),
      "pipe.spdl": `include "pipe"\n${SOUND_MODEL}`,
      "sound.spdl": SOUND_MODEL,
    });
    execFileSync("mkfifo", [join(folder, "pipe")]);
    const { stdout, stderr, status } = await runAssay(folder, "verify", ".", "--quiet");
    const errors = [...stderr.matchAll(/^.*error ([A-Z]{2}\d{3}):/gm)].map(([, code]) => code);
    expect(errors).toHaveLength(names.length + 1);
    for (const code of errors) expect(["AS103", "AS105"]).toContain(code);
    expectNoStack(stderr);
    expect(stdout).toContain("3 claims: 3 hold");
    expect(status).toBe(2);
  });

  it("shows a hundred of many mistakes in a model", async () => {
    const sends = Array.from({ length: 300 }, (_, i) => `send_!${i}(A,A,x${i});`).join("\n");
    const folder = makeFolder({ "m.spdl": `protocol p(A) { role A { ${sends} claim(A,Alive); } }` });
    const { stderr, status } = await runAssay(folder, "verify", "m.spdl", "--quiet");
    const shown = stderr.match(/^m\.spdl:\d+:\d+: error/gm) ?? [];
    expect(shown.length).toBeGreaterThanOrEqual(100);
    expect(shown.length).toBeLessThanOrEqual(101);
    expect(status).toBe(2);
  });

  it("does not take code that ends the process for a success", async () => {
    const folder = makeFolder({
      "exits/protocol.ts": `process.exit(0);\n${SMALL_PROTOCOL}`,
    });
    const { stderr, status } = await runAssay(folder, "verify", "exits/protocol.ts");
    expect(stderr).toContain("error AS111: The process ended before Assay was done");
    expect(status).toBe(2);
  });

  it("shows names of a model that would write to the terminal without doing it", async () => {
    const folder = makeFolder({ "a\u001b[2J.spdl": "protocol p(A) {" });
    const { stderr, status } = await runAssay(folder, "check", ".");
    expect(stderr).not.toContain("\u001b");
    expect(status).toBe(2);
  });

  it("points into a wrong assay.config.yaml", async () => {
    const folder = makeFolder({ "assay.config.yaml": "timeout: 5\nmaxruns: 3\n", "sound.spdl": SOUND_MODEL });
    const { stderr, status } = await runAssay(folder, "verify", "sound.spdl");
    expect(stderr).toContain("assay.config.yaml:2:1: error AS302: Unknown key maxruns.");
    expect(stderr).toContain("help: Did you mean max-runs?");
    expect(status).toBe(2);
  });
});

describe("assay check", () => {
  it("prints what is wrong as its result, and judges nothing", async () => {
    const folder = makeFolder({
      "protocol/small/protocol.ts": SMALL_PROTOCOL.replace("secret(N)])\n  .claims", "secret(X)])\n  .claims"),
      "sound.spdl": SOUND_MODEL,
    });
    const { stdout, stderr, status } = await runAssay(folder, "check", "small", "sound.spdl");
    expect(stdout).toMatch(/^protocol\/small\/protocol\.ts:7:\d+: error CP\d{3}: /);
    expect(stdout).toContain("2 files, 1 error, 0 warnings.\n");
    expect(stderr).toBe("");
    expect(status).toBe(2);
  });

  it("reads the formulas of BAN annotations too", async () => {
    const nessett = readFileSync("protocol/nessett/protocol.ts", "utf8").replace("bel #(A", "bel #((A");
    const { stdout, status } = await runAssay(makeFolder({ "protocol/n/protocol.ts": nessett }), "check", "n");
    expect(stdout).toMatch(/^protocol\/n\/protocol\.ts:21:\d+: error BN101: /);
    expect(status).toBe(2);
  });

  it("ends with 0 when nothing is wrong", async () => {
    const { stdout, status } = await runAssay(makeFolder({ "sound.spdl": SOUND_MODEL }), "check", ".");
    expect(stdout).toBe("1 file, 0 errors, 0 warnings.\n");
    expect(status).toBe(0);
  });

  it("reads expectations too", async () => {
    const folder = makeFolder({
      "protocol/small/protocol.ts": SMALL_PROTOCOL,
      "protocol/small/expected.yaml": SMALL_EXPECTATIONS.replace("I Secret N", "I Secret M"),
    });
    const { stdout, status } = await runAssay(folder, "check", "small");
    expect(stdout).toContain("expected.yaml:2:12: error AS204: The protocol has no claim I Secret M.");
    expect(stdout).toContain("help: Did you mean I Secret N?");
    expect(status).toBe(2);
  });
});
