/**
 * A sharing looked at from outside when it is over: by the description's terms, and by the auditor of the chains.
 *
 * The auditor is told what was seen to arrive; it believes the blocks, and judges what they say against that.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Discrepancy } from "../../../src/live/agreement/check-messages.ts";
import { checkSharing, type SharingCheck } from "./check-sharing.ts";
import { type Audit, audit } from "./chain/auditor.ts";
import type { Observation } from "./chain/find-faults.ts";
import { readHistory } from "./chain/read-history.ts";
import { digestOf } from "./chain/signer.ts";
import type { Landing } from "../../../src/live/network/network.ts";
import { findStep, type Ledgers } from "./parties/registrar.ts";
import { openEnvelope } from "../../../src/live/wire/envelope.ts";
import { OPERATORS } from "./system.ts";

/** The result of looking for the program. */
export interface Examination {
  /** Where messages and runs differ from the description. */
  readonly discrepancies: readonly Discrepancy[];
  readonly audit: Audit;
}

/** Options of an examination. */
export interface ExaminationOptions extends Omit<SharingCheck, "flights" | "used"> {
  readonly landings: readonly Landing[];
  readonly ledgers: Ledgers;
  /** The time of the audit, and how long a message may be under way, milliseconds. */
  readonly asOf: number;
  readonly patience: number;
}

/** Looks at a sharing that is over. */
export async function examine(options: ExaminationOptions): Promise<Examination> {
  const { landings, ledgers, asOf, patience } = options;
  const flights = landings.map(({ flight }) => flight);
  const discrepancies = await checkSharing({ ...options, flights, used: new Map() });
  const histories = Object.values(ledgers).map((ledger) => readHistory(ledger.identity, ledger.blocks()));
  const observed = landings.flatMap(observe);
  return {
    discrepancies,
    audit: audit(histories, { asOf, patience, gateway: "announces", observed, operators: OPERATORS }),
  };
}

/** Observes a message at the party that it was for. */
function observe({ flight, reply }: Landing): readonly Observation[] {
  if (reply.is !== "accepted") return [];
  const { label, to, transfer } = openEnvelope(flight.bytes);
  const step = findStep(label);
  if (step === undefined || to !== flight.to) return [];
  return [{ transfer: `0x${bytesToHex(transfer)}`, step, digest: digestOf(flight.bytes) }];
}
