/** The three chains of the system, opened and with their parties admitted; opened again, they stand where they stood. */
import { toBytes } from "../../../src/live/crypto/bytes.ts";
import type { BlockLog } from "./chain/block-log.ts";
import type { ChainName } from "./chain/entry.ts";
import { openLedger } from "./chain/open-ledger.ts";
import { digestOf, type Signer } from "./chain/signer.ts";
import { describeEntry } from "./parties/directory.ts";
import type { Clock } from "../../../src/live/parties/party.ts";
import { EntryRefused, type Ledgers } from "./parties/registrar.ts";
import { NAMES, type RoleName, signerOf, type System } from "./system.ts";

/** Options of making the chains. */
export interface ChainsOptions {
  readonly engine: "evm" | "memory";
  readonly seed: Uint8Array;
  readonly clock: Clock;
  /** Where a chain's blocks are kept; absent: in memory. */
  readonly logOf?: (chain: ChainName) => BlockLog;
}

const AUTHORITY = { A: "HA", B: "HB", relay: "RC" } as const;
const MEMBERS: { readonly [Name in ChainName]: readonly RoleName[] } = {
  A: ["DO", "HA"],
  B: ["DU"],
  relay: ["RC"],
};

/** How many validators a chain has: one of them may be corrupt, or down. */
const VALIDATORS = 4;

/** The validators of a chain. */
export function validatorsOf(seed: Uint8Array, chain: ChainName): readonly Signer[] {
  return Array.from({ length: VALIDATORS }, (_, i) => signerOf(seed, `validator ${i + 1} of chain ${chain}`));
}

/** Opens the chains. Rejects with LedgerError. */
export async function openChains({ engine, seed, clock, logOf }: ChainsOptions): Promise<Ledgers> {
  const open = (chain: ChainName) =>
    openLedger({
      chain,
      engine,
      authority: signerOf(seed, NAMES[AUTHORITY[chain]]),
      // The chain of a game is one of many, and sealed by one account.
      ...(engine === "evm" ? { validators: validatorsOf(seed, chain) } : {}),
      gateway: signerOf(seed, NAMES.gateway).account,
      clock: () => clock.now(),
      ...(logOf === undefined ? {} : { log: logOf(chain) }),
    });
  return { A: await open("A"), B: await open("B"), relay: await open("relay") };
}

/** Registers the accounts and keys of the parties on their chains, unless they are there. Rejects with LedgerError. */
export async function admitParties(ledgers: Ledgers, seed: Uint8Array, { enrolments }: System): Promise<void> {
  for (const chain of ["A", "B", "relay"] as const) {
    for (const role of MEMBERS[chain]) {
      const party = NAMES[role];
      const key = digestOf(toBytes(describeEntry(enrolments[role].entry)));
      const known = await ledgers[chain].partyOf(party);
      if (known?.key === key) continue;
      const call = { kind: "register-party", party, account: signerOf(seed, party).account, key } as const;
      const by = signerOf(seed, NAMES[AUTHORITY[chain]]);
      const { outcomes } = await ledgers[chain].commit([{ by, call }]);
      if (outcomes[0]?.is !== "done") throw new EntryRefused(`Chain ${chain} does not admit ${party}.`);
    }
  }
}
