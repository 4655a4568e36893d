/**
 * The terms of ProVerif's traces over the source's model: names that runs make, what the intruder makes up, and what it
 * computes with, reduced as the model's rules say.
 */
import type { Model } from "../../../core/protocol/ir/script.ts";
import { type Commutative, sortArguments } from "../../../core/term/commute.ts";
import { normalise, type Rule } from "../../../core/term/rewrite.ts";
import { AGENT, apply, constant, type Name, PAIR, type Sort, type Term, tuple } from "../../../core/term/term.ts";
import { orientRewrite } from "../../../core/theory/commutative.ts";
import { FAMILY } from "../../../core/theory/keys.ts";
import type { Lexicon } from "../encode.ts";
import { CRYPT } from "../encode/vocabulary.ts";
import type { PrintedTerm } from "./read-term.ts";

/** ProVerif's name for a part of a constructor whose parts everybody gets. */
const PART = /^(\d+)-proj-(.+)$/;

export class Values {
  private readonly lexicon: Lexicon;
  private readonly commutative: Commutative;
  private readonly rules: readonly Rule[];
  private readonly names = new Map<string, Name>();
  private readonly made = new Map<string, Name>();

  constructor({ commutative, rewrites }: Model, lexicon: Lexicon) {
    this.lexicon = lexicon;
    this.commutative = new Set(commutative);
    this.rules = [...rewrites, ...lexicon.abilities].flatMap((rule) => orientRewrite(rule, this.commutative));
  }

  /** Says what a name of the trace is. */
  name(id: string, name: Name): void {
    this.names.set(id, name);
  }

  /** The intruder's own names so far. */
  invented(): readonly Name[] {
    return [...this.made.values()];
  }

  /** A term of the trace over the model, reduced; undefined where it cannot be read. */
  read(term: PrintedTerm): Term | undefined {
    const read = this.ground(term);
    return read && this.normal(read);
  }

  /** The normal form of a term of the model. */
  normal(term: Term): Term {
    return sortArguments(normalise(term, this.rules, this.commutative), this.commutative);
  }

  /** An atom of the trace, of these sorts. */
  atom(id: string, sorts: readonly Sort[]): Name {
    const known = this.names.get(id) ?? this.lexicon.constants.get(id) ?? this.made.get(`${id} ${sorts.join("|")}`);
    if (known !== undefined) return known;
    // The intruder's own: agents are anybody's, everything else it makes up.
    const name = constant(id, sorts);
    if (!sorts.includes(AGENT) && !sorts.includes(FAMILY)) this.made.set(`${id} ${sorts.join("|")}`, name);
    return name;
  }

  private ground(term: PrintedTerm): Term | undefined {
    const { id, args } = term;
    const { classes, functions, powers } = this.lexicon;
    const sorts = classes.get(id);
    const [only] = args;
    if (id === "at" && only !== undefined) return this.ground(only);
    if (sorts !== undefined && only !== undefined) {
      return only.args.length === 0 ? this.atom(only.id, sorts) : this.ground(only);
    }
    const part = PART.exec(id);
    if (part !== null && only !== undefined) return this.takePart(Number(part[1]), part[2] ?? "", only);
    const called = functions.get(id);
    if (args.length === 0 && called === undefined) return this.atom(id, []);
    const parts = args.map((arg) => this.ground(arg));
    if (!parts.every((one) => one !== undefined)) return undefined;
    if (id === "") return tuple(...parts);
    if (called === undefined) return undefined;
    if ("symbol" in called) return apply(CRYPT, parts[0] as Term, called.symbol);
    const [base, exponent] = parts as [Term, Term?];
    const power = powers.get(called.op);
    if (power !== undefined && base.kind === "application" && base.op === power.share && exponent !== undefined) {
      return sortArguments(apply(power.shared, base.args[0] as Term, exponent), this.commutative);
    }
    return sortArguments(apply(called.op, ...parts), this.commutative);
  }

  /** A part of what everybody takes apart; an atom is the same with its class and without. */
  private takePart(number: number, constructor: string, printed: PrintedTerm): Term | undefined {
    const whole = this.read(printed);
    if (whole === undefined || constructor === "at" || this.lexicon.classes.has(constructor)) return whole;
    return whole.kind === "application" && whole.op === PAIR ? whole.args[number - 1] : undefined;
  }
}
