/** The digest of a text, as assessments and jobs name it. */
import { createHash } from "node:crypto";

/** `sha256:...` */
export function hashText(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** The SHA-256 of bytes; both are in hexadecimal. */
export function hashHex(bytes: string): string {
  return createHash("sha256").update(bytes, "hex").digest("hex");
}
