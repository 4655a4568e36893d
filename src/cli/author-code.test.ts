/** Whatever the code of a protocol.ts does while and after it is loaded: never a success, never a bug of Assay. */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { makeFolder, SMALL_EXPECTATIONS, SMALL_PROTOCOL } from "../assess/example.ts";
import { runAssay, runHere } from "./example.ts";

const POISON = "{ get() { throw 1; }, getPrototypeOf() { throw 2; }, has() { throw 3; } }";

const THROWN: Record<string, string> = {
  "a proxy": `throw new Proxy({}, ${POISON});`,
  "a proxy of an error": "throw new Proxy(new Error('x'), { get() { throw 1; } });",
  "a revoked proxy": "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy;",
  "a function": "throw Object.assign(() => 0, { toString() { throw 1; }, [Symbol.toPrimitive]() { throw 2; } });",
  "an error with a poisoned stack": "throw Object.defineProperty(new Error('a'), 'stack', { get() { throw 1; } });",
  "an error with a poisoned message": "throw Object.defineProperty(new Error('a'), 'message', { get() { throw 1; } });",
  "an error of odd parts": "throw Object.assign(new Error('a'), { message: { toString() { throw 1; } }, stack: 5 });",
  "a symbol": "throw Symbol('x');",
  nothing: "throw undefined;",
  "an empty diagnostic": "throw Object.assign(new Error('x'), { name: 'DiagnosticError', diagnostics: [] });",
  "a warning":
    "throw Object.assign(new Error('x'), { name: 'DiagnosticError', diagnostics: [{ code: 'CP005', severity: 'warning', message: 'm' }] });",
  "a bug of ours":
    "throw Object.assign(new Error('x'), { name: 'DiagnosticError', diagnostics: [{ code: 'AS901', severity: 'error', message: 'm' }] });",
  "a diagnostic that is none": "throw Object.assign(new Error('x'), { name: 'DiagnosticError', diagnostics: [null] });",
};

describe("what a protocol.ts throws", () => {
  it.each(Object.keys(THROWN))("is told as its mistake: %s", async (name) => {
    const folder = makeFolder({ "a/protocol.ts": `${THROWN[name]}\n${SMALL_PROTOCOL}` });
    const { stderr, status } = await runHere(folder, "verify", "a/protocol.ts", "--quiet");
    expect(stderr).toContain("error CP005: The file throws");
    expect(stderr).not.toContain("AS901");
    expect(status).toBe(2);
  });
});

const ENDING: Record<string, readonly [code: string, status: number, says: string]> = {
  exit: ["process.exit(0);", 2, "AS111"],
  "exit without listeners": ["process.removeAllListeners('exit'); process.exit(0);", 2, "AS111"],
  "exit of Node's own": ["(process as any).reallyExit(0);", 2, "AS111"],
  "exit from a timer": ["setTimeout(() => process.exit(0), 0);", 2, "AS111"],
  "a status set at the end": ["process.on('exit', () => { process.exitCode = 0; });", 1, "4 claims"],
  "an exit at the end": ["process.on('exit', () => process.exit(0));", 1, "4 claims"],
  "a rejection": ["void Promise.reject(new Error('late'));", 2, "/a/protocol.ts:"],
  "a rejection with nothing": ["void Promise.reject(undefined);", 2, "AS118"],
  "a rejection without a stack": [
    "void Promise.reject(Object.defineProperty(new Error('a'), 'stack', { get() { throw 1; } }));",
    2,
    "AS118",
  ],
  "an exception from a timer": ["setTimeout(() => { throw new Error('late'); }, 0);", 2, "AS118"],
  "a proxy from a timer": [`setTimeout(() => { throw new Proxy({}, ${POISON}); }, 0);`, 2, "AS118"],
};

describe("what a protocol.ts does to the process", () => {
  it.each(Object.keys(ENDING))("does not look like a success: %s", async (name) => {
    const [code, expected, says] = ENDING[name] as (typeof ENDING)[string];
    const folder = makeFolder({ "a/protocol.ts": `${code}\n${SMALL_PROTOCOL}` });
    const { stdout, stderr, status } = await runAssay(folder, "verify", "a/protocol.ts", "--quiet");
    expect(`${stdout}${stderr}`).toContain(says);
    expect(stderr).not.toContain("AS901");
    expect(status).toBe(expected);
  });
});

describe("assay audit --check", () => {
  it("writes nothing", async () => {
    const folder = makeFolder({
      "protocol/small/protocol.ts": SMALL_PROTOCOL,
      "protocol/small/expected.yaml": SMALL_EXPECTATIONS,
    });
    const list = (): string[] => readdirSync(folder, { recursive: true }).map(String).sort();
    const before = list();
    const { stdout, status } = await runHere(folder, "audit", "--check", "--quiet");
    expect(stdout).toContain("reports/assessment.json is missing");
    expect(status).toBe(1);
    expect(list()).toEqual(before);
    await runHere(folder, "audit", "--quiet");
    expect(list()).toContain(".cache");
  });
});
