/** The text that a data owner signs when it grants: every field, framed, so that no field can be read as part of another. */
import { frame, toBytes } from "../../../live/crypto/bytes.ts";

/** The fields of a grant. */
export interface Grant {
  readonly owner: string;
  readonly reader: string;
  readonly record: string;
  readonly nonce: string;
}

/** The bytes that are signed. */
export function describeGrant({ owner, reader, record, nonce }: Grant): Uint8Array {
  return frame(toBytes(owner), toBytes(reader), toBytes(record), toBytes(nonce));
}
