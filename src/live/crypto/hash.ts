/** The hash: SHA-256 of the tagged, framed message, 32 bytes. */
import { sha256 } from "@noble/hashes/sha2.js";
import { frame, toBytes } from "./bytes.ts";
import { TAGS } from "./tags.ts";

/** Hashes bytes. */
export function hash(message: Uint8Array): Uint8Array {
  return sha256(frame(toBytes(TAGS.hash), message));
}
