/**
 * The real command, run in a folder of its own, for tests: what it prints, where, and how it ends. In this process where
 * nothing of the process itself is tested, as starting another one takes longer than most commands.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runCommand } from "./program.ts";

const BIN = fileURLToPath(new URL("../../bin/assay.mjs", import.meta.url));

/** How a command ended. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** A command that is running. */
export interface Running {
  readonly pid: number;
  readonly interrupt: () => void;
  /** Resolves with what stderr has said once this is in it. */
  readonly hear: (text: string) => Promise<string>;
  /** Resolves once stdout has this. */
  readonly say: (text: string) => Promise<void>;
  readonly ended: Promise<Ended>;
}

/** Starts `assay` in a folder. */
export function startAssay(folder: string, words: readonly string[]): Running {
  const env = { ...process.env, NO_COLOR: "1", CI: "true" };
  const child = spawn(process.execPath, [BIN, ...words], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  const listeners = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    for (const listener of listeners) listener();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ stdout, stderr, status }));
  });
  const awaitText = (text: string, read: () => string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (read().includes(text)) resolve();
      };
      listeners.add(look);
      look();
      void ended.then((result) => reject(new Error(`ended before it said ${text}: ${JSON.stringify(result)}`)));
    });
  const hear = (text: string): Promise<string> => awaitText(text, () => stderr).then(() => stderr);
  const say = (text: string): Promise<void> => awaitText(text, () => stdout);
  return { pid: child.pid ?? 0, interrupt: () => child.kill("SIGINT"), hear, say, ended };
}

/** Runs `assay` in a folder to its end. */
export function runAssay(folder: string, ...words: string[]): Promise<Ended> {
  return startAssay(folder, words).ended;
}

/** Runs `assay` in a folder to its end, in this process; nothing else of it may depend on the working folder meanwhile. */
export async function runHere(folder: string, ...words: string[]): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  const home = process.cwd();
  process.chdir(folder);
  try {
    const status = await runCommand(words, {
      print: (text) => {
        stdout += text;
      },
      note: (text) => {
        stderr += text;
      },
      resultColour: "none",
      noteColour: "none",
      liveColumns: undefined,
    });
    return { stdout, stderr, status };
  } finally {
    process.chdir(home);
  }
}
