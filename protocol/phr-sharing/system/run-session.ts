/** A sharing as `assay live` runs it: lines for people on the way, a transcript at the end. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BadInput, type LiveEnd, type LiveSession, type SessionOptions } from "../../../src/live/system/live-system.ts";
import type { Examination } from "./examine.ts";
import { renderDelivery, renderExamination, renderHead, renderStep } from "./render-timeline.ts";
import { loadValidator, type Validator } from "./fhir/validate-resource.ts";
import { startSession } from "./session.ts";
import type { SharingStep } from "./share.ts";
import { readRecord } from "./summarise-record.ts";
import { makeTranscript, type TranscriptParts } from "./transcript.ts";
import type { Variant } from "./variants.ts";

const SAMPLE = fileURLToPath(new URL("./sample-bundle.json", import.meta.url));

/** Opens a sharing of the record that was given, else of the sample. Rejects as startSession, and with BadInput. */
export async function openSession(variant: Variant, options: SessionOptions): Promise<LiveSession> {
  const { backend, input, store, identity } = options;
  const { record, notes } = readSharedRecord(input);
  const session = await startSession({ ...options, variant, record });
  const title = {
    backend,
    ...(input === undefined ? {} : { record: input.name }),
    ...(store === undefined ? {} : { store }),
  };
  return {
    head: [...renderHead(session.system, title, record), ...notes],
    run: async (print): Promise<LiveEnd> => {
      const steps: SharingStep[] = [];
      const end = await session.run((step) => {
        steps.push(step);
        print(renderStep(step, steps[0]?.time ?? 0, session.system));
      });
      const examination = end.is === "delivered" ? await session.examine() : undefined;
      const asOf = steps.at(-1)?.time ?? 0;
      const told = { ...session, ...identity, asOf, variant: variant.name, backend, record, steps, end, examination };
      return concludeSharing(told);
    },
  };
}

/** Puts the transcript of a sharing together, and the lines behind its last step. */
export function concludeSharing(told: TranscriptParts): LiveEnd {
  const { end, examination, system } = told;
  const transcript = makeTranscript(told);
  if (end.is === "stopped" || examination === undefined) {
    return { is: "stopped", step: end.is === "stopped" ? end.step : undefined, transcript };
  }
  const lines = [...renderDelivery(end.record), ...renderExamination(examination, system)];
  return { is: "completed", lines, isSound: isSound(examination), transcript };
}

/** The record to share, and what there is to say of it. Throws BadInput for one that is none. */
export function readSharedRecord(input: SessionOptions["input"]): {
  readonly record: Uint8Array;
  readonly notes: readonly string[];
} {
  const record = readInput(input);
  const validator = loadValidator();
  if (validator !== undefined) refuseInvalid(validator, record, input?.name ?? SAMPLE);
  return { record, notes: validator === undefined ? [NOT_VALIDATED, ""] : [] };
}

function isSound({ discrepancies, audit }: Examination): boolean {
  return discrepancies.length === 0 && audit.faults.length + audit.breaches.length + audit.unread.length === 0;
}

const NOT_VALIDATED = "The record is not validated against FHIR R4: the package fhir is not installed.";
const SHOWN_FINDINGS = 3;

/** Refuses a record that the base definitions of R4 do not allow. */
function refuseInvalid({ validate }: Validator, record: Uint8Array, name: string): void {
  const findings = validate(readRecord(record) ?? {});
  if (findings.length === 0) return;
  const shown = findings.slice(0, SHOWN_FINDINGS).map(({ at, because }) => `${at}: ${because}`);
  const more = findings.length > shown.length ? `, and ${findings.length - shown.length} more` : "";
  throw new BadInput(`${name} is not valid FHIR R4: ${shown.join("; ")}${more}.`);
}

function readInput(input: SessionOptions["input"]): Uint8Array {
  const bytes = input === undefined ? readFileSync(SAMPLE) : input.bytes;
  if (readRecord(bytes) !== undefined) return new Uint8Array(bytes);
  throw new BadInput(`${input?.name ?? SAMPLE} is no FHIR resource in JSON.`);
}
