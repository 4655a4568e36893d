/** A sharing as lines for people: one or two a step, with sizes and times, and the record that arrived. */
import { measureParts } from "../../../src/live/roles/part-sizes.ts";
import type { Examination } from "./examine.ts";
import type { SharingStep } from "./share.ts";
import { readRecord, summariseRecord } from "./summarise-record.ts";
import type { System } from "./system.ts";

/** The title of a sharing. */
export interface SharingTitle {
  readonly backend: string;
  readonly record?: string;
  readonly store?: string;
}

const SHOWN_RESOURCES = 12;

/** The lines before the first step. */
export function renderHead({ plan }: System, { backend, record, store }: SharingTitle, bytes: Uint8Array): string[] {
  const what = record === undefined ? "a bundle of its own" : record;
  const where = store === undefined ? "memory" : store;
  return [`${plan.protocol}  back end ${backend}  record: ${what}, ${renderSize(bytes.length)}  kept in ${where}`, ""];
}

/** The lines of a step; `start` is the time of the first. */
export function renderStep(step: SharingStep, start: number, { plan }: System): string[] {
  const clock = `+${step.time - start} ms`.padStart(10);
  const took = step.isAgain ? "again" : `${step.took.toFixed(1)} ms`;
  const answer = step.reply.is === "accepted" ? "" : `  ${step.reply.is}`;
  if (step.message === undefined) {
    return [`${`${clock}       ${step.party} starts`.padEnd(62)} ${took.padStart(17)}${answer}`];
  }
  const { label, from, bytes } = step.message;
  const head = `${clock}  ${label.padEnd(3)}  ${from} at ${step.party}`;
  const line = `${head.padEnd(62)} ${`${bytes.length} B`.padStart(7)} ${took.padStart(9)}${answer}`;
  if (step.reply.is !== "accepted") return [line];
  const parts = measureParts(plan, bytes).map(({ name, bytes: size }) => `${name} ${size}`);
  return [line, `${" ".repeat(17)}${parts.join(", ")}`];
}

/** The lines after the last step: what the data user has. */
export function renderDelivery(record: Uint8Array): string[] {
  const content = readRecord(record);
  const [first = "", ...rest] = content === undefined ? [] : summariseRecord(content, SHOWN_RESOURCES);
  return [
    "",
    `The data user has the record: ${renderSize(record.length)}, ${first}`,
    ...rest.map((line) => `  ${line}`),
  ];
}

/** Renders what was found when the sharing was over. */
export function renderExamination({ discrepancies, audit }: Examination, { plan }: System): string[] {
  const agreed = `Model and code agree: ${plan.messages.length} messages are what the description says, field for field.`;
  const differ = discrepancies.map(({ at, because }) => `Model and code differ at ${at}: ${because}`);
  const missing = audit.transfers.flatMap((transfer) => transfer.missing);
  const faults = [...audit.unread, ...[...audit.breaches, ...audit.faults].map(({ sentence }) => sentence)];
  const left = missing.length === 0 ? "nothing is missing" : `missing: ${missing.join(", ")}`;
  const entries = `The auditor reads ${audit.transfers.length === 1 ? "one transfer" : `${audit.transfers.length} transfers`}: ${left}.`;
  return ["", ...(differ.length === 0 ? [agreed] : differ), ...(faults.length === 0 ? [entries] : faults)];
}

function renderSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kibibytes = bytes / 1024;
  return kibibytes < 1024 ? `${kibibytes.toFixed(1)} KiB` : `${(kibibytes / 1024).toFixed(1)} MiB`;
}
