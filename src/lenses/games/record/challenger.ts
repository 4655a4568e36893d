/**
 * The challenger of a record's header: a sealed record, and the question whether its body opens under a header that it
 * was not sealed with. The header says whose record it is, and which.
 */
import { toBytes } from "../../../live/crypto/bytes.ts";
import { BYTES, type Codec, record, TEXT } from "../play/codec.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Game } from "../play/game.ts";
import { CIPHERTEXT } from "../play/scheme-codecs.ts";
import type { Ciphertext } from "../../../live/crypto/pre/scheme.ts";
import { makeWorld } from "../world.ts";

/** A record as it is stored. */
export interface StoredRecord {
  readonly capsule: Ciphertext;
  readonly body: Uint8Array;
}

/** A body, and the header that it is to open under. */
export interface Relabelled {
  readonly header: string;
  readonly body: Uint8Array;
}

/** The queries of the adversary. */
export interface RecordView {
  /** A record of the owner, sealed under any header. */
  readonly seal: (header: string, content: Uint8Array) => StoredRecord;
}

const STORED: Codec<StoredRecord> = record<{ capsule: Ciphertext; body: Uint8Array }>("a stored record", {
  capsule: CIPHERTEXT,
  body: BYTES,
});

/** Binding of the header. */
export const RECORD_GAME: Game<RecordView, Relabelled> = {
  name: "record-binding",
  title: "Binding of a record's header",
  goal: "search",
  definition: "Integrity of the associated data of Rogaway (2002), for the header of the last record that was sealed.",
  assumptions: ["The owner opens the body with the message of the capsule that it was stored with."],
  notCovered: ["A whole record in the place of another: that is what a grant's signature is for."],
  answer: record<{ header: string; body: Uint8Array }>("a header and a body", { header: TEXT, body: BYTES }),
  open(table) {
    const { backend, scheme, randomness, referee } = table;
    const world = makeWorld(table);
    const sealed: { readonly header: string; readonly capsule: Ciphertext }[] = [];
    return {
      view: {
        seal: referee.oracle("seal", [TEXT, BYTES], STORED, (header, content) => {
          const { capsule, body } = scheme.sealRecord(
            backend,
            world.owner("owner"),
            toBytes(header),
            content,
            randomness,
          );
          sealed.push({ header, capsule });
          return { capsule, body };
        }),
      },
      isWon({ header, body }) {
        const last = sealed.at(-1);
        if (last === undefined) throw new Forfeit("wrong-answer", "No record was sealed.");
        if (last.header === header) throw new Forfeit("forbidden-query", "The record was sealed under this header.");
        const message = scheme.decrypt(backend, last.capsule, world.ownerKey("owner"));
        return scheme.openRecord(backend, message, toBytes(header), body).kind === "decoded";
      },
    };
  },
};
