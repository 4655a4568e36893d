/**
 * The process of an implementation: started in a group of its own, and ended as a group, with everything that it started.
 *
 * It ends with us whatever ends us, but for a SIGKILL; then it reads the end of its standard input.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { Failed } from "../live/generic/failed.ts";

/** Bytes of standard error that are kept for messages. */
const KEPT_BYTES = 2_000;

/** A process that runs. */
export interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  /** How it has ended, with the last that it wrote to standard error; undefined while it runs. */
  readonly explainEnd: () => string | undefined;
  readonly end: () => void;
}

/** Starts a command in a folder. What cannot be started says so in `explainEnd`. */
export function startChild([command = "", ...words]: readonly string[], folder: string): Child {
  const isGroup = process.platform !== "win32";
  const child = spawn(command, words, { cwd: folder, stdio: "pipe", detached: isGroup, windowsHide: true });
  let [ended, said]: [string | undefined, string] = [undefined, ""];
  const end = (): void => {
    children.delete(end);
    listen();
    if (child.pid === undefined) return;
    try {
      process.kill(isGroup ? -child.pid : child.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  };
  children.add(end);
  listen();
  child.on("error", (error: NodeJS.ErrnoException) => {
    ended =
      error.code === "ENOENT"
        ? `There is no program ${command}, or no folder ${folder}.`
        : `${command} cannot be started: ${error.message}.`;
  });
  child.on("exit", (status, signal) => {
    const how = signal === null ? `ended with status ${status ?? 0}` : `was ended by ${signal}`;
    ended ??= `Its process ${how}.`;
  });
  // Writing to a process that has ended is no error of its own.
  child.stdin.on("error", () => undefined);
  child.stdout.on("error", () => undefined);
  child.stderr.on("error", () => undefined);
  child.stderr.on("data", (data: Buffer) => {
    said = (said + data.toString("latin1")).slice(-KEPT_BYTES);
  });
  const lastWords = (): string => {
    const line = said.trim().split("\n").at(-1) ?? "";
    return line === "" ? "" : ` It wrote: ${line.slice(-200)}`;
  };
  return { process: child, explainEnd: () => (ended === undefined ? undefined : `${ended}${lastWords()}`), end };
}

/** The ends of all processes that run. */
const children = new Set<() => void>();

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
let isListening = false;

/** While something runs, what ends us ends it first. */
function listen(): void {
  if (isListening === children.size > 0) return;
  isListening = children.size > 0;
  if (isListening) {
    process.on("exit", endAll);
    for (const name of SIGNALS) process.on(name, endBy);
    return;
  }
  process.off("exit", endAll);
  for (const name of SIGNALS) process.off(name, endBy);
}

function endAll(): void {
  for (const end of [...children]) end();
}

/** Ends as the signal would have ended us without a listener; whoever else listens decides otherwise. */
function endBy(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  endAll();
  process.kill(process.pid, signal);
}

/** A failure of a process that has ended, or that gave no answer in its time. */
export function failSilent(child: Child | undefined, at: string, milliseconds: number): Failed {
  const ended = child?.explainEnd();
  if (ended !== undefined) return new Failed("ended", at, ended);
  return new Failed("silent", at, `It gives no answer within ${milliseconds / 1000} s.`);
}
