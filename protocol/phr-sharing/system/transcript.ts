/**
 * The transcript of a sharing: every message byte for byte, what each party made of it, and what the chains hold.
 *
 * It holds what a network, the parties' logs and the chains show, and no secret: who has the keys can check it against the
 * description. All measured times stand in one place.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { ChainName, Entry } from "./chain/entry.ts";
import type { LogEntry } from "../../../src/live/parties/party.ts";
import type { DeviceFirewall } from "./firewalls/device-firewall.ts";
import { makeAuditEvents } from "./fhir/make-audit-events.ts";
import { makeConsent } from "./fhir/make-consent.ts";
import type { Ledgers } from "./parties/registrar.ts";
import type { Examination } from "./examine.ts";
import type { SharingEnd, SharingStep } from "./share.ts";
import { NAMES, type System } from "./system.ts";

/** A transcript as it is written to a file. */
export interface Transcript {
  readonly schema: "assay/transcript-1";
  /** Which build of Assay ran it, by its digest. */
  readonly build: string;
  /** The description that was run, by its digest. */
  readonly description: string;
  readonly protocol: string;
  readonly variant: string;
  readonly backend: string;
  readonly parties: readonly { readonly role: string; readonly name: string }[];
  readonly record: { readonly bytes: number; readonly sha256: string };
  readonly messages: readonly TranscriptMessage[];
  readonly logs: readonly { readonly party: string; readonly entries: readonly LogEntry[] }[];
  readonly chains: readonly {
    readonly chain: ChainName;
    readonly blocks: number;
    readonly head: string;
    readonly entries: readonly Entry[];
  }[];
  /** Where messages and runs differ from the description, empty where they agree, and what an auditor reads. */
  readonly examination?: Examination;
  /** In FHIR R4: what owners granted, and what the auditor reads. */
  readonly fhir: { readonly consents: readonly object[]; readonly auditEvents: readonly object[] };
  /** Changes by firewalls: parts as the device made them, and as they left; absent without firewalls. */
  readonly firewalls?: readonly {
    readonly firewall: string;
    readonly parts: readonly { readonly what: string; readonly before: string; readonly after: string }[];
  }[];
  /** The record that the data user has at the end; absent when the sharing stopped before. */
  readonly delivered?: { readonly bytes: number; readonly sha256: string };
  /** Milliseconds that each message took its receiver; a property of the machine. */
  readonly timings: readonly { readonly number: number; readonly took: number }[];
}

/** A message as it landed at one hop. */
export interface TranscriptMessage {
  readonly number: number;
  readonly time: number;
  readonly label: string;
  readonly from: string;
  /** The party that it landed at. */
  readonly at: string;
  readonly reply: "accepted" | "refused" | "failed";
  /** Hexadecimal digits. */
  readonly bytes: string;
}

/** The parts of a transcript. */
export interface TranscriptParts {
  readonly system: System;
  readonly build: string;
  readonly description: string;
  readonly variant: string;
  readonly backend: string;
  readonly record: Uint8Array;
  readonly steps: readonly SharingStep[];
  readonly ledgers: Ledgers;
  /** The time of the audit, milliseconds since 1970. */
  readonly asOf: number;
  readonly end: SharingEnd;
  /** Absent for a sharing that stopped. */
  readonly examination: Examination | undefined;
}

/** Puts a transcript together. */
export function makeTranscript(parts: TranscriptParts): Transcript {
  const { system, steps, end } = parts;
  const landed = steps.flatMap(({ message, ...step }) => (message === undefined ? [] : [{ ...step, message }]));
  const logging = [...Object.values(system.parties), ...system.carriers];
  return {
    schema: "assay/transcript-1",
    build: parts.build,
    description: parts.description,
    protocol: system.plan.protocol,
    variant: parts.variant,
    backend: parts.backend,
    parties: Object.entries(NAMES).map(([role, name]) => ({ role, name })),
    record: describeBytes(parts.record),
    messages: landed.map(({ number, time, party, message, reply }) => ({
      number,
      time,
      label: message.label,
      from: message.from,
      at: party,
      reply: reply.is,
      bytes: bytesToHex(message.bytes),
    })),
    logs: logging.map(({ name, log }) => ({ party: name, entries: log })),
    chains: (["A", "B", "relay"] as const).map((chain) => describeChain(chain, parts.ledgers)),
    ...(parts.examination === undefined ? {} : { examination: parts.examination }),
    fhir: {
      consents: system.consents.map(makeConsent),
      auditEvents: parts.examination === undefined ? [] : makeAuditEvents(parts.examination.audit, parts.asOf),
    },
    ...(system.firewalls.length === 0 ? {} : { firewalls: system.firewalls.map(describeFirewall) }),
    ...(end.is === "delivered" ? { delivered: describeBytes(end.record) } : {}),
    timings: steps.map(({ number, took }) => ({ number, took: Math.round(took * 1000) / 1000 })),
  };
}

/**
 * Describes a firewall's changes. Content of boxes and signatures is not secret to the firewall, but can be long, so
 * its digest stands for it.
 */
function describeFirewall({ name, washed }: DeviceFirewall): NonNullable<Transcript["firewalls"]>[number] {
  const parts = washed.map(({ what, before, after }) => ({
    what,
    before: what === "box" || what === "signature" ? `sha256:${bytesToHex(sha256(before))}` : bytesToHex(before),
    after: bytesToHex(after),
  }));
  return { firewall: name, parts };
}

function describeChain(chain: ChainName, ledgers: Ledgers): Transcript["chains"][number] {
  const blocks = ledgers[chain].blocks();
  const outcomes = blocks.flatMap((block) => block.outcomes);
  const entries = outcomes.flatMap((outcome) => {
    if (outcome.is !== "done" || outcome.event.kind !== "stated") return [];
    const { kind: _, ...entry } = outcome.event;
    return [entry];
  });
  return { chain, blocks: blocks.length, head: blocks.at(-1)?.hash ?? "", entries };
}

function describeBytes(bytes: Uint8Array): { readonly bytes: number; readonly sha256: string } {
  return { bytes: bytes.length, sha256: bytesToHex(sha256(bytes)) };
}
