/** Message authentication: HMAC-SHA256 of the tagged, framed message, 32 bytes. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { frame, sameBytes, toBytes } from "./bytes.ts";
import { TAGS } from "./tags.ts";

/** The MAC of a message under a key of any length. */
export function mac(key: Uint8Array, message: Uint8Array): Uint8Array {
  // The key is framed into the message too: HMAC alone takes a short key and the same key with zeros behind as one.
  return hmac(sha256, key, frame(toBytes(TAGS.mac), key, message));
}

/** Verifies the MAC of a message. */
export function checkMac(key: Uint8Array, message: Uint8Array, tag: Uint8Array): boolean {
  return sameBytes(mac(key, message), tag);
}
