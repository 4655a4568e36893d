/**
 * Real processes of `assay live --processes`, killed on the way: the end is that of one process.
 *
 * With ASSAY_NIGHTLY, every process of phr-sharing is killed after every step (a session kills another one at each step, and
 * there are as many sessions as processes), the parent is killed too, and a table says what came of it.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openGenericCompany } from "../live/generic/company.ts";
import { openGenericSession } from "../live/generic/open-session.ts";
import type { Grip } from "../live/processes/perform.ts";
import type { Company, MemberStep } from "../live/processes/troupe.ts";
import { loadSystem } from "../live/system/find-system.ts";
import type { LiveEnd } from "../live/system/live-system.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { runProcesses } from "./run/live-processes.ts";

const isNightly = process.env["ASSAY_NIGHTLY"] !== undefined;
const identity = { build: "build", description: "description" };
const root = new URL("../../", import.meta.url).pathname;

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), "assay-kill-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(store, { recursive: true, force: true });
});

const pathOf = (name: string): string => join(root, "protocol", name, "protocol.ts");

/** Plays a protocol by processes; `strike` may kill at each step. What ended is listed. */
async function play(
  name: string,
  open: (memory: unknown) => Promise<Company>,
  strike: (step: MemberStep, grip: Grip, number: number) => void,
  variant = "",
): Promise<{ readonly end: LiveEnd; readonly ended: readonly string[]; readonly steps: readonly MemberStep[] }> {
  const ended: string[] = [];
  const steps: MemberStep[] = [];
  const end = await runProcesses({
    play: { path: pathOf(name), variant, backend: "mcl" },
    open,
    store,
    passphraseFile: undefined,
    environment: { ASSAY_PASSPHRASE: "correct horse" },
    print: () => undefined,
    note: (text) => void (text.includes("SIGKILL") && ended.push(text.slice(0, text.indexOf(": ended")))),
    wall: () => Date.now(),
    onStep: (step, grip) => {
      strike(step, grip, steps.length);
      steps.push(step);
    },
    cost: 10,
  });
  return { end, ended, steps };
}

describe("processes that are killed", () => {
  it("come to the end of one process", async () => {
    const loaded = await loadProtocol(pathOf("needham-schroeder"));
    const shared = { ...loaded, backend: "mcl" as const, seed: "t", identity };
    const options = { ...shared, wall: () => 1_750_000_000_000, stopwatch: () => 0 };
    const { end, ended } = await play(
      "needham-schroeder",
      (memory) => openGenericCompany(options, memory),
      ({ message, member }, grip) => {
        if (message !== undefined && member === "Bob") grip.kill("Bob");
      },
    );
    expect(ended.length).toBeGreaterThan(0);
    expect(end).toEqual(await (await openGenericSession(options)).run(() => undefined));
  });

  it.runIf(isNightly)(
    "of phr-sharing come to the same, whichever is killed at whichever step",
    async () => {
      // A system is source, and runs on the source.
      vi.stubEnv("ASSAY_BUNDLE", undefined);
      const [description, system] = [
        await loadProtocol(pathOf("phr-sharing")),
        await loadSystem(pathOf("phr-sharing")),
      ];
      if (system?.processes === undefined) throw new Error("phr-sharing has no processes");
      const { processes } = system;
      const shared = { ...description, backend: "mcl" as const, seed: "t", identity, stopwatch: () => 0 };
      let start = 0;
      const open = async (memory: unknown): Promise<Company> => {
        const company = await processes.open({ ...shared, wall: () => Date.now() }, memory);
        start = (company.memory as { start: number }).start;
        return company;
      };
      const { members } = await open(undefined);
      const table: string[] = [];
      for (let shift = 0; shift < members.length; shift++) {
        const struck: string[] = [];
        const { end, steps } = await play(
          "phr-sharing",
          open,
          (_, grip, number) => {
            const member = members[(number + shift) % members.length] ?? "";
            struck.push(member);
            grip.kill(member);
          },
          "literal",
        );
        const ordered = [...steps].sort((a, b) => a.counter - b.counter);
        const walls = [start, ...ordered.map(({ time }) => time)];
        const together = await system.open({ ...shared, wall: () => walls.shift() ?? ordered.at(-1)?.time ?? 0 });
        const same = isSame(end, await together.run(() => undefined));
        table.push(`${String(shift).padStart(2)}  ${same ? "same" : "OTHER"}  ${struck.join(", ")}`);
        expect(end).toMatchObject({ is: "completed", isSound: true });
        rmSync(store, { recursive: true, force: true });
      }
      writeFileSync(join(tmpdir(), "assay-kill-table.txt"), `${table.join("\n")}\n`);
      expect(table.filter((line) => line.includes("OTHER"))).toEqual([]);
    },
    3_600_000,
  );

  it.runIf(isNightly && process.platform === "linux")(
    "end with their parent, and go on with the next",
    async () => {
      const words = ["bin/assay.mjs", "live", "needham-schroeder", "--processes", "--seed", "t", "--store", store];
      const environment = { ...process.env, ASSAY_PASSPHRASE: "p" };
      const parent = spawn(process.execPath, words, { cwd: root, env: environment, stdio: ["ignore", "pipe", "pipe"] });
      await new Promise<void>((resolve) => {
        parent.stdout.on("data", (text: Buffer) => void (text.toString().includes("M1") && resolve()));
      });
      const children = childrenOf(parent.pid ?? 0);
      expect(children.length).toBe(2);
      parent.kill("SIGKILL");
      await expect.poll(() => children.filter(isAlive), { timeout: 10_000 }).toEqual([]);
      const again = spawn(process.execPath, words, { cwd: root, env: environment, stdio: ["ignore", "pipe", "pipe"] });
      let said = "";
      again.stdout.on("data", (text: Buffer) => {
        said += text.toString();
      });
      expect(await new Promise((resolve) => void again.on("exit", resolve))).toBe(0);
      expect(said).toContain("Model and code agree: 3 messages");
      const wrong = spawn(process.execPath, words, { cwd: root, env: { ...environment, ASSAY_PASSPHRASE: "q" } });
      let complaint = "";
      wrong.stderr.on("data", (text: Buffer) => {
        complaint += text.toString();
      });
      expect(await new Promise((resolve) => void wrong.on("exit", resolve))).toBe(2);
      expect(complaint).toMatch(/^error AS807: .* does not open: the passphrase is another, or the file was altered\./);
    },
    120_000,
  );
});

function isSame(one: LiveEnd, other: LiveEnd): boolean {
  const plain = ({ transcript }: LiveEnd): string =>
    JSON.stringify({ ...(transcript as Record<string, unknown>), timings: undefined });
  return plain(one) === plain(other);
}

function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.trim().split(" ").filter(Boolean).map(Number);
}

function isAlive(pid: number): boolean {
  return readdirSync("/proc").includes(String(pid)) && !/^State:\tZ/mu.test(readStatus(pid));
}

function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "State:\tZ";
  }
}
