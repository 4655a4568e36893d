/** The questions that a contract in an EVM answers, over whatever asks it one. */
import type { Engine } from "../engine.ts";
import type { Address, Entry, Hash } from "../entry.ts";
import type { AbiValue } from "./abi.ts";
import { ordinalsOf, type View, VIEWS } from "./contract-call.ts";

const NO_TRANSFER = `0x${"00".repeat(32)}`;
const NO_ACCOUNT = `0x${"00".repeat(20)}`;

/** Asks the contract one question. */
export type AskView = (view: View, values: readonly AbiValue[]) => Promise<readonly AbiValue[]>;

/** The answers of an engine about its contract. */
export function askViews(ask: AskView): Pick<Engine, "partyOf" | "listingOf" | "mayRead" | "consentOf" | "entriesOf"> {
  return {
    partyOf: async (party) => {
      const [account, key] = await ask(VIEWS.partyOf, [party]);
      return account === NO_ACCOUNT ? undefined : { party, account: account as Address, key: key as Hash };
    },
    listingOf: async (record) => {
      const [owner, address] = await ask(VIEWS.listingOf, [record]);
      return owner === "" ? undefined : { record, owner: String(owner), address: String(address) };
    },
    mayRead: async (record, reader, at) => (await ask(VIEWS.mayRead, [record, reader, at]))[0] === 1,
    consentOf: async (record, reader) => {
      const [transfer, until] = await ask(VIEWS.consentOf, [record, reader]);
      return transfer === NO_TRANSFER ? undefined : { transfer: transfer as Hash, until: Number(until) };
    },
    entriesOf: async (transfer, step, act) => {
      const entries: Entry[] = [];
      for (;;) {
        const values = await ask(VIEWS.entryOf, [transfer, ...ordinalsOf(step, act), entries.length]);
        const [speaker, from, to, record, digest, sequence] = values;
        if (sequence === 0) return entries;
        const statement = { transfer, step, act, from: String(from), to: String(to), record: String(record) };
        entries.push({
          ...statement,
          speaker: speaker as Address,
          digest: digest as Hash,
          sequence: Number(sequence),
        });
      }
    },
  };
}
