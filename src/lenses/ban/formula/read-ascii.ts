/**
 * Reads formulas in the notation that people type: `A bel A <-Kab-> B`, `{Na, #(A <-Kab-> B)}Kas from S`.
 *
 * A verb takes all that follows up to a comma or closing bracket, so `A bel B bel X` needs no brackets. docs/ban.md has
 * the whole notation.
 */
import {
  type Attitude,
  atom,
  attitude,
  type BoundVariable,
  bond,
  comb,
  enc,
  type Formula,
  forall,
  fresh,
  hash,
  inverse,
  pubkey,
  tuple,
  type VariableSort,
} from "./formula.ts";
import { FormulaError, type ReadFormula } from "./formula-error.ts";
import { inferSort } from "./infer-sort.ts";
import { boundTwice, DEEPEST } from "./read-sexpr.ts";
import { VARIABLE_SORTS } from "./sorts.ts";
import { askForNearest } from "../../../core/diagnostic/suggest.ts";

interface Token {
  /** `name`, the symbol itself, or `end`. */
  readonly is: string;
  readonly text: string;
  readonly at: number;
}

const VERBS: ReadonlyMap<string, Attitude["is"]> = new Map([
  ["bel", "believes"],
  ["believes", "believes"],
  ["sees", "sees"],
  ["said", "said"],
  ["controls", "controls"],
]);
const RESERVED = new Set([...VERBS.keys(), "from", "forall"]);

/** How others call the verbs and the constructs, and what to write here. */
const FOREIGN_VERBS: ReadonlyMap<string, string> = new Map([
  ...["has", "received", "receives", "possesses", "holds"].map(
    (verb) => [verb, `Write P sees X for P ${verb} X.`] as const,
  ),
  ...["says", "sent", "sends", "uttered"].map((verb) => [verb, `Write P said X for P ${verb} X.`] as const),
  ["jurisdiction", "Write P controls X."],
  ["xor", "The logic has no exclusive or: docs/ban.md says what can be read from it."],
]);
const FOREIGN_CALLS: ReadonlyMap<string, string> = new Map([
  ...["fresh", "Fresh", "nonce"].map((call) => [call, `Write #(X) for ${call}(X).`] as const),
  ...["h", "hash", "Hash", "sha256"].map((call) => [call, `Write H(X) for ${call}(X).`] as const),
  ...["enc", "encrypt", "Enc", "E"].map((call) => [call, `Write {X}K for ${call}(X, K).`] as const),
  ...["sign", "sig", "Sign", "Sig"].map((call) => [call, `Write {X}K^-1 for ${call}(X, K).`] as const),
  ...["mac", "hmac", "MAC", "HMAC"].map((call) => [call, `Write <X>K for ${call}(X, K).`] as const),
]);

