/** Commands whose input never lets them come to an end by themselves: how they end, and that what was found is told. */
import { describe, expect, it, onTestFinished } from "vitest";
import { makeFolder, SMALL_PROTOCOL, SOUND_MODEL } from "../assess/example.ts";
import type { Assessment, Verdict } from "../core/verdict/verdict.ts";
import { runAssay, startAssay } from "./example.ts";

/** A protocol whose code does something again and again once its claims are judged: no search could be worse. */
function disturb(what: string): string {
  return `const real = performance.now.bind(performance);
performance.now = () => {
  if (new Error().stack?.includes("Drive.take")) { const held: unknown[] = []; process.stderr.write("disturbed\\n"); for (;;) { ${what} } }
  return real();
};
${SMALL_PROTOCOL}`;
}

const LOOPS = "held.length = 0;";
const ALLOCATES = "held.push(new Array(100_000).fill(0));";

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const verdictsOf = (stdout: string, source: string): Verdict[] =>
  (JSON.parse(stdout) as Assessment).findings.flatMap((one) => (one.source === source ? [one.verdict] : []));

const allAre = (verdicts: readonly Verdict[], why: string): boolean =>
  verdicts.length > 0 && verdicts.every((one) => one.is === "inconclusive" && one.why === why);

describe("a supervised command", () => {
  it("ends what is never read, says so, and judges the others", async () => {
    const folder = makeFolder({ "loops/protocol.ts": "for (;;);\n", "sound.spdl": SOUND_MODEL });
    const words = ["verify", "loops/protocol.ts", "sound.spdl", "--timeout", "2", "--quiet"];
    const { stdout, stderr, status } = await runAssay(folder, ...words);
    expect(stderr).toContain("loops/protocol.ts:1:1: error AS131: loops/protocol.ts was not read in time.");
    expect(stdout).toContain("3 claims: 3 hold");
    expect(status).toBe(2);
  });

  it("ends code that does not come to an end by itself, and goes on with the next", async () => {
    const codes: Readonly<Record<string, readonly [code: string, expected: string]>> = {
      aborts: ["process.abort();", "AS111"],
      allocates: ["const all: unknown[] = []; for (;;) all.push(new Array(100_000).fill(0));", "AS132"],
      buffers: ["const all: unknown[] = []; for (;;) all.push(Buffer.alloc(1e7, 1));", "AS132"],
      exits: ["process.exit(0);", "AS111"],
      killed: ['process.kill(process.pid, "SIGSEGV"); for (;;);', "AS111"],
    };
    const files = Object.entries(codes).map(([name, [code]]) => [`${name}/protocol.ts`, code] as const);
    const folder = makeFolder({ ...Object.fromEntries(files), "sound.spdl": SOUND_MODEL });
    const words = files.map(([path]) => path);
    const { stdout, stderr, status } = await runAssay(folder, "verify", ...words, "sound.spdl", "--max-memory", "200");
    const said = Object.keys(codes).map((name) => [name, new RegExp(`^${name}.* error (.*?):`, "m").exec(stderr)?.[1]]);
    expect(said).toEqual(Object.entries(codes).map(([name, [, expected]]) => [name, expected]));
    expect(stderr).not.toMatch(/^ +at |FATAL ERROR|<---|Native stack/m);
    expect(stdout).toContain("3 claims: 3 hold");
    expect(status).toBe(2);
  });

  it("ends a search that never pauses", async () => {
    const folder = makeFolder({ "odd/protocol.ts": disturb(LOOPS) });
    const words = ["verify", "odd/protocol.ts", "--timeout", "2", "--quiet", "--format", "json"];
    const { stdout, status } = await runAssay(folder, ...words);
    expect(allAre(verdictsOf(stdout, "odd/protocol.ts"), "timeout")).toBe(true);
    expect(status).toBe(3);
  });

  it("ends a search that takes more memory than it may, and judges the next claim", async () => {
    const folder = makeFolder({ "odd/protocol.ts": disturb(ALLOCATES) });
    const words = ["verify", "odd/protocol.ts", "--max-memory", "150", "--quiet", "--format", "json"];
    const { stdout, stderr, status } = await runAssay(folder, ...words);
    expect(allAre(verdictsOf(stdout, "odd/protocol.ts"), "memory")).toBe(true);
    expect(stderr).toMatch(/^(disturbed\n)+$/);
    expect(status).toBe(3);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("hears %s in a search that never pauses", async (signal) => {
    const folder = makeFolder({ "odd/protocol.ts": disturb(LOOPS) });
    const running = startAssay(folder, ["verify", "odd/protocol.ts", "--timeout", "600", "--format", "json"]);
    await running.hear("disturbed");
    process.kill(running.pid, signal);
    const { stdout, status } = await running.ended;
    expect(verdictsOf(stdout, "odd/protocol.ts")).toMatchObject([{ is: "inconclusive", why: "cancelled" }]);
    expect(status).toBe(130);
  });

  it("ends when its supervisor was killed, whatever it is busy with", async () => {
    const folder = makeFolder({ "loops/protocol.ts": "process.stderr.write(`I am ${process.pid}.\\n`);\nfor (;;);\n" });
    const running = startAssay(folder, ["verify", "loops/protocol.ts", "--timeout", "600"]);
    const said = await running.hear("I am ");
    const pid = Number(/I am (\d+)\./.exec(said)?.[1]);
    onTestFinished(() => void (isRunning(pid) && process.kill(pid, "SIGKILL")));
    process.kill(running.pid, "SIGKILL");
    while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isRunning(pid)).toBe(false);
  });

  it.each(["check", "show", "derive", "expect"])(
    "goes on with assay %s after code that ends the process",
    async (command) => {
      const folder = makeFolder({ "exits/protocol.ts": "process.exit(0);" });
      const { stderr, stdout, status } = await runAssay(folder, command, "exits/protocol.ts");
      expect(stdout + stderr).toContain("error AS111: The process ended before Assay was done");
      expect(status).toBe(2);
    },
  );
});
