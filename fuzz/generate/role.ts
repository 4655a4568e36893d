/**
 * A role while it is being written: what it holds, under which names, and the lines so far.
 *
 * Invariant: every name in the lines is declared, and every variable has its value before it is used, so the text loads.
 */
import { namesIn, nameOf, type Piece, printPiece, printPieces, replacePieces } from "./piece.ts";

/** The sorts of fresh names, plainest first; `Ticket` makes a value that only generic variables take. */
export const FRESH_SORTS = ["Nonce", "SessionKey", "Data", "Nonce", "SessionKey", "Ticket"] as const;

/** The holding of a role between two lines. */
export interface Holding {
  /** The pieces that it can say, plainest first. */
  readonly known: readonly Piece[];
  /** Text of what it took as it came, to the variable that holds it. */
  readonly taken: ReadonlyMap<string, string>;
}

export class RoleWriter {
  readonly name: string;
  readonly lines: { readonly text: string; readonly after: Holding }[] = [];
  private readonly sorts: ReadonlyMap<string, string>;
  private readonly fresh: readonly string[];
  private readonly common: readonly Piece[];
  private readonly variables = new Map<string, string>();
  private readonly opaque: Piece[] = [];
  private tickets = 0;
  private taken: ReadonlyMap<string, string> = new Map();

  /** `sorts`: of every fresh name of the protocol; `common`: what every role can say. */
  constructor(name: string, fresh: readonly string[], sorts: ReadonlyMap<string, string>, common: readonly Piece[]) {
    this.name = name;
    this.fresh = fresh;
    this.sorts = sorts;
    this.common = common;
  }

  /** Gives the role's holding before the line with index `at`. */
  holdingAt(at: number): Holding {
    return this.lines[at - 1]?.after ?? { known: [...this.fresh.map(nameOf), ...this.common], taken: new Map() };
  }

  /** Gives the role's holding now. */
  get holding(): Holding {
    return this.holdingAt(this.lines.length);
  }

  /** Compound pieces that the role took as they came and could look into. */
  get closed(): readonly Piece[] {
    return this.opaque.filter((piece) => piece.is !== "name");
  }

  /** Adds a line at the end. */
  add(text: string): void {
    const own = [...this.fresh, ...this.variables.keys()].filter((name) => this.sorts.has(name)).map(nameOf);
    this.lines.push({ text, after: { known: [...own, ...this.opaque, ...this.common], taken: this.taken } });
  }

  /** Puts a line that changes nothing for the others behind `at` of them. */
  insert(at: number, text: string): void {
    this.lines.splice(at, 0, { text, after: this.holdingAt(at) });
  }

  /** The text of what arrives; some new parts are taken as they come, one bit of `mask` for each, outermost first. */
  receive(pieces: readonly Piece[], mask: number): string {
    const taken = new Map(this.taken);
    const bits = { left: mask };
    for (const piece of pieces) this.takeParts(piece, bits, taken);
    const seen = pieces.map((piece) => replacePieces(piece, taken));
    this.taken = this.leaveOutHidden(taken, seen);
    this.declareNames(seen);
    return printPieces(seen);
  }

  /** A part that was taken first, and then is inside another one wherever it stands, has no value of its own. */
  private leaveOutHidden(taken: ReadonlyMap<string, string>, seen: readonly Piece[]): ReadonlyMap<string, string> {
    const said = new Set(seen.flatMap(namesIn));
    const hidden = [...taken].filter(([text, variable]) => !this.taken.has(text) && !said.has(variable));
    for (const [text, variable] of hidden) {
      this.variables.delete(variable);
      this.opaque.splice(
        this.opaque.findIndex((piece) => printPiece(piece) === text),
        1,
      );
    }
    const texts = new Set(hidden.map(([text]) => text));
    return new Map([...taken].filter(([text]) => !texts.has(text)));
  }

  /** A piece that was taken as it came, opened one level. */
  openUp(piece: Piece): string {
    const inside = new Map(this.taken);
    inside.delete(printPiece(piece));
    const seen = replacePieces(piece, inside);
    this.declareNames([seen]);
    return printPiece(seen);
  }

  /** The declarations of the role. */
  declare(): string[] {
    const lines = this.fresh.map((name) => `fresh ${name}: ${this.sorts.get(name) ?? "Nonce"};`);
    return [...lines, ...[...this.variables].map(([name, sort]) => `var ${name}: ${sort};`)];
  }

  private takeParts(piece: Piece, bits: { left: number }, taken: Map<string, string>): void {
    const text = printPiece(piece);
    const isHeld = piece.is === "name" && (this.holds(piece.name) || !this.sorts.has(piece.name));
    if (bits.left === 0 || taken.has(text) || isHeld) return;
    const bit = bits.left % 2;
    bits.left >>= 1;
    if (bit === 1) {
      this.tickets += 1;
      const variable = `t${this.tickets}`;
      taken.set(text, variable);
      this.variables.set(variable, "Ticket");
      this.opaque.push(piece);
      return;
    }
    const parts = piece.is === "tuple" ? piece.parts : piece.is === "encrypt" ? [...piece.body, piece.key] : [];
    for (const part of piece.is === "call" ? piece.args : parts) this.takeParts(part, bits, taken);
  }

  private declareNames(seen: readonly Piece[]): void {
    for (const name of seen.flatMap(namesIn)) {
      const sort = this.sorts.get(name);
      if (sort !== undefined && !this.holds(name)) this.variables.set(name, sort);
    }
  }

  private holds(name: string): boolean {
    return this.fresh.includes(name) || this.variables.has(name);
  }
}

/** The text of pieces in the names of a role that holds this. */
export function say(pieces: readonly Piece[], { taken }: Holding): string {
  return printPieces(pieces.map((piece) => replacePieces(piece, taken)));
}
