import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "@ipld/dag-pb";
import fc from "fast-check";
import { UnixFS } from "ipfs-unixfs";
import { base32 } from "multiformats/bases/base32";
import { CID } from "multiformats/cid";
import { create as createDigest } from "multiformats/hashes/digest";
import { afterAll, describe, expect, it } from "vitest";
import { type BlockStore, createMemoryBlocks, openBlocks } from "./block-store.ts";
import { createRecordStore } from "./record-store.ts";
import { StorageError } from "./storage-error.ts";
import { CHUNK_BYTES } from "./write-file.ts";

const folders: string[] = [];

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "assay-blocks-"));
  folders.push(folder);
  return folder;
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** Bytes that differ from chunk to chunk. */
function makeBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 13)) & 255);
}

/** A CIDv1 by hand: version 1, codec, sha2-256 (0x12), 32 bytes of digest. */
function nameBlock(codec: "raw" | "dag-pb", block: Uint8Array): Uint8Array {
  const digest = createHash("sha256").update(block).digest();
  return Uint8Array.from([1, codec === "raw" ? 0x55 : 0x70, 0x12, 32, ...digest]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
}

/** A field of protocol buffers: bytes, or a number. */
function field(number: number, value: Uint8Array | number): number[] {
  if (typeof value === "number") return [number << 3, ...varint(value)];
  return [(number << 3) | 2, ...varint(value.length), ...value];
}

/** The root above raw leaves, by hand: dag-pb links { Hash 1, Name 2, Tsize 3 } in field 2, UnixFS file in field 1. */
function makeRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const links = leaves.map((leaf) =>
    field(
      2,
      Uint8Array.from([...field(1, nameBlock("raw", leaf)), ...field(2, new Uint8Array()), ...field(3, leaf.length)]),
    ),
  );
  const size = leaves.reduce((sum, leaf) => sum + leaf.length, 0);
  const file = [...field(1, 2), ...field(3, size), ...leaves.flatMap((leaf) => field(4, leaf.length))];
  return Uint8Array.from([...links.flat(), ...field(1, Uint8Array.from(file))]);
}

async function kindOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof StorageError ? error.kind : `no StorageError: ${String(error)}`;
}

/** A store of which chosen puts fail as a file system's do. */
function fillUp(blocks: BlockStore, room: number): BlockStore {
  let left = room;
  return {
    get: (cid) => blocks.get(cid),
    put: (cid, bytes) => {
      if (left-- > 0) return blocks.put(cid, bytes);
      throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    },
  };
}

