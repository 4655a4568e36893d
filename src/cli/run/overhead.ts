/** Runs `assay overhead`. */
import { join } from "node:path";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { writeText } from "../../files/write-text.ts";
import { writeJson } from "../../core/diagnostic/sanitise.ts";
import { plotGrowth } from "../../live/overhead/plot.ts";
import { measureOverhead, type OverheadOptions, type OverheadReport } from "../../live/overhead/report.ts";
import { makeTables, renderMarkdown, renderText } from "../../live/overhead/tables.ts";
import { awaitInterruption } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";

/** Options of the command line, read. */
export interface OverheadFlags {
  readonly backend?: OverheadOptions["backends"][number];
  readonly rounds?: number;
  readonly users?: number;
  readonly format: "text" | "json" | "markdown";
  readonly svg?: string;
  readonly quiet?: true;
}

const ROUNDS = 15;
const USERS = 50;

/** Runs the command. Throws DiagnosticError when a plot cannot be written. */
export async function runOverhead(flags: OverheadFlags, terminal: Terminal): Promise<ExitStatus> {
  const interruption = awaitInterruption(terminal);
  interruption.arm();
  try {
    const report = await measure(flags, interruption.signal, terminal);
    if (report === undefined) return EXIT.interrupted;
    terminal.print(render(report, flags.format));
    if (flags.svg !== undefined) await writePlots(report, flags.svg);
    return EXIT.expected;
  } finally {
    interruption.disarm();
  }
}

/** Undefined when it was interrupted: half of a measurement is none. */
async function measure(
  { backend, rounds, users, quiet }: OverheadFlags,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<OverheadReport | undefined> {
  const steps = measureOverhead({
    backends: backend === undefined ? ["noble", "mcl"] : [backend],
    rounds: rounds ?? ROUNDS,
    users: users ?? USERS,
    seed: "overhead",
    now: readProcessorTime,
  });
  let said = "";
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
    const saying = `measuring ${step.value.doing} on ${step.value.backend}`;
    if (quiet !== true && saying !== said) terminal.note(`${saying}\n`);
    said = saying;
    // Signals are only heard between turns of the event loop.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (signal.aborted) return undefined;
  }
}

/** Reads the processor time of this process, so that others on the machine do not count. */
function readProcessorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function render(report: OverheadReport, format: OverheadFlags["format"]): string {
  switch (format) {
    case "text":
      return renderText(makeTables(report));
    case "markdown":
      return renderMarkdown(makeTables(report));
    case "json":
      return `${writeJson(report)}\n`;
    default:
      return format satisfies never;
  }
}

async function writePlots({ growth }: OverheadReport, folder: string): Promise<void> {
  writeText(join(folder, "growth-enc.svg"), await plotGrowth(growth, "encrypting"));
  writeText(join(folder, "growth-query.svg"), await plotGrowth(growth, "querying"));
}
