/** The adapter to Kubo's RPC API, against a node of the tests' own that computes CIDs by itself; and Kubo's known answers. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { base32 } from "multiformats/bases/base32";
import { afterEach, describe, expect, it } from "vitest";
import { createMemoryBlocks } from "./block-store.ts";
import { openKubo } from "./kubo-blocks.ts";
import { createRecordStore } from "./record-store.ts";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

type Answer = (call: string, words: URLSearchParams, body: Buffer, response: ServerResponse) => void;

async function serve(answer: Answer): Promise<string> {
  const server = createServer((request: IncomingMessage, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://node");
      if (request.method !== "POST") return void response.writeHead(405).end();
      answer(pathname.replace("/api/v0/", ""), searchParams, Buffer.concat(pieces), response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The file in a multipart body with one part. */
function readPart(body: Buffer): Buffer {
  const start = body.indexOf("\r\n\r\n") + 4;
  const boundary = body.subarray(0, body.indexOf("\r\n"));
  return body.subarray(start, body.indexOf(Buffer.concat([Buffer.from("\r\n"), boundary]), start));
}

/** CIDv1 by hand: version, codec, sha2-256, length, digest. */
function nameBlock(codec: string | null, block: Buffer): string {
  const digest = createHash("sha256").update(block).digest();
  return base32.encode(Uint8Array.from([1, codec === "dag-pb" ? 0x70 : 0x55, 0x12, 32, ...digest]));
}

/** A node that keeps blocks, as Kubo answers. */
function makeNode(blocks = new Map<string, Buffer>()): Answer {
  return (call, words, body, response) => {
    if (call === "block/put") {
      expect([words.get("mhtype"), words.get("pin")]).toEqual(["sha2-256", "true"]);
      const block = readPart(body);
      const key = nameBlock(words.get("cid-codec"), block);
      blocks.set(key, block);
      return void response.end(JSON.stringify({ Key: key, Size: block.length }));
    }
    const block = blocks.get(words.get("arg") ?? "");
    if (block !== undefined) return void response.end(block);
    const Message = `block was not found locally (offline): ipld: could not find ${words.get("arg") ?? ""}`;
    response.writeHead(500).end(JSON.stringify({ Message, Code: 0, Type: "error" }));
  };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const MISSING = "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4";

describe("records in a node of IPFS", () => {
  // `ipfs add --cid-version 1` of these files; the second is the example of Kubo's documentation of gateways.
  it.each([
    ["", "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"],
    ["hello world\n", "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4"],
    ["hello world", "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"],
  ])("has the CID that Kubo gives: %j", async (text, cid) => {
    const records = createRecordStore(openKubo(await serve(makeNode())));
    expect(await records.put(bytesOf(text))).toBe(cid);
    expect(new TextDecoder().decode(await records.get(cid))).toBe(text);
  });

  it("of many blocks has the CID of the same file in a folder or in memory, and comes back", async () => {
    const blocks = new Map<string, Buffer>();
    const records = createRecordStore(openKubo(await serve(makeNode(blocks))));
    const record = Uint8Array.from({ length: 600_000 }, (_, i) => (i * 31 + (i >> 11)) & 255);
    const cid = await records.put(record);
    expect(cid).toBe(await createRecordStore(createMemoryBlocks()).put(record));
    expect(blocks.size).toBe(4);
    expect(await records.get(cid)).toEqual(record);
  });

  it("that the node has not is missing, and one that it changed is damaged", async () => {
    const blocks = new Map<string, Buffer>();
    const records = createRecordStore(openKubo(await serve(makeNode(blocks))));
    await expect(records.get(MISSING)).rejects.toMatchObject({ kind: "missing-block" });
    blocks.set(MISSING, Buffer.from("other"));
    await expect(records.get(MISSING)).rejects.toMatchObject({ kind: "corrupt-block" });
  });
});

describe("a node that does not do what it should", () => {
  it.each([
    ["names a block otherwise", 200, '{"Key":"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku","Size":1}'],
    ["answers no JSON", 200, "<html>"],
    ["answers JSON that is no object", 200, "7"],
    ["refuses", 403, "403 - Forbidden"],
    ["fails", 500, '{"Message":"no space left on device","Code":0,"Type":"error"}'],
  ])("%s: the record is not stored", async (_, status, text) => {
    const address = await serve((call, words, body, response) => {
      if (call === "block/put") return void response.writeHead(status).end(text);
      makeNode()(call, words, body, response);
    });
    await expect(createRecordStore(openKubo(address)).put(bytesOf("x"))).rejects.toMatchObject({ kind: "unwritable" });
  });

  it("sends without end: what is no block is not read to its end", async () => {
    const address = await serve((_call, _words, _body, response) => {
      const piece = Buffer.alloc(1 << 20);
      const send = (): void => void (response.write(piece) ? setImmediate(send) : response.once("drain", send));
      response.on("close", () => response.destroy());
      send();
    });
    await expect(createRecordStore(openKubo(address)).get(MISSING)).rejects.toMatchObject({ kind: "corrupt-block" });
  });

  it("sends elsewhere, breaks off, or is not there: the block cannot be read", async () => {
    const elsewhere = await serve((_call, _words, _body, response) => {
      response.writeHead(307, { location: "http://127.0.0.1:1/" }).end();
    });
    const broken = await serve((_call, _words, _body, response) => {
      response.writeHead(200, { "content-length": "10" });
      response.write("abc", () => response.destroy());
    });
    for (const address of [elsewhere, broken, "http://127.0.0.1:1"]) {
      await expect(createRecordStore(openKubo(address)).get(MISSING)).rejects.toMatchObject({ kind: "unreadable" });
    }
  });

  it.each(["http://ipfs.example:5001", "127.0.0.1:5001", "ftp://127.0.0.1", ""])(
    "is not spoken to in the clear, or at no address: %j",
    (address) => {
      expect(() => openKubo(address)).toThrow(/http:\/\/127\.0\.0\.1:5001/);
    },
  );
});