describe("createRecordStore", () => {
  it("names a record of one chunk as IPFS does: the raw block itself", async () => {
    // base32, lower case, of 01 55 12 20 and the SHA-256 of the 11 bytes; made once with another language's libraries.
    const store = createRecordStore(createMemoryBlocks());
    const hello = new TextEncoder().encode("hello world");
    const cid = await store.put(hello);
    expect(cid).toBe("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
    expect(cid).toBe(base32.encode(nameBlock("raw", hello)));
    expect(await store.put(makeBytes(CHUNK_BYTES))).toBe(base32.encode(nameBlock("raw", makeBytes(CHUNK_BYTES))));
  });

  it("names the empty record", async () => {
    const store = createRecordStore(createMemoryBlocks());
    const cid = await store.put(new Uint8Array());
    expect(cid).toBe("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
    expect(await store.get(cid)).toEqual(new Uint8Array());
  });

  it("names a record of several chunks as a node over raw leaves that is assembled by hand", async () => {
    const bytes = makeBytes(2 * CHUNK_BYTES + 1000);
    const leaves = [0, 1, 2].map((i) => bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES));
    const store = createRecordStore(createMemoryBlocks());
    const cid = await store.put(bytes);
    expect(cid).toBe(base32.encode(nameBlock("dag-pb", makeRoot(leaves))));
    expect(Buffer.compare(await store.get(cid), bytes)).toBe(0);
  });

  it("gives back what was stored, of any length around chunks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.nat(2000), fc.integer({ min: CHUNK_BYTES - 2, max: CHUNK_BYTES + 2 })),
        async (length) => {
          const store = createRecordStore(createMemoryBlocks());
          const bytes = makeBytes(length);
          expect(Buffer.compare(await store.get(await store.put(bytes)), bytes)).toBe(0);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("keeps records in a folder for the next process", async () => {
    const folder = await makeFolder();
    const cid = await createRecordStore(await openBlocks(folder)).put(makeBytes(1_000_000));
    expect(Buffer.compare(await createRecordStore(await openBlocks(folder)).get(cid), makeBytes(1_000_000))).toBe(0);
  });
});

describe("a store that fails", () => {
  it("says which block is missing, in memory and on disk", async () => {
    const cid = CID.create(1, 0x55, createDigest(0x12, new Uint8Array(32).fill(9))).toString();
    for (const blocks of [createMemoryBlocks(), await openBlocks(await makeFolder())]) {
      await expect(createRecordStore(blocks).get(cid)).rejects.toMatchObject({
        kind: "missing-block",
        cid,
        message: `Block ${cid} is not in the store; fetch it from another store, or store the record again.`,
      });
    }
  });

  it("notices a block that was changed on disk, and storing the record again repairs it", async () => {
    const folder = await makeFolder();
    const store = createRecordStore(await openBlocks(folder));
    const cid = await store.put(makeBytes(1000));
    const [file = ""] = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".data"));
    for (const damage of [makeBytes(999), makeBytes(1000).fill(1, 500, 501), new Uint8Array(3_000_000)]) {
      await writeFile(join(folder, file), damage);
      await expect(store.get(cid)).rejects.toMatchObject({ kind: "corrupt-block", cid });
      expect(await store.put(makeBytes(1000))).toBe(cid);
      expect(await store.get(cid)).toEqual(makeBytes(1000));
    }
  });

  it("says so where a block may not be read", async () => {
    const blocks: BlockStore = {
      put: () => undefined,
      get: () => {
        throw new Error("EIO: i/o error, read");
      },
    };
    expect(await kindOf(createRecordStore(blocks).get(base32.encode(nameBlock("raw", new Uint8Array()))))).toBe(
      "unreadable",
    );
    expect(await kindOf(openBlocks("/dev/null/blocks"))).toBe("unwritable");
  });

  it("says that the disk is full, and goes on where it stopped", async () => {
    const blocks = createMemoryBlocks();
    const bytes = makeBytes(5 * CHUNK_BYTES);
    await expect(createRecordStore(fillUp(blocks, 2)).put(bytes)).rejects.toMatchObject({ kind: "full-disk" });
    const stored: string[] = [];
    const counting: BlockStore = {
      get: (cid) => blocks.get(cid),
      put: (cid, block) => {
        stored.push(cid.toString());
        return blocks.put(cid, block);
      },
    };
    const cid = await createRecordStore(counting).put(bytes);
    expect(stored.length).toBe(4); // five leaves and a root, without the two that were stored
    expect(Buffer.compare(await createRecordStore(blocks).get(cid), bytes)).toBe(0);
  });
});

describe("blocks of a stranger", () => {
  const leaf = CID.create(1, 0x55, createDigest(0x12, createHash("sha256").update("leaf").digest()));

  async function putNode(blocks: BlockStore, data: Uint8Array, links: readonly CID[]): Promise<string> {
    const block = encode({ Data: data, Links: links.map((Hash) => ({ Hash, Name: "", Tsize: 4 })) });
    const cid = CID.decode(nameBlock("dag-pb", block));
    await blocks.put(cid, block);
    return cid.toString();
  }

  it("are refused where they are no file, or announce other sizes than they have", async () => {
    const blocks = createMemoryBlocks();
    await blocks.put(leaf, new TextEncoder().encode("leaf"));
    const store = createRecordStore(blocks);
    const file = (sizes: bigint[]): Uint8Array => new UnixFS({ type: "file", blockSizes: sizes }).marshal();
    expect(await store.get(await putNode(blocks, file([4n]), [leaf]))).toEqual(new TextEncoder().encode("leaf"));
    const hostile = [
      await putNode(blocks, file([5n]), [leaf]),
      await putNode(blocks, file([4n, 4n]), [leaf]),
      await putNode(blocks, new UnixFS({ type: "directory" }).marshal(), []),
      await putNode(blocks, Uint8Array.of(255, 255, 255), []),
      await putNode(blocks, file([4n]), [CID.create(1, 0x55, createDigest(0, new TextEncoder().encode("leaf")))]),
    ];
    for (const cid of hostile) expect(await kindOf(store.get(cid))).toBe("bad-file");
  });

  it("cannot unfold into an endless file", async () => {
    const blocks = createMemoryBlocks();
    const zeros = new Uint8Array(1_000_000);
    let below = CID.decode(nameBlock("raw", zeros));
    await blocks.put(below, zeros);
    let size = BigInt(zeros.length);
    for (let level = 0; level < 3; level++) {
      const sizes = Array.from({ length: 100 }, () => size);
      const data = new UnixFS({ type: "file", blockSizes: sizes }).marshal();
      below = CID.parse(
        await putNode(
          blocks,
          data,
          sizes.map(() => below),
        ),
      );
      size *= 100n;
    }
    expect(await kindOf(createRecordStore(blocks).get(below.toString()))).toBe("too-large");
    const liar = new UnixFS({ type: "file", blockSizes: [10n] }).marshal();
    expect(await kindOf(createRecordStore(blocks).get(await putNode(blocks, liar, [below])))).toBe("bad-file");
    size = 4n;
    below = leaf;
    await blocks.put(leaf, new TextEncoder().encode("leaf"));
    for (let level = 0; level < 6; level++) {
      const data = new UnixFS({ type: "file", blockSizes: [size] }).marshal();
      below = CID.parse(await putNode(blocks, data, [below]));
    }
    expect(await kindOf(createRecordStore(blocks).get(below.toString()))).toBe("bad-file");
  });

  it("are asked for by CIDs only", async () => {
    const store = createRecordStore(createMemoryBlocks());
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `bafkrei${text}`),
        ),
        async (text) => {
          expect(await kindOf(store.get(text))).toBe("bad-cid");
        },
      ),
    );
    expect(await kindOf(store.get("QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG"))).toBe("bad-cid");
  });
});
