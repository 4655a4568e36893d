/** Duties beside plans: an owner brings its record and chooses who may read it, hospital A lists it, a user asks for it. */
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
import type { RolePlan } from "../../../../src/live/roles/plan.ts";
import type { Run } from "../../../../src/live/roles/run.ts";

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

/** A data user: asks for what its hospital's list has and it wants, where it does not ask of its own accord. */
export function userDuties({ registrar, policy }: DutyOptions): Duties {
  return {
    permit: async (run, label, { plan }) => {
      const [first] = plan.steps;
      if (first?.kind !== "recv" || first.label !== label) return;
      const owner = run.holding.agents.get("DO") ?? "";
      const record = bytesToHex(asBytes(heldAs("record", run.holding, plan) ?? ""));
      if (!(await registrar.isListed(record, owner))) {
        throw new Refused("not-registered", label, "The list of hospital A does not have this record as that owner's.");
      }
      if (policy.wanted !== "whatever is listed" && !policy.wanted.has(record)) {
        throw new Refused("not-permitted", label, "This user has not asked for the record.");
      }
    },
  };
}

/** Hospital A: lists what owners upload, and hands a re-encryption key on only while the owner lets its user read. */
export function hospitalDuties({ registrar, clock }: Omit<DutyOptions, "policy">): Duties {
  return {
    permit: async (run, label, { plan }) => {
      if (label === "M0") return refuseKnown(registrar, readUpload(run, plan));
      const reader = run.holding.agents.get("DU");
      const record = heldAs("record", run.holding, plan);
      if (label !== "M2" || reader === undefined || record === undefined) return;
      if (await registrar.mayRead(bytesToHex(asBytes(record)), reader, clock.now())) return;
      const because = `The owner does not let ${JSON.stringify(reader.slice(0, 60))} read this record.`;
      throw new Refused("not-permitted", label, because);
    },
    perform: async (run, label, { plan }) => {
      const upload = label === "M0" ? readUpload(run, plan) : undefined;
      if (upload !== undefined) await registrar.list(upload.record, upload.owner, upload.address);
    },
  };
}

/** The record that an owner has uploaded, in hexadecimal digits, and where it lies. */
interface Upload {
  readonly owner: string;
  readonly record: string;
  readonly address: string;
}

function readUpload(run: Run, plan: RolePlan): Upload | undefined {
  const owner = run.holding.agents.get("DO");
  const record = heldAs("record", run.holding, plan);
  const ciphertext = heldAs("C_DO", run.holding, plan);
  if (owner === undefined || record === undefined || ciphertext === undefined) return undefined;
  const address = CID.decode(asBytes(asList(ciphertext)[1] as Value)).toString();
  return { owner, record: bytesToHex(asBytes(record)), address };
}

/** A name that stands for another record, of whomever, cannot stand for this one too. Throws Refused. */
async function refuseKnown(registrar: ChainRegistrar, upload: Upload | undefined): Promise<void> {
  if (upload === undefined || (await registrar.isFree(upload.record, upload.owner, upload.address))) return;
  throw new Refused("not-permitted", "M0", "The list has another record under this name.");
}
