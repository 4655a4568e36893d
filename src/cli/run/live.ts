/** Runs `assay live`: sets up the system that lies beside a description, lets it run once, and reports how that went. */
import { dirname, join, resolve } from "node:path";
import { digestBuild } from "../../files/build-identity.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { hashText } from "../../files/hash-text.ts";
import { readText } from "../../files/read-text.ts";
import { writeText } from "../../files/write-text.ts";
import { suggestNearest } from "../../core/diagnostic/suggest.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { sanitise, writeJson } from "../../core/diagnostic/sanitise.ts";
import { openGenericCompany } from "../../live/generic/company.ts";
import { openGenericSession } from "../../live/generic/open-session.ts";
import { loadSystem } from "../../live/system/find-system.ts";
import type { LiveEnd, LiveSystem, SessionOptions } from "../../live/system/live-system.ts";
import { explainLive, explainStop } from "../explain-live.ts";
import { findImplementation } from "../find-implementation.ts";
import { findDescription } from "../find-description.ts";
import type { Terminal } from "../terminal.ts";
import { runProcesses } from "./live-processes.ts";

/** Options of the command line, read. */
export interface LiveFlags {
  readonly variant?: string;
  readonly backend: SessionOptions["backend"];
  readonly record?: string;
  readonly transcript?: string;
  readonly implementation?: string;
  readonly seed?: string;
  readonly store?: string;
  readonly ipfs?: string;
  readonly processes?: boolean;
  readonly passphraseFile?: string;
  readonly format: "text" | "json";
}

/** Runs the command. Throws DiagnosticError for what a person can mend. */
export async function runLive(protocol: string, flags: LiveFlags, terminal: Terminal): Promise<ExitStatus> {
  const { path, system } = await choose(findDescription(protocol), flags.variant);
  const loaded = await loadProtocol(path);
  const { description, model } = loaded;
  demandSystem(system, flags, path);
  const implementing = await findImplementation(flags.implementation, description, terminal);
  const input = flags.record === undefined ? undefined : { name: flags.record, bytes: readBytes(flags.record) };
  try {
    const shared = {
      description,
      backend: flags.backend,
      identity: { build: digestBuild(), description: hashText(JSON.stringify(description)) },
      wall: () => Date.now(),
      stopwatch: () => performance.now(),
    };
    const { seed, store, ipfs } = flags;
    const generic = {
      ...shared,
      ...loaded,
      bind: system?.bind,
      ...(implementing === undefined ? {} : { implementing }),
      ...(seed === undefined ? {} : { seed }),
    };
    const options = {
      ...shared,
      model,
      ...(input === undefined ? {} : { input }),
      ...(seed === undefined ? {} : { seed }),
      ...(store === undefined ? {} : { store }),
      ...(ipfs === undefined ? {} : { ipfs }),
    };
    const isText = flags.format === "text";
    const print = (lines: readonly string[]): void => {
      if (isText) terminal.print(lines.map((line) => `${sanitise(line)}\n`).join(""));
    };
    let end: LiveEnd;
    if (flags.processes === true) {
      const { processes, variant } = system ?? {};
      end = await runProcesses({
        play: {
          path: resolve(path),
          variant: variant ?? "",
          backend: flags.backend,
          description: shared.identity.description,
        },
        open: (memory) =>
          processes === undefined ? openGenericCompany(generic, memory) : processes.open(options, memory),
        store,
        passphraseFile: flags.passphraseFile,
        environment: process.env,
        print,
        note: (text) => terminal.note(sanitise(text)),
        wall: shared.wall,
      });
    } else {
      const isGeneric = system === undefined || implementing !== undefined;
      const session = await (isGeneric ? openGenericSession(generic) : system.open(options));
      print(session.head);
      end = await session.run(print);
    }
    const json = `${writeJson(end.transcript)}\n`;
    if (flags.transcript !== undefined) writeText(flags.transcript, json);
    if (!isText) terminal.print(json);
    if (end.is === "stopped") throw new DiagnosticError([explainStop(end.step, flags.store)]);
    print(end.lines);
    if (flags.transcript !== undefined) print(["", `Written: ${flags.transcript}`]);
    return end.isSound ? EXIT.expected : EXIT.differs;
  } catch (error) {
    throw explainLive(error, flags.store);
  } finally {
    implementing?.close();
  }
}

interface Chosen {
  /** The description. */
  readonly path: string;
  /** Undefined: there is none, and the roles run on their own. */
  readonly system: LiveSystem | undefined;
}

/** The system beside a description, or that of the variant that was asked for. */
async function choose(path: string, variant: string | undefined): Promise<Chosen> {
  const system = await loadSystem(path);
  if (system === undefined && variant === undefined) return { path, system };
  if (system === undefined) {
    const help = `A system is the default export of ${join(dirname(path), "system", "index.ts")}.`;
    throw new DiagnosticError([diagnose("AS101", `Unknown variant ${variant}: ${path} has no system.`, { help })]);
  }
  if (variant === undefined || variant === system.variant) return { path, system };
  const folder = Object.hasOwn(system.variants, variant) ? system.variants[variant] : undefined;
  if (folder === undefined) {
    const names = Object.keys(system.variants);
    const nearest = suggestNearest(variant, names);
    const help = nearest === undefined ? `Known: ${names.join(", ")}.` : `Did you mean ${nearest}?`;
    throw new DiagnosticError([diagnose("AS101", `Unknown variant ${variant}.`, { help })]);
  }
  const beside = await choose(findDescription(join(dirname(dirname(path)), folder, "protocol.ts")), undefined);
  return { ...beside, system: beside.system?.arrangements?.[variant] ?? beside.system };
}

/** Data, and a folder to keep it in, belong to a system, or to parties that are processes; a passphrase to these alone. */
function demandSystem(system: LiveSystem | undefined, flags: LiveFlags, path: string): void {
  const { record, ipfs, processes, implementation } = flags;
  const store = processes === true ? undefined : flags.store;
  if (processes !== true && flags.passphraseFile !== undefined) {
    throw new DiagnosticError([diagnose("AS101", "--passphrase-file is for --processes.")]);
  }
  if (processes === true && implementation !== undefined) {
    throw new DiagnosticError([diagnose("AS101", "--processes and --implementation exclude each other.")]);
  }
  if (processes === true && system !== undefined && system.processes === undefined) {
    throw new DiagnosticError([diagnose("AS101", `The variant ${system.variant} does not run with --processes.`)]);
  }
  if (processes === true && ipfs !== undefined) {
    throw new DiagnosticError([
      diagnose("AS101", "--ipfs is for parties in one process: with --processes, storage is one."),
    ]);
  }
  if ([record, store, ipfs].every((each) => each === undefined)) return;
  const option = record !== undefined ? "--record" : store !== undefined ? "--store" : "--ipfs";
  if (implementation !== undefined) {
    throw new DiagnosticError([diagnose("AS101", `${option} and --implementation exclude each other.`)]);
  }
  if (system !== undefined) return;
  throw new DiagnosticError([
    diagnose("AS101", `${option} needs a protocol with its own live system: ${path} has none.`),
  ]);
}

function readBytes(path: string): Uint8Array {
  return new TextEncoder().encode(readText(path));
}
