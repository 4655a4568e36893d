/**
 * A receiver's pattern as pattern matching of ProVerif: what it binds, what it compares, what it opens by destructors.
 *
 * Pairs, agents and atoms are matched where they stand. A box becomes a part with a name, which is opened once what
 * opens it is at hand. What occurs twice is compared where it occurs again.
 */
import { type Application, isGround, PAIR, type Term, type Variable, variablesOf } from "../../../core/term/term.ts";
import type { AtomClasses } from "./atom-classes.ts";
import type { Readers } from "./readers.ts";
import { isFamilyName, type Vocabulary } from "./vocabulary.ts";
import { call } from "./write-term.ts";

/** The state of reading a role. */
export interface Reader {
  readonly classes: AtomClasses;
  readonly vocabulary: Vocabulary;
  readonly readers: Readers;
  /** Keys of the variables that the role has. */
  readonly bound: Set<string>;
  /** The identifier of a variable of the role. */
  readonly identify: (v: Variable) => string;
  /** A new identifier for a part. */
  readonly name: (wish: string) => string;
  readonly write: (term: Term) => string;
  /** Takes note that a part is this box, from here on. */
  readonly remember: (term: Term, part: string) => void;
}

/** A pattern, and the statements that finish what it matches. */
export interface Matched {
  readonly pattern: string;
  readonly statements: readonly string[];
}

/** Matches a term against a pattern; variables that the role did not have are bound afterwards. */
export function readPattern(reader: Reader, term: Term, wish: string): Matched {
  const matching = new Matching(reader, wish);
  const pattern = matching.take(term);
  const statements = matching.finish();
  for (const { term: box, name } of matching.opened) reader.remember(box, name);
  return { pattern, statements };
}

interface Box {
  readonly name: string;
  readonly term: Application;
}

class Matching {
  private readonly reader: Reader;
  private readonly wish: string;
  private readonly statements: string[] = [];
  private boxes: Box[] = [];
  /** Every box of the pattern. */
  readonly opened: Box[] = [];
  /** Variables that the pattern at hand binds: nothing in the same pattern may use them. */
  private fresh: Variable[] = [];

  constructor(reader: Reader, wish: string) {
    this.reader = reader;
    this.wish = wish;
  }

  take(term: Term): string {
    const { reader } = this;
    if (this.isBound(term)) return `=${reader.write(term)}`;
    if (term.kind === "variable") {
      if (this.fresh.some(({ key }) => key === term.key)) return this.compareLater(term);
      this.fresh.push(term);
      return this.bind(term);
    }
    if (term.kind === "application" && term.op === PAIR)
      return call(
        "pair",
        term.args.map((arg) => this.take(arg)),
      );
    if (term.kind !== "application") return `=${reader.write(term)}`;
    const name = reader.name(reader.vocabulary.nounOf(term.op) ?? this.wish);
    this.boxes.push({ name, term });
    this.opened.push({ name, term });
    return `${name}: bitstring`;
  }

  /** Opens the boxes, those that can be opened as they should be before the others. */
  finish(): readonly string[] {
    this.settle();
    while (this.boxes.length > 0) {
      const known = this.boxes.find(({ term }) => this.isBound(term));
      if (known !== undefined) {
        this.statements.push(`if ${known.name} = ${this.reader.write(known.term)} then`);
        this.boxes = this.boxes.filter((box) => box !== known);
        continue;
      }
      const next = this.boxes.find(({ term }) => this.isKeyed(term)) ?? (this.boxes[0] as Box);
      this.boxes = this.boxes.filter((box) => box !== next);
      this.open(next);
    }
    return this.statements;
  }

  private open({ name, term }: Box): void {
    const { destructor, using, yields } = this.reader.readers.read(term, (one) => this.isBound(one));
    const patterns = yields.map((part) => this.take(part));
    const pattern = patterns.length === 1 ? patterns[0] : `(${patterns.join(", ")})`;
    const keys = using.map((key) => this.reader.write(key));
    this.statements.push(`let ${pattern} = ${call(destructor, [name, ...keys])} in`);
    this.settle();
  }

  /** Settles what the last pattern has bound: it is the role's from here on. */
  private settle(): void {
    for (const v of this.fresh) this.reader.bound.add(v.key);
    this.fresh = [];
    this.statements.push(...this.late.splice(0));
  }

  private readonly late: string[] = [];

  private bind(v: Variable): string {
    const { reader } = this;
    const id = reader.identify(v);
    if (isFamilyName(v)) return `${id}: family`;
    const admitted = reader.classes.admitted(v);
    switch (admitted.is) {
      case "anything":
        return `${id}: bitstring`;
      case "one":
        return reader.classes.wrap(admitted.atoms, id);
      case "atoms":
        return call("at", [id]);
      case "some": {
        const part = reader.name(`any_${v.name}`);
        this.late.push(`let ${id} = ${call(reader.readers.guard(admitted.classes), [part])} in`);
        return `${part}: bitstring`;
      }
      default:
        return admitted satisfies never;
    }
  }

  private compareLater(v: Variable): string {
    const again = this.reader.name(`${v.name}_again`);
    this.late.push(`if ${again} = ${this.reader.write(v)} then`);
    return `${again}: bitstring`;
  }

  private isBound(term: Term): boolean {
    return isGround(term) || variablesOf(term).every(({ key }) => this.reader.bound.has(key));
  }

  /** True for a box of which one part is missing, and that is the one inside. */
  private isKeyed(term: Application): boolean {
    return term.args.length > 1 && term.args.slice(1).every((arg) => this.isBound(arg));
  }
}
