import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Transcript } from "../../protocol/phr-sharing/system/transcript.ts";
import { digestBuild } from "../files/build-identity.ts";
import { type Ended, runHere } from "./example.ts";

/** Runs a command line in this process. */
const run = (...words: string[]): Promise<Ended> => runHere(process.cwd(), ...words);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-live-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("assay live", () => {
  it("shares a bundle, tells how, keeps a transcript, and shows the same from its store", async () => {
    const store = join(folder, "store");
    const out = join(folder, "transcript.json");
    const words = ["live", "phr-sharing", "--variant", "hardened", "--backend", "mcl", "--seed", "t", "--store", store];
    const first = await run(...words, "--transcript", out);
    expect(first).toMatchObject({ status: 0, stderr: "" });
    expect(first.stdout).toMatch(/M1 {3}user@hospital-b at gateway +613 B/);
    expect(first.stdout).toMatch(/ {4}respond1 8, record 16, C_DU 804, T3 4, N3 16, grant \d+\n/);
    expect(first.stdout).toMatch(/The data user has the record: 7\.8 KiB, Bundle: 1 Patient, 4 Observation\n/);
    expect(first.stdout).toContain("Model and code agree: 6 messages");
    expect(first.stdout).toContain("The auditor reads one transfer: nothing is missing.");
    const transcript = JSON.parse(readFileSync(out, "utf8")) as Transcript;
    expect(transcript.delivered).toEqual(transcript.record);
    expect(transcript.build).toBe(digestBuild());
    expect(transcript.description).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(transcript.messages.map(({ label }) => label).filter((label, i, all) => label !== all[i - 1])).toEqual([
      "M0",
      "M0'",
      "M1",
      "M2",
      "M2'",
      "M3",
    ]);
    const second = await run(...words, "--format", "json");
    const again = JSON.parse(second.stdout) as Transcript;
    expect(second.status).toBe(0);
    expect(again.messages).toEqual(transcript.messages);
    expect(again.chains).toEqual(transcript.chains);
    const other = await run("live", "phr-sharing", "--backend", "mcl", "--store", store);
    expect(other.stderr).toMatch(/^error AS805: .*journal\.jsonl is of another sharing: its protocol is another\.\n/);
    expect(other.status).toBe(2);
  });

  it.each([
    [["--variant", "better"], /AS101: Unknown variant better\.\n {2}help: Known: literal, hardened, firewalled\./],
    [["--backend", "blst"], /AS101: .*Allowed choices are noble, mcl/],
    [["--recrod", "x"], /Did you mean --record\?/],
    [["--record", "no-such-file.json"], /AS102: No file no-such-file\.json\./],
  ])("%j is an error with status 2", async (words, said) => {
    const { stderr, stdout, status } = await run("live", "phr-sharing", ...words);
    expect(stderr).toMatch(said);
    expect([stdout, status]).toEqual(["", 2]);
  });

  it("says what it cannot share, and what it cannot run", async () => {
    const record = join(folder, "record.json");
    writeFileSync(record, '{"name":"no resource"}');
    expect((await run("live", "phr-sharing", "--record", record)).stderr).toMatch(/AS802: .* is no FHIR resource/);
    expect((await run("live", "phr-shaing")).stderr).toMatch(/AS102: .*\n {2}help: Did you mean phr-sharing\?/);
    const kept = await run("live", "needham-schroeder", "--store", folder);
    expect(kept.stderr).toMatch(/AS101: --store needs a protocol with its own live system: .* has none\./);
    expect(kept.status).toBe(2);
  });

  it("runs a protocol without a system by its roles alone", async () => {
    const { stdout, status } = await run("live", "otway-rees", "--seed", "t");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^otway-rees {2}Alice plays A, Bob plays B, Charlie plays S\n/);
    expect(stdout).toMatch(/ {2}M3 {4}Charlie to Bob +\d+ B\n +I 16, keyA \d+, keyB \d+\n/);
    expect(stdout).toMatch(/Model and code agree: 4 messages are what the description says, field for field\.\n$/);
    const again = await run("live", "otway-rees", "--seed", "t", "--format", "json");
    const transcript = JSON.parse(again.stdout) as { messages: readonly { label: string; bytes: string }[] };
    expect(transcript.messages.map(({ label }) => label)).toEqual(["M1", "M2", "M3", "M4"]);
  });
});

describe("assay attack", () => {
  it("executes an attack, shows its steps, and says so in JSON", async () => {
    const words = ["attack", "needham-schroeder", "--claim", "R secret Nr"];
    const text = await run(...words, "--steps");
    expect(text.status).toBe(0);
    expect(text.stdout).toMatch(/ {2}R Secret Nr +attack succeeded, 7 steps\n/);
    expect(text.stdout).toMatch(/ {6}Bob \(R, run 0\) takes M3 +177 B {2}[0-9a-f]{48}\.\.\.\n/);
    expect(text.stdout).toMatch(/\n1 attack, 1 succeeded on bytes; 0 ways to reach a role's end, 0 taken\.\n$/);
    const json = JSON.parse((await run(...words, "--format", "json")).stdout) as { claims: readonly object[] };
    expect(json).toMatchObject({ schema: "assay/executions-1", protocol: "needham-schroeder" });
    expect(json.claims).toMatchObject([{ claim: "R Secret Nr", executed: { outcome: { is: "succeeded" } } }]);
  });

  it("looks for an attack without a mix-up of types where the code refuses one", async () => {
    const { stdout, status } = await run("attack", "kerberos-exchange", "--claim", "B InjectiveAgree A on Kab");
    expect(stdout).toMatch(/attack refused by Bob at M3\.authenticator\.A: It should be name/);
    expect(stdout).toMatch(/without type confusion the attack succeeded, \d+ steps\./);
    expect(status).toBe(0);
  });

  it.each([
    [
      ["nessett", "--claim", "A Secret Na"],
      /AS101: nessett has no claim A Secret Na\.\n {2}help: Claims: A Secret Kab/,
    ],
    [["nesett"], /AS102: .*\n {2}help: Did you mean nessett\?/],
    [["nessett", "--timeout", "soon"], /AS101: /],
  ])("%j is an error with status 2", async (words, said) => {
    const { stderr, stdout, status } = await run("attack", ...words);
    expect(stderr).toMatch(said);
    expect([stdout, status]).toEqual(["", 2]);
  });
});
