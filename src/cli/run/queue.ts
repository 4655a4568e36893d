/** Runs `assay queue`. */
import { sanitise, writeJson } from "../../core/diagnostic/sanitise.ts";
import { count } from "../../core/verdict/words.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { readQueue } from "../../queue/status.ts";
import type { Terminal } from "../terminal.ts";

/** Options of the command line, read. */
export interface QueueFlags {
  readonly drain?: true;
  readonly format: "text" | "json";
}

/** Runs the command. Throws DiagnosticError where no queue answers. */
export async function runQueue(url: string, { drain, format }: QueueFlags, terminal: Terminal): Promise<ExitStatus> {
  const note = (text: string): void => terminal.note(`${sanitise(text)}\n`);
  const status = await readQueue(url, drain === true ? "drain" : "look", note);
  if (format === "json") {
    terminal.print(`${writeJson({ schema: "assay/queue-1", ...status })}\n`);
    return EXIT.expected;
  }
  const { waiting, drained, running, workers } = status;
  terminal.print(`${count(waiting, "task")} waiting, ${running.length} running, ${count(workers.length, "worker")}.\n`);
  if (drain === true) terminal.print(`${count(drained, "task")} removed.\n`);
  for (const { kind, worker, seconds } of running)
    terminal.print(`  ${sanitise(kind)}  ${seconds} s  ${sanitise(worker)}\n`);
  for (const worker of workers.filter((name) => !running.some((task) => name.endsWith(task.worker))))
    terminal.print(`  idle  ${sanitise(worker)}\n`);
  return EXIT.expected;
}
