/**
 * Table I of the cross-chain PHR paper (section V.B): bytes of keys, ciphertexts and re-encryption keys, by elements.
 *
 * Groups of 128 bytes each and scalars of 20, policies of N = 5 attributes of which n = 3 are needed. The totals that
 * the paper prints are the mean of the two key pairs, the ciphertext, the re-encryption key and the re-encrypted
 * ciphertext, less two group elements, in every row; which two it leaves out it does not say.
 */

/** How many elements of each group. */
export interface Elements {
  readonly g1: number;
  readonly g2: number;
  readonly zq: number;
}

/** One scheme, as the table has it. */
export interface PaperRow {
  readonly scheme: string;
  readonly columns: Readonly<Record<Column, Elements>>;
  readonly printedTotal: number;
}

/** The columns of the table. */
export type Column = "keyDO" | "keyDU" | "ciphertext" | "reKey" | "reencrypted";

/** The sizes that the paper assumes, in bytes. */
export const PAPER_BYTES: Elements = { g1: 128, g2: 128, zq: 20 };

const N = 5;
const n = 3;

/** The table. */
const PAPER_TABLE: readonly PaperRow[] = [
  {
    scheme: "CP-HAPRE",
    columns: {
      keyDO: count(2 * n + 4),
      keyDU: count(2 * n + 4),
      ciphertext: count(3 * N + 2, 1),
      reKey: count(7),
      reencrypted: count(4, 1),
    },
    printedTotal: 4864,
  },
  {
    scheme: "CDSS",
    columns: {
      keyDO: count(6, 0, 2),
      keyDU: count(7, 0, 2),
      ciphertext: count(3, 2),
      reKey: count(4, 1),
      reencrypted: count(1, 3),
    },
    printedTotal: 2408,
  },
  {
    scheme: "ABE-IBE",
    columns: {
      keyDO: count(2 * N + 1),
      keyDU: count(2),
      ciphertext: count(N + 1, 1),
      reKey: count(4 * N + 3, 1),
      reencrypted: count(2, 1),
    },
    printedTotal: 4928,
  },
  {
    scheme: "this scheme",
    columns: {
      keyDO: count(2),
      keyDU: count(3),
      ciphertext: count(2, 1),
      reKey: count(2, 1),
      reencrypted: count(2, 2),
    },
    printedTotal: 1344,
  },
];

/**
 * This scheme as section III.B constructs it: the ciphertext is (c1, c2), one element less than the table says, and of
 * the keys only the public halves are sent: H1(ID) of the owner, (Q, P) of the delegatee.
 */
export const CONSTRUCTED: Readonly<Record<Column, Elements>> = {
  keyDO: count(1),
  keyDU: count(2),
  ciphertext: count(1, 1),
  reKey: count(2, 1),
  reencrypted: count(2, 2),
};

function count(g1: number, g2 = 0, zq = 0): Elements {
  return { g1, g2, zq };
}

/** Bytes of so many elements. */
export function bytesOf({ g1, g2, zq }: Elements, each: Elements = PAPER_BYTES): number {
  return g1 * each.g1 + g2 * each.g2 + zq * each.zq;
}

/** The mean of the two keys and everything else, in bytes. */
export function totalOf(columns: Readonly<Record<Column, Elements>>): number {
  const { keyDO, keyDU, ciphertext, reKey, reencrypted } = columns;
  return (bytesOf(keyDO) + bytesOf(keyDU)) / 2 + bytesOf(ciphertext) + bytesOf(reKey) + bytesOf(reencrypted);
}

/** Elements that the paper's totals leave out. */
export const LEFT_OUT: Elements = count(2);

/** One row, recomputed. */
export interface RecomputedRow {
  readonly scheme: string;
  readonly bytes: Readonly<Record<Column, number>>;
  /** The sum of the columns. */
  readonly columnsTotal: number;
  /** That, less what the paper leaves out. */
  readonly total: number;
  readonly printedTotal: number;
}

/** The table, recomputed from its elements. */
export function recomputeTable(): readonly RecomputedRow[] {
  return PAPER_TABLE.map(({ scheme, columns, printedTotal }) => {
    const columnsTotal = totalOf(columns);
    const { keyDO, keyDU, ciphertext, reKey, reencrypted } = columns;
    const bytes = {
      keyDO: bytesOf(keyDO),
      keyDU: bytesOf(keyDU),
      ciphertext: bytesOf(ciphertext),
      reKey: bytesOf(reKey),
      reencrypted: bytesOf(reencrypted),
    };
    return { scheme, bytes, columnsTotal, total: columnsTotal - bytesOf(LEFT_OUT), printedTotal };
  });
}
