/**
 * Forgers of a protocol's statements: each looks for two statements with one signature.
 *
 * Signatures are determined by what is signed. So two statements that get the same signature are signed in the same bytes,
 * and a third one of the kind needs no signer.
 */
import { toBytes, sameBytes } from "../../../live/crypto/bytes.ts";
import type { SignedPart, SignedStatement } from "../../../live/wire/signed-statements.ts";
import type { Adversary, Tools } from "../play/game.ts";
import type { Forgery, SignatureView } from "../signature/challenger.ts";
import type { Statement } from "../signature/statement.ts";

type Forger = Adversary<SignatureView, Forgery>;

/** Changes a statement in one of several ways; undefined: it has no such change. */
type Change = (statement: Statement, way: number) => Statement | undefined;

/** Adversaries of EUF-CMA. */
export const SIGNATURE_ADVERSARIES: readonly Forger[] = [
  {
    name: "guessing",
    about: "Names 64 bytes.",
    play: (view) => ({ statement: fill(first(view), 0), signature: view.randomness.bytes(64) }),
  },
  {
    name: "other-part",
    about: "Has a statement signed with one part changed, for every part, and looks whether the signature is the same.",
    play: (view) =>
      search(view, (statement) =>
        statement.parts.map((part, i) => (drawn, way) => replace(drawn, i, fillPart(part, way))),
      ),
  },
  {
    name: "moved-boundary",
    about:
      "Moves the end of one part into the next, for every two neighbours, and looks whether the signature is the same.",
    play: (view) =>
      search(view, ({ parts }) => parts.slice(1).map((_, i) => (drawn, way) => moveBoundary(parts, drawn, i, way))),
  },
  {
    name: "swapped-parts",
    about: "Exchanges two parts of one form, for every two, and looks whether the signature is the same.",
    play: (view) => {
      for (const statement of view.statements) {
        for (const [i, j] of listPairs(statement.parts)) {
          const swap = (drawn: Statement): Statement => replace(replace(drawn, i, drawn.parts[j]), j, drawn.parts[i]);
          const [one, other] = [fill(statement, 0), fill(statement, 2)];
          if (!sameBytes(view.sign(one), view.sign(swap(one)))) continue;
          return { statement: swap(other), signature: view.sign(other) };
        }
      }
      return giveUp(view);
    },
  },
  {
    name: "other-statement",
    about: "Has one statement signed, and shows the signature for another one with the same parts.",
    play: (view) => {
      for (const statement of view.statements) {
        const signature = view.sign(fill(statement, 0));
        for (const other of view.statements) {
          if (other === statement || !isAlike(statement, other)) continue;
          return { statement: { ...fill(statement, 0), of: other.name }, signature };
        }
      }
      return giveUp(view);
    },
  },
];

/** Asks for two statements that differ by a change, and answers with a third where both have one signature. */
function search(view: SignatureView & Tools, listChanges: (statement: SignedStatement) => readonly Change[]): Forgery {
  for (const statement of view.statements) {
    const drawn = fill(statement, 0);
    const signature = view.sign(drawn);
    for (const change of listChanges(statement)) {
      const [second, third] = [change(drawn, 1), change(drawn, 2)];
      if (second === undefined || third === undefined) continue;
      if (sameBytes(view.sign(second), signature)) return { statement: third, signature };
    }
  }
  return giveUp(view);
}

function giveUp(view: SignatureView & Tools): Forgery {
  return { statement: fill(first(view), 3), signature: view.sign(fill(first(view), 4)) };
}

function first({ statements }: Pick<SignatureView, "statements">): SignedStatement {
  const [statement] = statements;
  if (statement === undefined) throw new Error("the protocol signs nothing");
  return statement;
}

/**
 * Draws a statement of the protocol, as a starting point for a forger.
 * @example
 * const statement = drawStatement(view);
 */
export function drawStatement(view: Pick<SignatureView, "statements">): Statement {
  return fill(first(view), 0);
}

/** A statement with parts that are told apart by a number. */
function fill(statement: SignedStatement, way: number): Statement {
  return { of: statement.name, parts: statement.parts.map((part) => fillPart(part, way)) };
}

function fillPart(part: SignedPart, way: number): Uint8Array {
  switch (part.is) {
    case "text":
    case "name":
      return toBytes(`${part.name} number ${way}`);
    case "number":
      return Uint8Array.from([0, 0, 0, 0, ...repeat(part, way, 4)]);
    case "bytes":
    case "named bytes":
      return repeat(part, way, part.length ?? 20);
    case "parts":
    case "named parts":
      return repeat(part, way, 20 * part.count);
    default:
      return part satisfies never;
  }
}

function repeat({ name }: SignedPart, way: number, length: number): Uint8Array {
  const word = toBytes(`${way} ${name} `);
  return Uint8Array.from({ length }, (_, i) => word[i % word.length] ?? 0);
}

function replace(statement: Statement, at: number, part: Uint8Array | undefined): Statement {
  return { ...statement, parts: statement.parts.map((each, i) => (i === at ? (part ?? each) : each)) };
}

function moveBoundary(
  forms: readonly SignedPart[],
  statement: Statement,
  at: number,
  bytes: number,
): Statement | undefined {
  const [left, right] = [statement.parts[at], statement.parts[at + 1]];
  const isFree = [forms[at], forms[at + 1]].every((form) => form !== undefined && hasAnyLength(form));
  if (!isFree || left === undefined || right === undefined) return undefined;
  const kept = left.subarray(0, left.length - bytes);
  const moved = Uint8Array.from([...left.subarray(left.length - bytes), ...right]);
  return replace(replace(statement, at, kept), at + 1, moved);
}

function hasAnyLength(part: SignedPart): boolean {
  const isText = part.is === "text" || part.is === "name";
  return isText || ((part.is === "bytes" || part.is === "named bytes") && part.length === undefined);
}

function listPairs(parts: readonly SignedPart[]): readonly (readonly [number, number])[] {
  return parts.flatMap((part, i) =>
    parts.slice(i + 1).flatMap((other, k) => (isSameForm(part, other) ? [[i, i + 1 + k] as const] : [])),
  );
}

function isAlike(one: SignedStatement, other: SignedStatement): boolean {
  return (
    one.parts.length === other.parts.length &&
    one.parts.every((part, i) => isSameForm(part, other.parts[i] as SignedPart) && samePlace(part, other.parts[i]))
  );
}

function samePlace(part: SignedPart, other: SignedPart | undefined): boolean {
  return part.at.join() === other?.at.join();
}

function isSameForm(a: SignedPart, b: SignedPart): boolean {
  const describe = ({ name: _, at: __, ...form }: SignedPart): string => JSON.stringify(form);
  return describe(a) === describe(b);
}
