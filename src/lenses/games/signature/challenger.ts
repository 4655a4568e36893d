/**
 * The challenger of existential unforgeability under chosen messages (Goldwasser, Micali and Rivest, 1988), for the
 * statements that the protocol signs, in the bytes and with the contexts that its parties use: what must be new is the
 * statement, whichever bytes are signed for it. One key signs them all, so that one statement must not pass for another.
 */
import type { SignedStatement } from "../../../live/wire/signed-statements.ts";
import { BYTES, record } from "../play/codec.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Game } from "../play/game.ts";
import { STATEMENT, type Statement, STATEMENTS } from "./statement.ts";

/** A statement and its signature. */
export interface Forgery {
  readonly statement: Statement;
  readonly signature: Uint8Array;
}

/** The queries of a forger. */
export interface SignatureView {
  readonly verificationKey: Uint8Array;
  /** The statements that the protocol signs, part by part. */
  readonly statements: readonly SignedStatement[];
  /** The signature of any statement. */
  readonly sign: (statement: Statement) => Uint8Array;
}

/** Makes the EUF-CMA game for the statements of a protocol. */
export function makeSignatureGame(statements: readonly SignedStatement[]): Game<SignatureView, Forgery> {
  return {
    name: "euf-cma",
    title: "Unforgeability of signatures",
    goal: "search",
    definition: "EUF-CMA of Goldwasser, Micali and Rivest (1988), on the statements that the protocol signs.",
    assumptions: ["The signing key is drawn well and stays where it is.", "One key signs every statement."],
    notCovered: ["A second signature of a statement that was signed: strong unforgeability is another game."],
    answer: record<{ statement: Statement; signature: Uint8Array }>("a statement and a signature", {
      statement: STATEMENT,
      signature: BYTES,
    }),
    open({ scheme, randomness, referee }) {
      const key = scheme.makeSigningKey(randomness);
      const signed = new Set<string>();
      const identify = ({ of, parts }: Statement): string => JSON.stringify([of, parts.map((part) => [...part])]);
      const describe = ({ of, parts }: Statement): readonly [context: string, message: Uint8Array] => {
        const found = statements.find(({ name }) => name === of);
        if (found === undefined)
          throw new Forfeit("wrong-answer", `The protocol signs no statement ${of.slice(0, 40)}.`);
        try {
          return [found.context, scheme.describeStatement(found, parts)];
        } catch (error) {
          if (!(error instanceof TypeError)) throw error;
          throw new Forfeit("wrong-answer", `The parts are none of ${found.name}: ${error.message}.`);
        }
      };
      return {
        view: {
          verificationKey: referee.give("verificationKey", BYTES, key.publicKey),
          statements: referee.give("statements", STATEMENTS, statements),
          sign: referee.oracle("sign", [STATEMENT], BYTES, (statement) => {
            const [context, message] = describe(statement);
            signed.add(identify(statement));
            return scheme.sign(key, context, message);
          }),
        },
        isWon({ statement, signature }) {
          const [context, message] = describe(statement);
          if (signed.has(identify(statement))) {
            throw new Forfeit("forbidden-query", "This statement was signed for the adversary.");
          }
          return scheme.verify(key.publicKey, context, message, signature);
        },
      };
    },
  };
}
