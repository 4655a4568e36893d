/**
 * A chain's node as a service: it seals what is signed by an account of the chain, and answers what the contract holds.
 *
 * Transactions are untrusted: one that is not a plain call of the contract, the next of its account, is turned down before it
 * can stop the chain. One that is in a block already is answered with that block.
 */
import { isSameValue } from "../../../../src/live/wire/value.ts";
import { fieldOf, isCount, isWord } from "../../../../src/live/processes/content.ts";
import { Unanswered } from "../../../../src/live/processes/troupe.ts";
import type { Hash } from "../chain/entry.ts";
import { isPlainCall, readEvmTransaction } from "../chain/evm-transaction.ts";
import type { Block, Ledger } from "../chain/ledger.ts";

/** Dependencies of a node. */
export interface LedgerService {
  /** Opened when its clock is known: `time` is that of the block in the making. */
  readonly ledger: Ledger;
  /** Sets the time of the next block, milliseconds since 1970. */
  readonly setTime: (time: number) => void;
  readonly wall: () => number;
}

const MOST_BYTES = 64 * 1024;
const MOST_AHEAD = 60_000;
/** Blocks in one answer: few enough for a frame. */
const PAGE = 8;

/** Answers questions about a chain. */
export function answerForLedger({
  ledger,
  setTime,
  wall,
}: LedgerService): (method: string, content: unknown) => Promise<unknown> {
  let turn: Promise<unknown> = Promise.resolve();

  async function submit(transaction: Uint8Array, time: number): Promise<Block> {
    const known = ledger.blocks().find(({ transactions }) => transactions.some((one) => isSameValue(one, transaction)));
    if (known !== undefined) return known;
    const { chain, contract } = ledger.identity;
    const read = readEvmTransaction(chain, contract, transaction);
    if (read?.call === undefined) throw new Unanswered("It is no call of this chain's contract that anybody signed.");
    const nonce = await ledger.nonceOf(read.sender);
    if (!isPlainCall({ contract, nonce, call: read.call }, transaction)) {
      throw new Unanswered("It is not the next call of its account.");
    }
    setTime(Math.max(time, ledger.blocks().at(-1)?.header.time ?? 0));
    return ledger.submit([transaction]);
  }

  return async (method, content) => {
    const [a, b, at] = ["a", "b", "at"].map((name) => fieldOf(content, name));
    switch (method) {
      case "submit": {
        if (!(a instanceof Uint8Array) || a.length > MOST_BYTES) throw new Unanswered("It is no transaction.");
        if (!isCount(at) || at > wall() + MOST_AHEAD) throw new Unanswered("Its time is yet to come.");
        const done = turn.then(() => submit(a, at));
        turn = done.catch(() => undefined);
        return done;
      }
      case "nonce":
        return isHash(a, 40) ? ledger.nonceOf(a) : refuse(method);
      case "blocks":
        return isCount(a) ? (await ledger.readBlocks(a)).slice(0, PAGE) : refuse(method);
      case "party":
        return isWord(a, 256) ? ledger.partyOf(a) : refuse(method);
      case "listing":
        return isWord(a, 256) ? ledger.listingOf(a) : refuse(method);
      case "may-read":
        return isWord(a, 256) && isWord(b, 256) && isCount(at) ? ledger.mayRead(a, b, at) : refuse(method);
      case "consent":
        return isWord(a, 256) && isWord(b, 256) ? ledger.consentOf(a, b) : refuse(method);
      case "entries":
        return isHash(a, 64) ? ledger.entriesOf(a) : refuse(method);
      default:
        return refuse(method);
    }
  };
}

function isHash(content: unknown, digits: number): content is Hash {
  return typeof content === "string" && /^0x[0-9a-f]+$/u.test(content) && content.length === digits + 2;
}

function refuse(method: string): never {
  throw new Unanswered(`A node answers no such question as ${JSON.stringify(method.slice(0, 60))}.`);
}
