import { createMerkleProof, MerklePatriciaTrie, verifyMerkleProof } from "@ethereumjs/mpt";
import { bytesToHex } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildOrderedTrie, orderedKey } from "./ordered-trie.ts";

/** Short values as well, whose nodes are put into those above them. */
const values = fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 200, size: "max" });

async function buildByLibrary(list: readonly Uint8Array[]): Promise<MerklePatriciaTrie> {
  const trie = new MerklePatriciaTrie();
  for (const [i, value] of list.entries()) await trie.put(orderedKey(i), value);
  return trie;
}

describe("buildOrderedTrie", () => {
  it("has the root and the proofs of a library's trie", async () => {
    await fc.assert(
      fc.asyncProperty(values, fc.nat(), async (list, some) => {
        const [ours, theirs] = [buildOrderedTrie(list), await buildByLibrary(list)];
        expect(bytesToHex(ours.root)).toBe(bytesToHex(theirs.root()));
        if (list.length === 0) return;
        const index = some % list.length;
        const proof = ours.proofOf(index);
        expect(
          bytesToHex((await verifyMerkleProof(orderedKey(index), proof, { root: ours.root })) ?? new Uint8Array()),
        ).toBe(bytesToHex(list[index] ?? new Uint8Array()));
        const nodes = (await createMerkleProof(theirs, orderedKey(index))).map((node) => bytesToHex(node));
        for (const node of proof) expect(nodes).toContain(bytesToHex(node));
      }),
      { numRuns: 15 },
    );
  });

  it("has the root of the empty trie for nothing, and no proof of what is not there", () => {
    expect(bytesToHex(buildOrderedTrie([]).root)).toBe(
      "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
    );
    expect(buildOrderedTrie([]).proofOf(0)).toEqual([]);
    expect(buildOrderedTrie([Uint8Array.of(1)]).proofOf(1)).toEqual([]);
  });
});
