/** The digest of a text, as assessments and jobs name it. */
import { createHash } from "node:crypto";

/** `sha256:...` */
export function hashText(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
