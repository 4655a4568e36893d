/** The transactions of the memory engine: a call, the chain that it is for, and the caller's signature of both. */
import { RLP } from "@ethereumjs/rlp";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { decodeCall, encodeCall } from "./contract/contract-call.ts";
import type { Address, Call, ChainName } from "./entry.ts";
import { recoverAccount, signHash, type Signer } from "./signer.ts";

/** A call and whose account signed it. */
export interface AccountCall {
  readonly sender: Address;
  /** Undefined where the data calls nothing. */
  readonly call: Call | undefined;
}

const VERSION = "assay-transaction-1";

/** The transaction by which a signer makes a call on a chain. */
export function signTransaction(chain: ChainName, by: Signer, call: Call): Uint8Array {
  const data = encodeCall(call);
  return RLP.encode([data, signHash(digest(chain, data), by)]);
}

/** The call in a transaction for this chain; undefined where it is none that anybody signed. */
export function readTransaction(chain: ChainName, bytes: Uint8Array): AccountCall | undefined {
  try {
    const fields: unknown = RLP.decode(bytes);
    const [data, signature, ...more]: unknown[] = Array.isArray(fields) ? fields : [];
    if (!(data instanceof Uint8Array) || !(signature instanceof Uint8Array) || more.length > 0) return undefined;
    const sender = recoverAccount(digest(chain, data), signature);
    return sender && { sender, call: decodeCall(data) };
  } catch {
    return undefined;
  }
}

function digest(chain: ChainName, data: Uint8Array): Uint8Array {
  return keccak_256(RLP.encode([utf8ToBytes(VERSION), utf8ToBytes(chain), data]));
}
