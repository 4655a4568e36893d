/**
 * Runs a program of others once: without a shell, under a limit of time and memory, with a limit on what it may print.
 *
 * It gets a process group of its own, which is killed as a whole at a limit, when cancelled, and when this process ends;
 * nothing of the environment reaches it but where programs are, since programs take switches from there. Memory is looked
 * at from outside, four times a second: limits of the system count address space, of which some programs reserve a
 * terabyte, and a program that is told of its limit may not keep to it.
 */
import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { execa } from "execa";

/** The output of a process, and how it ended. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined for a process that was killed. */
  readonly exitStatus: number | undefined;
  readonly signal: string | undefined;
}

/** The output of a process that was stopped. */
export interface PrintedSoFar {
  readonly stdout: string;
  readonly stderr: string;
}

/** How a process ended. */
export type Ended =
  | { readonly is: "ended"; readonly printed: Printed }
  | { readonly is: "timeout"; readonly printed: PrintedSoFar }
  /** It took more memory than it may. */
  | { readonly is: "memory"; readonly printed: PrintedSoFar }
  | { readonly is: "cancelled" }
  /** It printed more than it may. */
  | { readonly is: "overflow" }
  /** It could not be started. */
  | { readonly is: "failed"; readonly why: string };

/** Under what a program runs. */
export interface RunLimits {
  readonly milliseconds: number;
  readonly signal: AbortSignal;
  /** Characters that it may print to each of its outputs. */
  readonly characters?: number;
  /** Memory that it may take, where that can be seen. */
  readonly mebibytes?: number | undefined;
}

const LOOK_MILLISECONDS = 250;
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** Runs a program to its end, or to the end of patience. */
export async function runProgram(
  path: string,
  args: readonly string[],
  folder: string,
  { milliseconds, signal, characters = MOST_CHARACTERS, mebibytes }: RunLimits,
): Promise<Ended> {
  if (signal.aborted) return { is: "cancelled" };
  const isGroup = process.platform !== "win32";
  const child = execa(path, args, {
    cwd: folder,
    env: keepEnvironment(process.env),
    extendEnv: false,
    stdin: "ignore",
    detached: isGroup,
    cleanup: false,
    reject: false,
    buffer: false,
    windowsHide: true,
  });
  const kill = (): void => killAll(child.pid, isGroup);
  let stopped: "timeout" | "cancelled" | "overflow" | "memory" | undefined;
  const stop = (why: NonNullable<typeof stopped>): void => {
    stopped ??= why;
    kill();
  };
  const overflow = (): void => stop("overflow");
  const stdout = collect(child.stdout, characters, overflow);
  const stderr = collect(child.stderr, characters, overflow);
  const look = (most: number): void => {
    const used = child.pid === undefined ? undefined : readMemory(child.pid);
    if (used !== undefined && used > most) stop("memory");
  };
  const cancel = (): void => stop("cancelled");
  const timer = setTimeout(() => stop("timeout"), milliseconds);
  const watch = mebibytes === undefined ? undefined : setInterval(() => look(mebibytes), LOOK_MILLISECONDS);
  signal.addEventListener("abort", cancel, { once: true });
  process.once("exit", kill);
  try {
    const result = await child;
    const partial = { stdout: stdout(), stderr: stderr() };
    if (stopped === "timeout" || stopped === "memory") return { is: stopped, printed: partial };
    if (stopped !== undefined) return { is: stopped };
    if (result.exitCode === undefined && result.signal === undefined) {
      return { is: "failed", why: result.code ?? "it could not be started" };
    }
    const { exitCode: exitStatus, signal: by } = result;
    return { is: "ended", printed: { ...partial, exitStatus, signal: by } };
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    signal.removeEventListener("abort", cancel);
    process.off("exit", kill);
    // Whatever it left running has no business any more.
    kill();
  }
}

/** MiB that a process holds in memory; undefined where the system does not say. */
function readMemory(pid: number): number | undefined {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
  } catch {
    return undefined;
  }
}

/** Reads what a program prints, up to a limit; what comes after it is dropped. */
function collect(stream: Readable, characters: number, overflow: () => void): () => string {
  const chunks: string[] = [];
  let length = 0;
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    length += chunk.length;
    if (length > characters) overflow();
    else chunks.push(chunk);
  });
  return () => chunks.join("");
}

function keepEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = { LC_ALL: "C" };
  for (const name of ["PATH", "SystemRoot"]) {
    const value = environment[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

function killAll(pid: number | undefined, isGroup: boolean): void {
  if (pid === undefined) return;
  try {
    process.kill(isGroup ? -pid : pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}
