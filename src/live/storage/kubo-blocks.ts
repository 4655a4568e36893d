/**
 * Blocks in an IPFS node, over the RPC API of Kubo: `block/put` and `block/get`, nothing else.
 *
 * A node is believed nothing: what it names a block is compared with the block's own CID, and what it gives is checked where
 * it is read. Whoever reaches the API governs the node, so it is spoken to on this machine or over TLS.
 */
import { code as DAG_PB } from "@ipld/dag-pb";
import type { CID } from "multiformats/cid";
import type { BlockStore } from "./block-store.ts";
import { StorageError } from "./storage-error.ts";

/** How long a node may take for one block, and how long it looks for one, in milliseconds and in Kubo's words. */
const PATIENCE = 30_000;
const SEARCH = "20s";
/** The longest answer that is no block. */
const MOST_WORDS = 64 * 1024;
/** Text in the `Message` of Kubo and its libraries for a block that nobody has. */
const UNKNOWN = /could not find|not found|context deadline exceeded/u;

/** The blocks of a node. Throws StorageError "unwritable" for an address that is none, or leads over a network in the clear. */
export function openKubo(address: string): BlockStore {
  const base = readAddress(address);
  return {
    async put(cid: CID, bytes: Uint8Array) {
      const codec = cid.code === DAG_PB ? "dag-pb" : "raw";
      const form = new FormData();
      form.append("data", new Blob([Uint8Array.from(bytes)]));
      const words = { "cid-codec": codec, mhtype: "sha2-256", mhlen: "32", pin: "true" };
      const response = await ask(base, "block/put", words, form);
      const text = await readWords(response);
      if (!response.ok) throw new Error(`the IPFS node at ${base.origin} refuses it: ${messageIn(text)}`);
      const named = keyIn(text);
      if (named !== cid.toString()) throw new Error(`the IPFS node at ${base.origin} names it ${named.slice(0, 80)}`);
    },
    async *get(cid: CID) {
      const response = await ask(base, "block/get", { arg: cid.toString(), timeout: SEARCH });
      if (!response.ok) {
        const message = messageIn(await readWords(response));
        if (UNKNOWN.test(message)) throw new NotFound();
        throw new Error(`the IPFS node at ${base.origin} answers ${response.status}: ${message}`);
      }
      yield* bodyOf(response);
    },
  };
}

/** Error of a store for a block that it does not have. */
class NotFound extends Error {
  override readonly name = "NotFoundError";

  constructor() {
    super("Not Found");
  }
}

function readAddress(address: string): URL {
  const base = URL.canParse(address) ? new URL(address) : undefined;
  const isHere = base !== undefined && ["127.0.0.1", "[::1]", "localhost"].includes(base.hostname);
  if (base?.protocol === "https:" || (base?.protocol === "http:" && isHere)) return base;
  throw new StorageError(
    "unwritable",
    `${address.slice(0, 100)} is no address of an IPFS node: name http://127.0.0.1:5001 on this machine, or one with https:.`,
  );
}

async function ask(base: URL, call: string, words: Record<string, string>, body?: FormData): Promise<Response> {
  const url = new URL(`/api/v0/${call}`, base);
  url.search = new URLSearchParams(words).toString();
  try {
    return await fetch(url, {
      method: "POST",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    const why = isLate
      ? `does not answer within ${PATIENCE / 1000} s`
      : "cannot be reached: start it with `ipfs daemon`";
    throw new Error(`the IPFS node at ${base.origin} ${why}`, { cause: error });
  }
}

async function* bodyOf({ body }: Response): AsyncIterable<Uint8Array> {
  if (body !== null) yield* body as unknown as AsyncIterable<Uint8Array>;
}

async function readWords(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bodyOf(response)) {
    pieces.push(piece);
    length += piece.length;
    if (length > MOST_WORDS) break;
  }
  return Buffer.concat(pieces).toString("utf8");
}

function keyIn(text: string): string {
  const { Key } = parse(text);
  return typeof Key === "string" ? Key : "nothing";
}

function messageIn(text: string): string {
  const { Message } = parse(text);
  return (typeof Message === "string" ? Message : text).slice(0, 200);
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
