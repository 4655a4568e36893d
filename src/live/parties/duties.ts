/** What the parties do beside their plans: an owner brings its record, hospital A lists it, owners choose who may read. */
import { CID } from "multiformats/cid";
import { bytesToHex } from "@noble/hashes/utils.js";
import { Refused } from "../wire/refusal.ts";
import { asBytes, asList, type Value } from "../wire/value.ts";
import { heldAs } from "./held.ts";
import type { PartyPolicy } from "./policy.ts";
import type { Registrar } from "./registrar.ts";
import type { Duties } from "./role-party.ts";

/** A data owner: M is the record that it brings, and a grant goes to whoever its list has. */
export function ownerDuties(record: Uint8Array, readers: PartyPolicy["readers"]): Duties {
  return {
    supply: (name, sort) => (name === "M" && sort === "Data" ? record : undefined),
    permit: (run, { plan }) => {
      const reader = run.holding.agents.get("DU");
      const isReader = readers === "anyone" || reader === undefined || readers.has(reader);
      if (isReader) return Promise.resolve();
      const because = `${plan.role} does not give its records to ${JSON.stringify(reader.slice(0, 60))}.`;
      return Promise.reject(new Refused("not-permitted", "M1", because));
    },
  };
}

/** Hospital A: what an owner uploads goes into the access list, with its address in the store. */
export function hospitalDuties(registrar: Registrar): Duties {
  return {
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
