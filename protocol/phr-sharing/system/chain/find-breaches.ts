/**
 * Breaches proved against the sealer of a chain: a second history beside the one that it shows, or blocks that no honest
 * execution of signed calls gives. A history that ends before a header that somebody has followed is not whole.
 */
import { type Blame, blame, type Operators, tellBlame, UNNAMED } from "./blame.ts";
import type { ChainName } from "./entry.ts";
import { hashHeader } from "./header.ts";
import { type FollowedHeader, isSealed, readSealedHeader } from "./known-headers.ts";
import type { History } from "./read-history.ts";

/** A breach of a sealer. */
export interface Breach {
  readonly chain: ChainName;
  /** The number of the block. */
  readonly block: number;
  readonly blame: Blame;
  readonly sentence: string;
}

/** Every breach, and why histories are not whole. */
export function findBreaches(
  histories: readonly History[],
  followed: readonly FollowedHeader[],
  { sealers }: Operators = UNNAMED,
): { readonly breaches: readonly Breach[]; readonly hidden: readonly string[] } {
  const breaches: Breach[] = [];
  const hidden: string[] = [];
  const add = (chain: ChainName, block: number, what: string): void => {
    if (breaches.some((known) => known.chain === chain && known.block === block)) return;
    const verdict = blame(sealers[chain]);
    breaches.push({ chain, block, blame: verdict, sentence: `${what} ${tellBlame(verdict)}` });
  };
  for (const history of histories) {
    const { chain } = history;
    if (history.is === "rejected") {
      if (history.isSealed) add(chain, history.block, history.sentence);
      continue;
    }
    for (const { sealed } of followed.filter((each) => each.chain === chain)) {
      const { header, seal } = readSealedHeader(sealed) ?? {};
      if (header === undefined || seal === undefined || header.chain !== chain) continue;
      if (!isSealed(history, header, seal)) continue;
      const shown = history.hashes[header.number];
      if (shown === undefined) {
        hidden.push(`The history of chain ${chain} ends before block ${header.number}, which its sealer has sealed.`);
      } else if (shown !== hashHeader(header)) {
        add(chain, header.number, `Chain ${chain} has two blocks of number ${header.number}, both sealed.`);
      }
    }
  }
  // Beside a history that is not the only one, what is missing proves nothing.
  const forked = breaches.filter(({ chain }) => histories.some((each) => each.chain === chain && each.is === "read"));
  return { breaches, hidden: [...new Set([...hidden, ...forked.map(({ sentence }) => sentence)])] };
}
