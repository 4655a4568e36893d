/**
 * The building blocks of a generated protocol's messages, spelled alike by all roles: a name is the same value everywhere,
 * fresh in the role that makes it and a variable in the others.
 */
export type Piece =
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "tuple"; readonly parts: readonly Piece[] }
  | { readonly is: "encrypt"; readonly body: readonly Piece[]; readonly key: Piece }
  | { readonly is: "call"; readonly f: string; readonly args: readonly Piece[] };

export function nameOf(name: string): Piece {
  return { is: "name", name };
}

/** SPDL text of a piece. */
export function printPiece(piece: Piece): string {
  switch (piece.is) {
    case "name":
      return piece.name;
    case "tuple":
      return piece.parts.length === 1 ? printPieces(piece.parts) : `(${printPieces(piece.parts)})`;
    case "encrypt":
      return `{${printPieces(piece.body)}}${printPiece(piece.key)}`;
    case "call":
      return `${piece.f}(${printPieces(piece.args)})`;
    default:
      return piece satisfies never;
  }
}

export function printPieces(pieces: readonly Piece[]): string {
  return pieces.map(printPiece).join(",");
}

/** The piece with the text of some parts replaced, outermost first. */
export function replacePieces(piece: Piece, by: ReadonlyMap<string, string>): Piece {
  const name = by.get(printPiece(piece));
  if (name !== undefined) return nameOf(name);
  const inner = (part: Piece): Piece => replacePieces(part, by);
  switch (piece.is) {
    case "name":
      return piece;
    case "tuple":
      return { is: "tuple", parts: piece.parts.map(inner) };
    case "encrypt":
      return { is: "encrypt", body: piece.body.map(inner), key: inner(piece.key) };
    case "call":
      return { is: "call", f: piece.f, args: piece.args.map(inner) };
    default:
      return piece satisfies never;
  }
}

/** The piece and all parts of it that are terms, outermost first. */
export function partsOf(piece: Piece): Piece[] {
  switch (piece.is) {
    case "name":
      return [piece];
    case "tuple":
      return [piece, ...piece.parts.flatMap(partsOf)];
    case "encrypt":
      return [piece, ...piece.body.flatMap(partsOf), ...partsOf(piece.key)];
    case "call":
      return [piece, ...piece.args.flatMap(partsOf)];
    default:
      return piece satisfies never;
  }
}

/** The names in a piece. */
export function namesIn(piece: Piece): string[] {
  return partsOf(piece).flatMap((part) => (part.is === "name" ? [part.name] : []));
}