/** Why a text cannot be a name in this notation; undefined: it can. */
export function explainAsciiName(text: string): string | undefined {
  if (RESERVED.has(text)) return "it is a word of the notation";
  return /^[A-Za-z_$][\w$']*$/.test(text)
    ? undefined
    : "names begin with a letter and have letters, digits, _, $ and '";
}

/** Reads one formula; several with commas between them are their set. Throws FormulaError. */
export function readAscii(text: string): ReadFormula {
  const parser = new Parser(scan(text));
  const formula = parser.readList("end");
  return { formula, offsets: parser.offsets };
}

const TOKEN = /\s+|<-|->|<=|=>|\|->|\^-1|[{}()<>,.:#]|[A-Za-z_$][\w$']*/y;

const KEY_ARROW = "The key stands in the arrow: write A <-K-> B; a secret, A <=Y=> B.";
const FOLLOWS =
  "The statement before it is complete. Write a comma between two statements; what a principal does stands after its name.";
const SEPARATE = "These are two statements: write a comma between them.";

/** How others write the logic, and what to write here; the longer ones first. */
const FOREIGN: readonly (readonly [symbol: string, help: string])[] = [
  ["|=>", "Write P controls X for P |=> X."],
  ["|=", "Write P bel X for P |= X."],
  ["|~", "Write P said X for P |~ X."],
  ["<|", "Write P sees X for P <| X."],
  ["<-->", KEY_ARROW],
  ["<==>", KEY_ARROW],
  ["<->", KEY_ARROW],
  ["<=>", KEY_ARROW],
  ["&&", SEPARATE],
  ["&", SEPARATE],
  [";", SEPARATE],
  ["|≡", "Write P bel X for P |≡ X."],
  ["|∼", "Write P said X for P |∼ X."],
  ["|⇒", "Write P controls X for P |⇒ X."],
  ["≡", "Write P bel X for P |≡ X."],
  ["⇒", "Write P controls X for P |⇒ X."],
  ["◁", "Write P sees X for P ◁ X."],
  ["⊲", "Write P sees X for P ⊲ X."],
  ["∧", SEPARATE],
  ["∀", "Write forall K. S for ∀K. S."],
  ["♯", "Write #(X) for ♯(X)."],
  ["⊨", "Write P bel X for P ⊨ X."],
  ["⊕", "The logic has no exclusive or: docs/ban.md says what can be read from it."],
  ["||", "Write a comma between parts."],
  ["{|", "Write {X}K for {|X|}K."],
  ["[", "Write {X}K^-1 for a signature [X]K."],
  ["↔", KEY_ARROW],
  ["⟷", KEY_ARROW],
  ["⇌", KEY_ARROW],
  ["↦", "Write K |-> P for ↦K P."],
];

function scan(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text)?.[0];
    const foreign = FOREIGN.find(([symbol]) => text.startsWith(symbol, at));
    if (found === undefined && text[at] === "^") {
      throw new FormulaError("BN101", "A key has only one power here, its inverse.", at, "Write K^-1.");
    }
    if (foreign !== undefined) {
      const [symbol, help] = foreign;
      throw new FormulaError("BN101", `The notation has no ${JSON.stringify(symbol)}.`, at, help);
    }
    if (found === undefined) {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      const help = "Write P bel X, P said X, #(X), A <-K-> B, K |-> A, A <=Y=> B, {X}K from R, <X>Y, H(X).";
      throw new FormulaError("BN101", `The notation has no ${JSON.stringify(character)}.`, at, help);
    }
    if (found.trim() !== "") tokens.push({ is: /^[A-Za-z_$]/.test(found) ? "name" : found, text: found, at });
    at += found.length;
  }
  tokens.push({ is: "end", text: "", at: text.trimEnd().length });
  return tokens;
}

class Parser {
  readonly offsets = new Map<Formula, number>();
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  /** Formulas with commas between them, up to a closing token, which is taken. */
  readList(closing: string): Formula {
    const parts = [this.readFormula()];
    while (this.peek().is === ",") {
      this.next += 1;
      parts.push(this.readFormula());
    }
    this.take(closing);
    return tuple(parts);
  }

  private readFormula(): Formula {
    this.depth += 1;
    const { at, is, text } = this.peek();
    if (this.depth > DEEPEST) throw new FormulaError("BN101", `The formula nests deeper than ${DEEPEST}.`, at);
    const formula = is === "name" && text === "forall" ? this.readForall() : this.readStatement();
    this.depth -= 1;
    return this.remember(formula, at);
  }

  private readStatement(): Formula {
    const left = this.readPrimary();
    const { is, text, at } = this.peek();
    const verb = is === "name" ? VERBS.get(text) : undefined;
    if (verb !== undefined) {
      this.next += 1;
      return attitude(verb, left, this.readFormula());
    }
    switch (is) {
      case "<-":
        return this.readBond("sharedkey", left, "->");
      case "<=":
        return this.readBond("secret", left, "=>");
      case "|->":
        this.next += 1;
        return pubkey(left, this.readPrimary());
      case "name": {
        const help =
          (text === "and" ? SEPARATE : undefined) ??
          FOREIGN_VERBS.get(text) ??
          askForNearest(text, VERBS.keys()) ??
          (this.startsStatement(1) ? SEPARATE : undefined) ??
          "Between two names stands bel, sees, said, controls, <-K-> or <=Y=>.";
        throw new FormulaError("BN101", `${JSON.stringify(text)} is not expected here.`, at, help);
      }
      default:
        return left;
    }
  }

  private readBond(kind: "sharedkey" | "secret", one: Formula, arrow: string): Formula {
    this.next += 1;
    const by = this.readPrimary();
    this.take(arrow);
    return bond(kind, one, by, this.readPrimary());
  }

