import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../assess/example.ts";
import { listArguments } from "../scyther/installed/arguments.ts";
import { makeStub } from "../scyther/installed/example.ts";
import { runProgram } from "./run-program.ts";

const MODEL = "protocol p(A) { role A { claim_a(A, Alive); } }";
const ARGS = listArguments({ claim: { protocol: "p", label: "a" }, maxRuns: 5, match: 0 }, "model.spdl");
const LONG = 60_000;

function run(behaviour: string, { milliseconds = LONG, signal = new AbortController().signal, characters = 1e6 } = {}) {
  const folder = makeFolder({ "model.spdl": MODEL });
  return { folder, ended: runProgram(makeStub(behaviour), ARGS, folder, { milliseconds, signal, characters }) };
}

/** Waits until a file is there, i.e. a program has come so far. */
async function waitFor(path: string): Promise<string> {
  while (!existsSync(path) || readFileSync(path, "utf8") === "")
    await new Promise((resolve) => setTimeout(resolve, 10));
  return readFileSync(path, "utf8");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie that nobody waits for is no process any more.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

async function waitForEnd(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("runProgram", () => {
  it("gives back what was printed, and the status", async () => {
    const ended = await run("honest").ended;
    expect(ended).toMatchObject({ is: "ended", printed: { exitStatus: 3, signal: undefined } });
    if (ended.is !== "ended") return;
    expect(ended.printed.stdout).toContain("<claimstatus>");
    expect(ended.printed.stderr).toBe("claim\tp,A\tAlive_a\t-\tOk\t[proof of correctness]\n");
  });

  it("kills at the time limit, with all that was started, though it is told not to end", async () => {
    // The limit is reached whatever the machine does; that the child is there first is waited for.
    const controller = new AbortController();
    const { folder, ended } = run("slow", { signal: controller.signal });
    const child = Number(await waitFor(join(folder, "child.pid")));
    controller.abort();
    expect(await ended).toEqual({ is: "cancelled" });
    await waitForEnd(child);
    expect(isAlive(child)).toBe(false);
    expect(await run("slow", { milliseconds: 1 }).ended).toMatchObject({ is: "timeout" });
  });

  it("does not start once cancelled", async () => {
    expect(await run("honest", { signal: AbortSignal.abort() }).ended).toEqual({ is: "cancelled" });
  });

  it("ends what prints too much", async () => {
    expect(await run("huge", { characters: 10_000 }).ended).toEqual({ is: "overflow" });
  });

  it("tells of signals and of programs that cannot be started", async () => {
    expect(await run("killed").ended).toMatchObject({ is: "ended", printed: { signal: "SIGSEGV" } });
    const limits = { milliseconds: LONG, signal: new AbortController().signal };
    expect(await runProgram("/nowhere/scyther", [], "/", limits)).toEqual({ is: "failed", why: "ENOENT" });
  });

  it("hands on no switches from the environment", async () => {
    const path = join(
      makeFolder({ show: "#!/usr/bin/env node\nconsole.log(Object.keys(process.env).sort().join());" }),
      "show",
    );
    const { chmodSync } = await import("node:fs");
    chmodSync(path, 0o755);
    process.env["SCYTHERFLAGS"] = "--output=x";
    try {
      const ended = await runProgram(path, [], "/", { milliseconds: LONG, signal: new AbortController().signal });
      expect(ended).toMatchObject({ is: "ended", printed: { stdout: "LC_ALL,PATH\n" } });
    } finally {
      delete process.env["SCYTHERFLAGS"];
    }
  });
});

describe.skipIf(!existsSync("/proc/self/status"))("the limit of memory", () => {
  it("ends a program that takes more, and keeps what it had printed", async () => {
    const program =
      "#!/usr/bin/env node\nconsole.log(1);\nconst kept = [];\nsetInterval(() => kept.push(Buffer.alloc(2e7, 1)), 5);\n";
    const path = join(makeFolder({ greedy: program }), "greedy");
    const { chmodSync } = await import("node:fs");
    chmodSync(path, 0o755);
    const limits = { milliseconds: LONG, signal: new AbortController().signal, mebibytes: 200 };
    expect(await runProgram(path, [], "/", limits)).toEqual({ is: "memory", printed: { stdout: "1\n", stderr: "" } });
  });
});

describe("listArguments", () => {
  it("asks for one claim, in XML, with our own bounds", () => {
    expect(ARGS).toEqual(["--plain", "-x", "--max-runs=5", "--match=0", "--filter=p,a", "model.spdl"]);
    expect(listArguments({ claim: { protocol: "@o", label: "a" }, maxRuns: "unbounded", match: 2 }, "f")).toContain(
      "--max-runs=0",
    );
  });
});
