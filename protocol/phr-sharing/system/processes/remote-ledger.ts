/**
 * A chain as a party in another process sees it: it signs calls itself, and asks the chain's node for everything else. Blocks
 * that it has seen it keeps.
 */
import type { Entry, Hash } from "../chain/entry.ts";
import { signEvmCall } from "../chain/evm-transaction.ts";
import { hashHeader } from "../chain/header.ts";
import { type Block, type ChainIdentity, type Ledger, LedgerError } from "../chain/ledger.ts";
import type { Clock } from "../../../../src/live/parties/party.ts";

/** How a node is asked. */
export interface RemoteLedgerOptions {
  readonly identity: ChainIdentity;
  readonly clock: Clock;
  readonly ask: (method: string, content: unknown) => Promise<unknown>;
}

/** A chain behind its node. */
export function openRemoteLedger({ identity, clock, ask }: RemoteLedgerOptions): Ledger {
  const { chain, contract } = identity;
  const seen: Block[] = [];
  const askFor = async <T>(method: string, content: unknown): Promise<T> => (await ask(method, content)) as T;
  const askForOne = async <T>(method: string, content: unknown): Promise<T | undefined> =>
    (await askFor<T | null>(method, content)) ?? undefined;
  const submitOne = (transaction: Uint8Array): Promise<Block> =>
    askFor<Block>("submit", { a: transaction, at: clock.now() });

  async function readBlocks(from: number): Promise<readonly Block[]> {
    for (;;) {
      const page = await askFor<readonly Block[]>("blocks", { a: seen.length });
      for (const block of page) {
        const isNext = block.header.number === seen.length && hashHeader(block.header) === block.hash;
        const isLinked = seen.length === 0 || block.header.parent === seen.at(-1)?.hash;
        if (!isNext || !isLinked) {
          throw new LedgerError("damaged-log", chain, `The node of chain ${chain} shows blocks that do not follow.`);
        }
        seen.push(block);
      }
      if (page.length === 0) return seen.slice(from);
    }
  }

  return {
    chain,
    identity,
    commit: async (calls) => {
      let block: Block | undefined;
      for (const { by, call } of calls) {
        const nonce = await askFor<number>("nonce", { a: by.account });
        block = await submitOne(signEvmCall({ chain, contract, nonce, call }, by));
      }
      return block ?? Promise.reject(new RangeError("There is nothing to commit."));
    },
    submit: async ([transaction = new Uint8Array()]) => submitOne(transaction),
    nonceOf: (account) => askFor<number>("nonce", { a: account }),
    blocks: () => [...seen],
    readBlocks,
    partyOf: (name) => askForOne("party", { a: name }),
    listingOf: (record) => askForOne("listing", { a: record }),
    mayRead: (record, reader, at) => askFor<boolean>("may-read", { a: record, b: reader, at }),
    consentOf: (record, reader) => askForOne("consent", { a: record, b: reader }),
    entriesOf: (transfer: Hash) => askFor<readonly Entry[]>("entries", { a: transfer }),
    stop: () => Promise.resolve(),
  };
}