  private readForall(): Formula {
    const { at } = this.peek();
    this.next += 1;
    const named: { name: string; sort: VariableSort | undefined }[] = [];
    do {
      if (named.length > 0) this.next += 1;
      const { text: name } = this.take("name");
      if (named.some((other) => other.name === name)) throw boundTwice(name, at);
      named.push({ name, sort: this.peek().is === ":" ? this.readSort() : undefined });
    } while (this.peek().is === ",");
    this.take(".");
    const body = this.readFormula();
    const variables = named.map(({ name, sort }): BoundVariable => ({ name, sort: sort ?? inferSort(name, body) }));
    return forall(variables, body);
  }

  private readSort(): VariableSort {
    this.next += 1;
    const { text, at } = this.take("name");
    const sort = VARIABLE_SORTS.find((candidate) => candidate === text);
    if (sort !== undefined) return sort;
    const help = askForNearest(text, VARIABLE_SORTS) ?? `Sorts: ${VARIABLE_SORTS.join(", ")}.`;
    throw new FormulaError("BN103", `There is no sort ${text}.`, at, help);
  }

  private readPrimary(): Formula {
    const token = this.peek();
    this.depth += 1;
    if (this.depth > DEEPEST) throw new FormulaError("BN101", `The formula nests deeper than ${DEEPEST}.`, token.at);
    let formula = this.remember(this.readSimple(token), token.at);
    this.depth -= 1;
    while (this.peek().is === "^-1") {
      this.next += 1;
      formula = this.remember(inverse(formula), token.at);
    }
    return formula;
  }

  private readSimple(token: Token): Formula {
    this.next += 1;
    switch (token.is) {
      case "name":
        if (this.peek().is === "(") {
          this.next += 1;
          if (token.text === "H") return hash(this.readList(")"));
          const help =
            FOREIGN_CALLS.get(token.text) ?? "Of functions the notation has H(X) alone; sets have commas: (X, Y).";
          throw new FormulaError("BN101", `The notation has no ${JSON.stringify(`${token.text}(`)}.`, token.at, help);
        }
        if (RESERVED.has(token.text)) break;
        return atom(token.text);
      case "(":
        return this.readList(")");
      case "#":
        if (this.peek().is !== "(") {
          throw new FormulaError("BN101", "What is fresh stands in brackets.", token.at, "Write #(X) for #X.");
        }
        this.next += 1;
        return fresh(this.readList(")"));
      case "{": {
        const body = this.readList("}");
        const key = this.readPrimary();
        return enc(key, body, this.readOriginator());
      }
      case "<": {
        const body = this.readList(">");
        const secret = this.readPrimary();
        return comb(body, secret, this.readOriginator());
      }
      default:
        break;
    }
    this.next -= 1;
    throw new FormulaError("BN101", `A formula is expected ${describe(token)}.`, token.at);
  }

  private readOriginator(): Formula | undefined {
    const { is, text } = this.peek();
    if (is !== "name" || text !== "from") return undefined;
    this.next += 1;
    return this.readPrimary();
  }

  /** True where a verb or an arrow stands so many tokens further on: a statement has begun. */
  private startsStatement(ahead: number): boolean {
    const { is, text } = this.tokens[this.next + ahead] ?? { is: "end", text: "" };
    return is === "<-" || is === "<=" || is === "|->" || (is === "name" && VERBS.has(text));
  }

  private remember(formula: Formula, at: number): Formula {
    if (!this.offsets.has(formula)) this.offsets.set(formula, at);
    return formula;
  }

  private peek(): Token {
    return this.tokens[this.next] as Token;
  }

  private take(is: string): Token {
    const token = this.peek();
    if (token.is !== is) {
      const wanted = is === "end" ? "the end of the formula" : is === "name" ? "a name" : JSON.stringify(is);
      const help = token.is !== "end" && this.startsStatement(0) ? FOLLOWS : undefined;
      throw new FormulaError("BN101", `${capitalise(wanted)} is expected ${describe(token)}.`, token.at, help);
    }
    this.next += 1;
    return token;
  }
}

function describe({ is, text }: Token): string {
  return is === "end" ? "where the formula ends" : `before ${JSON.stringify(text)}`;
}

function capitalise(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
