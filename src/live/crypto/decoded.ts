/** The answer of a decoder: a value, or why the bytes are none. Decoders never throw, whatever they are given. */

/** Why bytes or a message are refused. */
export type RefusalReason =
  | "wrong-length"
  | "not-canonical"
  | "infinity"
  | "not-on-curve"
  | "outside-subgroup"
  | "outside-target-group"
  | "out-of-range"
  | "not-authentic"
  | "malformed";

/** Bytes that were not taken. */
export interface Refused {
  readonly kind: "refused";
  readonly reason: RefusalReason;
  /** One clause that says what was wrong, for logs. */
  readonly detail: string;
}

/** The outcome of decoding, opening or verifying. */
export type Decoded<T> = { readonly kind: "decoded"; readonly value: T } | Refused;

/** A value that was decoded. */
export function accept<T>(value: T): Decoded<T> {
  return { kind: "decoded", value };
}

/** A refusal. */
export function refuse(reason: RefusalReason, detail: string): Refused {
  return { kind: "refused", reason, detail };
}

/** The value; throws a RefusedError for what is refused. For bytes that the caller made itself. */
export function expectDecoded<T>(decoded: Decoded<T>): T {
  if (decoded.kind === "refused") throw new RefusedError(decoded);
  return decoded.value;
}

/** Thrown where bytes that had to be good were refused. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly refused: Refused;

  constructor(refused: Refused) {
    super(`${refused.reason}: ${refused.detail}`);
    this.refused = refused;
  }
}
