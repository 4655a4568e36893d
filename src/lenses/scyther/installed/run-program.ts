/**
 * Runs the installed program once: without a shell, under a time limit, with a limit on what it may print.
 *
 * It gets a process group of its own, which is killed as a whole at the time limit, when cancelled, and when this
 * process ends; nothing of the environment reaches it but where programs are, since Scyther takes switches from there.
 */
import type { Readable } from "node:stream";
import { execa } from "execa";
import type { Printed } from "./read-output.ts";

/** How a process ended. */
export type Ended =
  | { readonly is: "ended"; readonly printed: Printed }
  | { readonly is: "timeout" }
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
}

const MOST_CHARACTERS = 32 * 1024 * 1024;

/** Runs a program to its end, or to the end of patience. */
export async function runProgram(
  path: string,
  args: readonly string[],
  folder: string,
  { milliseconds, signal, characters = MOST_CHARACTERS }: RunLimits,
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
  let stopped: "timeout" | "cancelled" | "overflow" | undefined;
  const stop = (why: NonNullable<typeof stopped>): void => {
    stopped ??= why;
    kill();
  };
  const overflow = (): void => stop("overflow");
  const stdout = collect(child.stdout, characters, overflow);
  const stderr = collect(child.stderr, characters, overflow);
  const cancel = (): void => stop("cancelled");
  const timer = setTimeout(() => stop("timeout"), milliseconds);
  signal.addEventListener("abort", cancel, { once: true });
  process.once("exit", kill);
  try {
    const result = await child;
    if (stopped !== undefined) return { is: stopped };
    if (result.exitCode === undefined && result.signal === undefined) {
      return { is: "failed", why: result.code ?? "it could not be started" };
    }
    const { exitCode: exitStatus, signal: by } = result;
    return { is: "ended", printed: { stdout: stdout(), stderr: stderr(), exitStatus, signal: by } };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
    process.off("exit", kill);
    // Whatever it left running has no business any more.
    kill();
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
