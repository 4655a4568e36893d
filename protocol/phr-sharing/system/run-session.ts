/** A sharing as `assay live` runs it: lines for people on the way, a transcript at the end. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BadInput, type LiveEnd, type LiveSession, type SessionOptions } from "../../../src/live/system/live-system.ts";
import type { Examination } from "./examine.ts";
import { renderDelivery, renderExamination, renderHead, renderStep } from "./render-timeline.ts";
import { startSession } from "./session.ts";
import type { SharingStep } from "./share.ts";
import { readRecord } from "./summarise-record.ts";
import { makeTranscript } from "./transcript.ts";
import type { Variant } from "./variants.ts";

const SAMPLE = fileURLToPath(new URL("./sample-bundle.json", import.meta.url));

/** Opens a sharing of the record that was given, else of the sample. Rejects as startSession, and with BadInput. */
export async function openSession(variant: Variant, options: SessionOptions): Promise<LiveSession> {
  const { backend, input, store, identity } = options;
  const record = readInput(input);
  const session = await startSession({ ...options, variant, record });
  const title = {
    backend,
    ...(input === undefined ? {} : { record: input.name }),
    ...(store === undefined ? {} : { store }),
  };
  return {
    head: renderHead(session.system, title, record),
    run: async (print): Promise<LiveEnd> => {
      const steps: SharingStep[] = [];
      const end = await session.run((step) => {
        steps.push(step);
        print(renderStep(step, steps[0]?.time ?? 0, session.system));
      });
      const examination = end.is === "delivered" ? await session.examine() : undefined;
      const told = { ...session, ...identity, variant: variant.name, backend, record, steps, end, examination };
      const transcript = makeTranscript(told);
      if (end.is === "stopped" || examination === undefined) {
        return { is: "stopped", step: end.is === "stopped" ? end.step : undefined, transcript };
      }
      const lines = [...renderDelivery(end.record), ...renderExamination(examination, session.system)];
      return { is: "completed", lines, isSound: isSound(examination), transcript };
    },
  };
}

function isSound({ discrepancies, audit }: Examination): boolean {
  return discrepancies.length === 0 && audit.faults.length + audit.breaches.length + audit.unread.length === 0;
}

function readInput(input: SessionOptions["input"]): Uint8Array {
  const bytes = input === undefined ? readFileSync(SAMPLE) : input.bytes;
  if (readRecord(bytes) !== undefined) return new Uint8Array(bytes);
  throw new BadInput(`${input?.name ?? SAMPLE} is no FHIR resource in JSON.`);
}
