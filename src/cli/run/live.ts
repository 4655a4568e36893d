/** Runs `assay live`: sets the system up, lets it share one record, and reports how that went. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadConfig } from "../../repository/config.ts";
import { digestBuild } from "../../files/build-identity.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import type { LoadedProtocol } from "../../repository/loaded-protocol.ts";
import { hashText } from "../../files/hash-text.ts";
import { readText } from "../../files/read-text.ts";
import { resolveSources } from "../../repository/resolve-sources.ts";
import { writeText } from "../../files/write-text.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { sanitise, writeJson } from "../../core/diagnostic/sanitise.ts";
import type { Examination } from "../../live/system/examine.ts";
import { renderDelivery, renderExamination, renderHead, renderStep } from "../../live/system/render-timeline.ts";
import type { SharingStep } from "../../live/system/share.ts";
import { type SessionOptions, startSession } from "../../live/system/session.ts";
import { readRecord } from "../../live/system/summarise-record.ts";
import { makeTranscript } from "../../live/system/transcript.ts";
import { findVariant, type VariantName } from "../../live/system/variants.ts";
import { explainLive, explainStop } from "../explain-live.ts";
import type { Terminal } from "../terminal.ts";

/** Options of the command line, read. */
export interface LiveFlags {
  readonly variant: VariantName;
  readonly backend: SessionOptions["backend"];
  readonly record?: string;
  readonly transcript?: string;
  readonly seed?: string;
  readonly store?: string;
  readonly format: "text" | "json";
}

const SAMPLE = fileURLToPath(new URL("../../live/system/sample-bundle.json", import.meta.url));

/** Runs the command. Throws DiagnosticError for what a person can mend. */
export async function runLive(protocol: string, flags: LiveFlags, terminal: Terminal): Promise<ExitStatus> {
  const variant = findVariant(flags.variant);
  const { description, model } = await load(protocol, variant.suffix);
  const record = loadRecord(flags.record);
  try {
    const session = await startSession({
      description,
      model,
      variant,
      backend: flags.backend,
      record,
      wall: () => Date.now(),
      stopwatch: () => performance.now(),
      ...(flags.seed === undefined ? {} : { seed: flags.seed }),
      ...(flags.store === undefined ? {} : { store: flags.store }),
    });
    const isText = flags.format === "text";
    const steps: SharingStep[] = [];
    const print = (lines: readonly string[]): void => {
      if (isText) terminal.print(lines.map((line) => `${sanitise(line)}\n`).join(""));
    };
    print(renderHead(session.system, flags, record));
    const end = await session.run((step) => {
      steps.push(step);
      print(renderStep(step, steps[0]?.time ?? 0, session.system));
    });
    const examination = end.is === "delivered" ? await session.examine() : undefined;
    const { variant: name, backend } = flags;
    const identity = { build: digestBuild(), description: hashText(JSON.stringify(description)) };
    const transcript = makeTranscript({
      ...session,
      ...identity,
      variant: name,
      backend,
      record,
      steps,
      end,
      examination,
    });
    const json = `${writeJson(transcript)}\n`;
    if (flags.transcript !== undefined) writeText(flags.transcript, json);
    if (!isText) terminal.print(json);
    if (end.is === "stopped") throw new DiagnosticError([explainStop(end.step, flags.store)]);
    print(renderDelivery(end.record));
    if (examination !== undefined) print(renderExamination(examination, session.system));
    if (flags.transcript !== undefined) print(["", `Written: ${flags.transcript}`]);
    return examination !== undefined && isSound(examination) ? EXIT.expected : EXIT.differs;
  } catch (error) {
    throw explainLive(error, flags.store);
  }
}

function isSound({ discrepancies, audit }: Examination): boolean {
  return discrepancies.length === 0 && audit.faults.length + audit.breaches.length + audit.unread.length === 0;
}

async function load(word: string, suffix: string): Promise<LoadedProtocol> {
  const folder = loadConfig().protocols;
  const isPath = word.endsWith(".ts") || word.includes("/");
  const name = isPath || word.endsWith(suffix) ? word : `${word}${suffix}`;
  const { sources, diagnostics } = resolveSources([name], folder);
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics.map(({ diagnostic }) => diagnostic));
  const [source, ...more] = sources;
  if (source === undefined || more.length > 0 || source.kind !== "description") {
    throw new DiagnosticError([diagnose("AS801", `${name} is not one description.`)]);
  }
  return loadProtocol(source.path);
}

function loadRecord(path: string | undefined): Uint8Array {
  const bytes = path === undefined ? readFileSync(SAMPLE) : new TextEncoder().encode(readText(path));
  if (readRecord(bytes) !== undefined) return new Uint8Array(bytes);
  throw new DiagnosticError([diagnose("AS802", `${path ?? SAMPLE} is no FHIR resource in JSON.`)]);
}
