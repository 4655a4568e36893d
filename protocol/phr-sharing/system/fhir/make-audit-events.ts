/**
 * Makes AuditEvents of FHIR R4 from the auditor's findings: one for each transfer, and one for each breach of a sealer.
 *
 * `outcome` is 0 where nothing is at fault, 8 where something is; whom the auditor accuses, or between whom it cannot
 * tell, stands in `outcomeDesc`, in its words.
 */
import type { Audit, TransferReport } from "../chain/auditor.ts";
import { code, instant, refer } from "./make-consent.ts";

const DICOM = "http://dicom.nema.org/resources/ontology/DCM";
const OBSERVER = { observer: { display: "auditor of chains A, B and relay" } };

/** The events, at the time of the audit. */
export function makeAuditEvents({ transfers, breaches, unread }: Audit, asOf: number): readonly object[] {
  return [
    ...transfers.map((transfer) => describeTransfer(transfer, asOf)),
    ...breaches.map(({ chain, block, sentence }) => ({
      ...begin("110113", "Security Alert", asOf),
      outcome: "8",
      outcomeDesc: sentence,
      agent: [{ who: { display: `sealer of chain ${chain}` }, requestor: false }],
      source: OBSERVER,
      entity: [{ name: `block ${block} of chain ${chain}` }],
    })),
    ...unread.map((sentence) => ({
      ...begin("110113", "Security Alert", asOf),
      outcome: "8",
      outcomeDesc: sentence,
      agent: [{ who: { display: "auditor" }, requestor: false }],
      source: OBSERVER,
    })),
  ];
}

function describeTransfer(
  { transfer, record, asked, granted, delivered, missing, faults }: TransferReport,
  asOf: number,
): object {
  const complaints = [
    ...faults.map(({ sentence }) => sentence),
    ...(faults.length === 0 && missing.length > 0 ? [`Not registered as received: ${missing.join(", ")}.`] : []),
  ];
  const times = [asked?.at, granted?.at, delivered?.at].filter((at) => at !== undefined);
  const [first, last] = [times.at(0), times.at(-1)];
  const agents = [
    ...(asked === undefined ? [] : [{ who: refer("party", asked.by), role: "110152", requestor: true }]),
    ...(granted === undefined ? [] : [{ who: refer("party", granted.by), role: "110153", requestor: false }]),
  ].map(({ role, ...agent }) => ({ type: code(DICOM, role), ...agent }));
  return {
    ...begin("110106", "Export", asOf),
    action: "R",
    ...(first === undefined || last === undefined ? {} : { period: { start: instant(first), end: instant(last) } }),
    outcome: complaints.length === 0 ? "0" : "8",
    ...(complaints.length === 0 ? {} : { outcomeDesc: complaints.join(" ") }),
    purposeOfEvent: [code("http://terminology.hl7.org/CodeSystem/v3-ActReason", "TREAT")],
    agent: agents.length > 0 ? agents : [{ who: { display: "nobody who is registered" }, requestor: false }],
    source: OBSERVER,
    entity: [
      { what: refer("transfer", transfer) },
      ...(record === undefined || record === "" ? [] : [{ what: refer("record", record) }]),
    ],
  };
}

function begin(event: string, display: string, asOf: number): object {
  return { resourceType: "AuditEvent", type: { system: DICOM, code: event, display }, recorded: instant(asOf) };
}
