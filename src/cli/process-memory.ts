/**
 * The memory of this process: what it may use for an analysis, and what it uses.
 *
 * Without a limit of the person's, three quarters of what Node.js gives to its heap: an analysis that reaches that ends
 * a claim as inconclusive, where Node.js would end the process. bin/supervise.mjs gives the heap its size.
 * Source: https://nodejs.org/docs/latest-v20.x/api/v8.html
 */
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { diagnose } from "../files/diagnostics.ts";
import type { Memory } from "../lenses/memory.ts";
import type { Supervisor } from "./supervised.ts";
import { totalmem } from "node:os";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";

const MEBIBYTE = 1024 * 1024;
const SHARE = 0.75;

/** Watches the heap under a limit in MiB. Throws DiagnosticError (AS112) for one that the heap does not have. */
export function watchMemory(limitMebibytes: number | undefined, supervisor: Supervisor | undefined): Memory {
  const all = totalmem();
  if (limitMebibytes !== undefined && limitMebibytes * MEBIBYTE > all) {
    const message = `This process has no ${limitMebibytes} MiB: the machine has ${Math.floor(all / MEBIBYTE)}.`;
    throw new DiagnosticError([diagnose("AS112", message)]);
  }
  if (limitMebibytes !== undefined) supervisor?.wantMemory(limitMebibytes);
  const { heap_size_limit: most } = getHeapStatistics();
  const limit = limitMebibytes === undefined ? most * SHARE : limitMebibytes * MEBIBYTE;
  if (limit > most) {
    const message = `This process has no ${limitMebibytes} MiB: Node.js gives it ${Math.floor(most / MEBIBYTE)}.`;
    const help = `Set NODE_OPTIONS=--max-old-space-size=${Math.ceil((limit / MEBIBYTE) * 1.25)} or lower --max-memory.`;
    throw new DiagnosticError([diagnose("AS112", message, { help })]);
  }
  let collect: (() => void) | undefined;
  return {
    limit,
    used: () => getHeapStatistics().used_heap_size,
    collect: () => {
      collect ??= exposeCollector();
      collect();
    },
  };
}

/** The most memory that the process has had so far, in MiB. */
export function measurePeak(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** Node.js keeps its collector to itself unless asked. */
function exposeCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collector: unknown = runInNewContext("typeof gc === 'function' ? gc : undefined");
  return typeof collector === "function" ? () => void (collector as () => unknown)() : () => undefined;
}
