/** Duties of the parties beside their plans: an owner brings its record, hospital A lists it, owners choose who may read. */
import { CID } from "multiformats/cid";
import { bytesToHex } from "@noble/hashes/utils.js";
import { Refused } from "../../../../src/live/wire/refusal.ts";
import { asBytes, asList, type Value } from "../../../../src/live/wire/value.ts";
import { heldAs } from "../../../../src/live/parties/held.ts";
import type { Clock } from "../../../../src/live/parties/party.ts";
import type { ConsentGiven } from "../fhir/make-consent.ts";
import type { SharingPolicy } from "./policy.ts";
import type { ChainRegistrar } from "./registrar.ts";
import type { Duties } from "../../../../src/live/parties/role-party.ts";

/** Options of a party's duties. */
export interface DutyOptions {
  readonly registrar: ChainRegistrar;
  readonly policy: SharingPolicy;
  readonly clock: Clock;
  /** Told what an owner grants, once it stands on its chain. */
  readonly tellConsent?: (given: ConsentGiven) => void;
}

/** A data owner: M is the record that it brings; a grant goes to whoever its list has, and onto its chain. */
export function ownerDuties(record: Uint8Array, { registrar, policy, clock, tellConsent }: DutyOptions): Duties {
  const { readers, consent } = policy;
  return {
    supply: (name, sort) => (name === "M" && sort === "Data" ? record : undefined),
    permit: (run, _, { plan }) => {
      const reader = run.holding.agents.get("DU");
      const isReader = readers === "anyone" || reader === undefined || readers.has(reader);
      if (isReader) return Promise.resolve();
      const because = `${plan.role} does not give its records to ${JSON.stringify(reader.slice(0, 60))}.`;
      return Promise.reject(new Refused("not-permitted", "M1", because));
    },
    perform: async (run, label, { plan }, transfer) => {
      const reader = run.holding.agents.get("DU");
      const granted = heldAs("record", run.holding, plan);
      if (label !== "M1" || reader === undefined || granted === undefined) return;
      const from = clock.now();
      const until = from + consent * 1000;
      const given = bytesToHex(asBytes(granted));
      await registrar.grant({ transfer, record: given, reader }, until);
      const owner = run.holding.agents.get("DO") ?? "";
      tellConsent?.({ owner, reader, record: given, transfer: bytesToHex(transfer), from, until });
    },
  };
}

/** Hospital A: lists what owners upload, and hands a re-encryption key on only while the owner lets its user read. */
export function hospitalDuties({ registrar, clock }: Omit<DutyOptions, "policy">): Duties {
  return {
    permit: async (run, label, { plan }) => {
      const reader = run.holding.agents.get("DU");
      const record = heldAs("record", run.holding, plan);
      if (label !== "M2" || reader === undefined || record === undefined) return;
      if (await registrar.mayRead(bytesToHex(asBytes(record)), reader, clock.now())) return;
      const because = `The owner does not let ${JSON.stringify(reader.slice(0, 60))} read this record.`;
      throw new Refused("not-permitted", label, because);
    },
    perform: async (run, label, { plan }) => {
      const owner = run.holding.agents.get("DO");
      const record = heldAs("record", run.holding, plan);
      const ciphertext = heldAs("C_DO", run.holding, plan);
      if (label !== "M0" || owner === undefined || record === undefined || ciphertext === undefined) return;
      const address = CID.decode(asBytes(asList(ciphertext)[1] as Value)).toString();
      await registrar.list(bytesToHex(asBytes(record)), owner, address);
    },
  };
}
