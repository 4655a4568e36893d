/**
 * Makes a Consent of FHIR R4 from an owner's grant: this reader may access this record, until then, for treatment.
 *
 * Parties, records and transfers are told by identifiers, in systems of the demonstrator's own: nobody here has a
 * server that a literal reference could lead to.
 */

/** A grant as it stands on chain A. */
export interface ConsentGiven {
  readonly owner: string;
  readonly reader: string;
  readonly record: string;
  /** The transfer that it answers, in hexadecimal digits. */
  readonly transfer: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
}

/** The systems of identifiers. */
export const SYSTEMS = {
  party: "urn:assay:phr-sharing:party",
  record: "urn:assay:phr-sharing:record",
  transfer: "urn:assay:phr-sharing:transfer",
} as const;

/** A reference by an identifier. */
export function refer(kind: keyof typeof SYSTEMS, value: string): object {
  return { identifier: { system: SYSTEMS[kind], value } };
}

/** A time as FHIR's instant. */
export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The Consent. */
export function makeConsent({ owner, reader, record, transfer, from, until }: ConsentGiven): object {
  return {
    resourceType: "Consent",
    identifier: [{ system: SYSTEMS.transfer, value: transfer }],
    status: "active",
    scope: code("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
    category: [code("http://loinc.org", "59284-0")],
    patient: refer("party", owner),
    dateTime: instant(from),
    performer: [refer("party", owner)],
    policyRule: code("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN"),
    provision: {
      type: "permit",
      period: { start: instant(from), end: instant(until) },
      actor: [
        {
          role: code("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"),
          reference: refer("party", reader),
        },
      ],
      action: [code("http://terminology.hl7.org/CodeSystem/consentaction", "access")],
      purpose: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActReason", code: "TREAT" }],
      data: [{ meaning: "instance", reference: refer("record", record) }],
    },
  };
}

/** A concept with one code. */
export function code(system: string, value: string): object {
  return { coding: [{ system, code: value }] };
}
