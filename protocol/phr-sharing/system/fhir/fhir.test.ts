/**
 * FHIR R4 resources that the system makes and takes, judged by an independent validator over HL7's base definitions.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Audit } from "../chain/auditor.ts";
import { makeAuditEvents } from "./make-audit-events.ts";
import { makeConsent } from "./make-consent.ts";
import { loadValidator } from "./validate-resource.ts";

const validator = loadValidator();
const sample = JSON.parse(readFileSync(new URL("../sample-bundle.json", import.meta.url), "utf8")) as {
  readonly entry: { readonly resource: Record<string, unknown> }[];
};

const given = {
  owner: "owner@hospital-a",
  reader: "user@hospital-b",
  record: "0a".repeat(16),
  transfer: "0b".repeat(32),
  from: Date.UTC(2025, 0, 1),
  until: Date.UTC(2025, 1, 1),
};

const blame = { is: "one-of", parties: ["a", "b"] } as never;
const transfer = `0x${given.transfer}` as const;
const audit: Audit = {
  transfers: [
    {
      transfer,
      record: given.record,
      asked: { by: given.reader, of: given.owner, at: given.from },
      granted: { by: given.owner, at: given.from + 1000 },
      delivered: { to: given.reader, digest: transfer, at: given.from + 2000 },
      missing: [],
      faults: [],
    },
    {
      transfer,
      record: undefined,
      asked: undefined,
      granted: undefined,
      delivered: undefined,
      missing: ["M3"],
      faults: [{ kind: "suppressed", transfer, step: "M3", blame, sentence: "M3 was suppressed." }],
    },
  ],
  faults: [],
  breaches: [{ chain: "A", block: 3, blame, sentence: "The sealer of chain A sealed two blocks 3." }],
  unread: ["There is no history of chain B."],
};

describe.skipIf(validator === undefined)("in FHIR R4", () => {
  const check = (resource: object): readonly string[] =>
    (validator?.validate(resource) ?? []).map(({ at, because }) => `${at}: ${because}`);

  it("the sample is valid, a Consent is, and what the auditor says is", () => {
    expect(check(sample)).toEqual([]);
    expect(check(makeConsent(given))).toEqual([]);
    const events = makeAuditEvents(audit, given.until);
    expect(events.length).toBe(4);
    for (const event of events) expect(check(event)).toEqual([]);
  });

  it.each([
    ["a code of no value set", { gender: "womanly" }, /Patient\.gender/],
    ["an element that there is not", { shoeSize: 43 }, /Patient\.shoeSize/],
    ["a date that is none", { birthDate: "yesterday" }, /Patient\.birthDate/],
    ["a type that is another", { active: "yes" }, /Patient\.active/],
  ])("a bundle with %s is not", (_, change, said) => {
    const [first, ...rest] = sample.entry;
    const changed = { ...sample, entry: [{ ...first, resource: { ...first?.resource, ...change } }, ...rest] };
    expect(check(changed).join()).toMatch(said);
  });

  it("what lacks an element that must be there is not", () => {
    expect(check({ resourceType: "Observation", code: { text: "x" } }).join()).toMatch(/Observation\.status/);
    const { scope: _, ...consent } = makeConsent(given) as Record<string, unknown>;
    expect(check(consent).join()).toMatch(/Consent\.scope/);
    expect(check({ ...consent, scope: null })).not.toEqual([]);
    expect(check({ resourceType: "Nonsense" })).not.toEqual([]);
  });
});

describe("what is said", () => {
  it("of a grant: who, to whom, which record, until when", () => {
    expect(makeConsent(given)).toMatchObject({
      status: "active",
      patient: { identifier: { value: given.owner } },
      provision: {
        type: "permit",
        period: { start: "2025-01-01T00:00:00.000Z", end: "2025-02-01T00:00:00.000Z" },
        actor: [{ reference: { identifier: { value: given.reader } } }],
        data: [{ meaning: "instance", reference: { identifier: { value: given.record } } }],
      },
    });
  });

  it("of a transfer: that it went well, or what the auditor names", () => {
    const [well, ill, breach, unread] = makeAuditEvents(audit, given.until);
    expect(well).toMatchObject({ outcome: "0", action: "R", agent: [{ requestor: true }, { requestor: false }] });
    expect(well).not.toHaveProperty("outcomeDesc");
    expect(ill).toMatchObject({ outcome: "8", outcomeDesc: "M3 was suppressed." });
    expect(breach).toMatchObject({ outcome: "8", outcomeDesc: audit.breaches[0]?.sentence });
    expect(unread).toMatchObject({ outcome: "8", outcomeDesc: audit.unread[0] });
  });
});
