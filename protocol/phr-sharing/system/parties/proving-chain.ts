/** A chain as the gateway asks it: headers to follow, proofs of what it holds, and what was announced on it. */
import type { Entry, Hash, Statement } from "../chain/entry.ts";
import { encodeSealedHeader } from "../chain/known-headers.ts";
import type { Ledger, Outcome } from "../chain/ledger.ts";
import { proveReceipt } from "../chain/receipt-proof.ts";

/** The fields that tell a message apart from all others on its sender's chain. */
export type Sent = Pick<Statement, "transfer" | "step" | "digest" | "from">;

/** A chain as the gateway asks it; the gateway believes no answer unproved. */
export interface ProvingChain {
  /** The sealed headers from a number on. */
  headersFrom(number: number): Promise<readonly Uint8Array[]>;
  /** The proof that a message was entered as sent; undefined where it was not. */
  proofOf(message: Sent): Promise<Uint8Array | undefined>;
  /** Lists the entries of a transfer. */
  entriesOf(transfer: Hash): Promise<readonly Entry[]>;
}

/** The answers of a chain's own node. */
export function askLedger(ledger: Ledger): ProvingChain {
  return {
    headersFrom: async (number) => (await ledger.readBlocks(number)).map(encodeSealedHeader),
    proofOf: async ({ transfer, step, digest, from }) => {
      const isIt = (outcome: Outcome): boolean =>
        outcome.is === "done" &&
        outcome.event.kind === "stated" &&
        outcome.event.act === "sent" &&
        outcome.event.transfer === transfer &&
        outcome.event.step === step &&
        outcome.event.from === from &&
        outcome.event.digest === digest;
      // What is asked for was entered lately.
      const block = (await ledger.readBlocks(0)).findLast(({ outcomes }) => outcomes.some(isIt));
      return block === undefined ? undefined : proveReceipt(block, block.outcomes.findIndex(isIt));
    },
    entriesOf: (transfer) => ledger.entriesOf(transfer),
  };
}
