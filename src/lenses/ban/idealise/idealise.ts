/**
 * From a description to an analysis: every message idealised, the author's assumptions and goals read, and everything that
 * is idealised without backing in the concrete message reported.
 *
 * Formulas are the author's text; a mistake in one is a FormulaError that says which text it is in.
 */
import type { Place } from "../../../core/diagnostic/diagnostic.ts";
import type { Description, Means, NamedFormula } from "../../../core/protocol/ir/description.ts";
import { recall } from "../../../core/protocol/project/hold.ts";
import { headerOf } from "../../../core/protocol/project/project.ts";
import { Unfolding } from "../../../core/protocol/project/unfold.ts";
import type { Term } from "../../../core/term/term.ts";
import type { Analysis } from "../analyse.ts";
import type { Assumption, Message } from "../derive/prove.ts";
import type { Diagnostic } from "../../../core/diagnostic/diagnostic.ts";
import { type BanCode, complainOf } from "../diagnostics.ts";
import { type Formula, substitute } from "../formula/formula.ts";
import { FormulaError, type ReadFormula } from "../formula/formula-error.ts";
import { readAscii } from "../formula/read-ascii.ts";
import { checkSorts, checkTopLevel, type Symbols } from "../formula/sorts.ts";
import type { Lint } from "../lint/lint.ts";
import { printAscii } from "../print/ascii.ts";
import { type Profile, readProfile } from "../profile.ts";
import { readAlgebra } from "./algebra.ts";
import { boxesAmong, type ConcretePart, isKeyedHash, listReadings, readParts, type Readings } from "./concrete.ts";
import { findUnbacked, matchBoxes, type Receiver } from "./find-unbacked.ts";
import { dropBoxes, isHiddenMac } from "./hidden-macs.ts";
import { KeyPairs } from "./key-pairs.ts";
import { Names } from "./names.ts";
import { printConcrete } from "./print-concrete.ts";
import { learnPairs, translateMessage } from "./translate.ts";

/** A mistake in a formula of the description: which text, where in it, and the call that it stands in. */
export interface TextMistake {
  readonly code: BanCode;
  readonly message: string;
  readonly help: string | undefined;
  readonly text: string;
  readonly offset: number;
  readonly place: Place;
  /** The author's name for the text: an assumption, a goal or a part. */
  readonly name?: string;
}

export interface Idealised {
  readonly analysis: Analysis;
  /** Lints about idealisation without backing. */
  readonly lints: readonly Lint[];
  readonly warnings: readonly Diagnostic[];
  /** Any of these: the analysis is not what the author meant. */
  readonly mistakes: readonly TextMistake[];
}

/** One message as it was sent, with the parts that it has. */
interface SentMessage {
  readonly label: string;
  readonly from: string;
  readonly to: string;
  readonly parts: readonly ConcretePart[];
  readonly means: Means | undefined;
  readonly place: Place;
}

/** The analysis of a description; a description without annotations has no assumptions and no goals. */
export function idealise(description: Description): Idealised {
  const roles = description.roles.map(({ name }) => name);
  const readings = listReadings(description.theories);
  const names = new Names(roles, readings);
  const { sent, receiverOf } = unfold(description, names, readings);
  const work = new Idealisation(names, readings, roles, receiverOf);
  work.learnKeys(sent);
  const messages = sent.flatMap((message) => work.idealiseMessage(message));
  const { ban } = description;
  const profile = work.readProfileOf(ban?.profile, ban?.place);
  const assumptions = work.readAll(ban?.assumptions ?? []);
  const goals = work.readAll(ban?.goals ?? []);
  const concrete = sent.map(({ label: id, from, to, parts }) => ({
    id,
    from,
    to,
    concrete: printConcrete(parts, names),
  }));
  const analysis = {
    ...{ name: description.name, symbols: names.symbols, profile },
    ...{ assumptions, messages, goals, sent: concrete },
  };
  return { analysis, lints: work.lints, warnings: work.warnings, mistakes: work.mistakes };
}

/** Unfolds a description: messages in the terms that everybody intends, and every name that a role has at the end. */
function unfold(
  description: Description,
  names: Names,
  readings: Readings,
): { readonly sent: readonly SentMessage[]; readonly receiverOf: (role: string) => Receiver } {
  const unfolding = new Unfolding(headerOf(description));
  const sent: SentMessage[] = [];
  for (const step of description.steps) {
    const problem = unfolding.take(step);
    if (problem !== undefined) throw new Error(`idealise: the description does not unfold: ${problem.message}`);
    for (const view of unfolding.views.values()) names.learn(view);
    if (step.kind !== "message") continue;
    const { label, from, to, means, place } = step;
    const payload = unfolding.viewOf(to).received.at(-1)?.payload;
    if (payload !== undefined) sent.push({ label, from, to, parts: readParts(readings, payload), means, place });
  }
  const receiverOf = (role: string): Receiver => {
    const { held } = unfolding.viewOf(role);
    return { role, holds: (term) => recall(unfolding.world, { role, held }, term, "anything") !== undefined };
  };
  return { sent, receiverOf };
}

class Idealisation {
  readonly lints: Lint[] = [];
  readonly warnings: Diagnostic[] = [];
  readonly mistakes: TextMistake[] = [];
  private readonly names: Names;
  private readonly readings: Readings;
  private readonly roles: readonly string[];
  private readonly receiverOf: (role: string) => Receiver;
  private readonly derivedKeys = new Set<string>();
  private readonly pairs = new KeyPairs();
  private readonly makers = new Map<string, string>();
  private readonly meanings = new Map<string, Formula>();
  private readonly opaque = new Set<string>();

  constructor(names: Names, readings: Readings, roles: readonly string[], receiverOf: (role: string) => Receiver) {
    this.receiverOf = receiverOf;
    this.readings = readings;
    this.names = names;
    this.roles = roles;
  }

  /** Looks through all messages for who made what, and whom keys are for. */
  learnKeys(sent: readonly SentMessage[]): void {
    for (const { label, from, to, parts } of sent) {
      // Whoever sends a box first made it; those who pass it on did not.
      for (const box of boxesAmong(parts)) {
        if (!this.makers.has(box.id)) this.makers.set(box.id, from);
        if (box.kind === "shared" || box.kind === "mac") this.noteHolders(box.by);
        if (this.names.isHash(box.by)) this.noteDerivedKey(this.names.symbolOf(box.by).id, label);
      }
      learnPairs(parts, this.pairs, { names: this.names, makers: this.makers, from, to });
    }
  }

  /** Hashes in clear with a shared key inside: they are dropped, which an author who meant a MAC should know. */
  private warnOfKeyedHashes({ label, parts, place }: SentMessage): void {
    for (const part of parts) {
      if (part.is !== "hash") continue;
      const keys = part.body.flatMap((one) => {
        if (one.is !== "key" && one.is !== "value") return [];
        const { id } = one.is === "key" ? this.names.publicKeyOf(one.term) : this.names.symbolOf(one.term);
        const { sort, kind } = this.names.symbols.get(id) ?? { sort: "data" };
        return sort === "key" && kind !== "public" ? [id] : [];
      });
      const [key] = keys;
      if (key === undefined) continue;
      const sentence = `${label} has a hash in clear with the key ${key} in it, which counts as a part in clear and says nothing.`;
      this.warnings.push(complainOf("BN307", sentence, { place }));
    }
  }

  /** Notes who has a session key or a derived one when the protocol is over: whoever computes a derived key has it. */
  private noteHolders(key: Term): void {
    const { id } = this.names.symbolOf(key);
    const symbol = this.names.symbols.get(id);
    if (symbol === undefined || symbol.holders !== undefined || symbol.kind === "public") return;
    const reached = this.roles.filter((role) => this.receiverOf(role).holds(key));
    this.names.symbols.set(id, { ...symbol, ...(this.names.isHash(key) ? { holders: reached } : { reached }) });
  }

  /** States that a hash is read as a key. */
  private noteDerivedKey(key: string, label: string): void {
    if (this.derivedKeys.has(key)) return;
    this.derivedKeys.add(key);
    const sentence =
      `${key} in ${label} is made by hashing and counts as a key of its own: the logic does not see that whoever has what it ` +
      "is made of has it, so what is believed of it is assumed.";
    this.lints.push({ kind: "derived-key", about: { is: "message", id: label }, sentence });
  }

  idealiseMessage(message: SentMessage): Message[] {
    const { label, from, to, parts, means, place } = message;
    this.noteAlgebra(message);
    const whole = typeof means === "string" ? this.readWhole(message, means) : this.translate(message, means);
    if (means === undefined) this.warnOfKeyedHashes(message);
    const formula = whole && this.hideMacs(message, whole);
    if (formula === undefined) return [];
    if (means !== undefined) {
      for (const { box, concrete } of matchBoxes(formula, parts, this.names).matched) {
        if (!isKeyedHash(concrete)) continue;
        const sentence =
          `${printAscii(box)} in ${label} is a hash with ${printAscii(box.by)} in it, read as a MAC under it as the author says: ` +
          "that nobody else can make it is a property of the hash function that the logic takes for granted.";
        this.lints.push({ kind: "keyed-hash", about: { is: "message", id: label }, formula: box, sentence });
      }
      const receiver = this.receiverOf(to);
      const unbacked = findUnbacked(label, formula, parts, this.names, this.makers, receiver);
      for (const { code, sentence, formula: about } of unbacked) {
        this.warnings.push(complainOf(code, sentence, { place }));
        this.lints.push({ kind: "unbacked", about: { is: "message", id: label }, formula: about, sentence });
      }
    }
    return [{ id: label, from, to, formula }];
  }

  /** States what can be read from exclusive ors and multiples. */
  private noteAlgebra({ label, to, parts }: SentMessage): void {
    for (const { kind, symbol, sentence } of readAlgebra(
      label,
      parts,
      this.names,
      this.readings,
      this.receiverOf(to),
    )) {
      this.opaque.add(symbol);
      this.lints.push({ kind, about: { is: "message", id: label }, sentence });
    }
  }

  /** Leaves out the MACs that say nothing to the receiver; where it has the key and their author says nothing, with a warning. */
  private hideMacs({ label, to, parts, means, place }: SentMessage, formula: Formula): Formula | undefined {
    const receiver = this.receiverOf(to);
    const hidden = new Set<string>();
    for (const { box, concrete } of matchBoxes(formula, parts, this.names).matched) {
      if (!isHiddenMac(concrete, receiver)) continue;
      const hasKey = receiver.holds(concrete.by);
      if (hasKey && means !== undefined) continue;
      hidden.add(box.id);
      if (!hasKey) continue;
      const sentence = `${printAscii(box)} in ${label} is a MAC of something that ${to} never has, so ${to} cannot check it and it says nothing.`;
      this.warnings.push(complainOf("BN308", sentence, { place }));
    }
    return hidden.size === 0 ? formula : dropBoxes(formula, hidden);
  }

  readAll(named: readonly NamedFormula[]): Assumption[] {
    return named.flatMap(({ name, formula: text, place }, i): Assumption[] => {
      if (named.findIndex((other) => other.name === name) !== i) {
        const message = `The name ${name} is given twice.`;
        this.mistakes.push({ code: "BN305", message, help: undefined, text, offset: 0, place, name });
      }
      const formula = this.read(text, place, name, (read) => checkTopLevel(read));
      return formula === undefined ? [] : [{ id: name, formula }];
    });
  }

  readProfileOf(name: string | undefined, place: Place | undefined): Profile {
    const profile = readProfile(name ?? "BAN");
    if ("rules" in profile) return profile;
    const { message, help } = profile;
    const at = place ?? { file: "", line: 1, column: 1 };
    this.mistakes.push({ code: "BN105", message, help, text: name ?? "", offset: 0, place: at });
    return readProfile("BAN") as Profile;
  }

  private readWhole({ label, parts, place }: SentMessage, text: string): Formula | undefined {
    const formula = this.read(text, place, "means");
    if (formula === undefined) return undefined;
    // What the author says of a box holds wherever it is passed on.
    for (const { box, concrete } of matchBoxes(formula, parts, this.names).matched) {
      if (!this.meanings.has(concrete.id)) this.meanings.set(concrete.id, box);
    }
    if (formula.is !== "atom") return formula;
    const message = `${label} is said to mean a name.`;
    this.mistakes.push({ code: "BN304", message, help: undefined, text, offset: 0, place });
    return undefined;
  }

  private translate(message: SentMessage, means: Readonly<Record<string, string>> | undefined): Formula | undefined {
    const { label, from, to, parts, place } = message;
    const stands = new Map<string, Formula>();
    for (const [part, text] of Object.entries(means ?? {})) {
      const formula = this.read(text, place, part);
      const symbol = this.names.aliases.get(part)?.id ?? part;
      if (formula !== undefined) stands.set(symbol, formula);
      if (!this.names.symbols.has(symbol)) this.complainOfPart(label, part, place);
    }
    return translateMessage(parts, {
      names: this.names,
      roles: this.roles,
      from,
      to,
      makers: this.makers,
      meanings: this.meanings,
      stands,
      pairs: this.pairs,
      holdersOf: (term) => this.roles.filter((role) => this.receiverOf(role).holds(term)),
      onOpaque: (name) => {
        if (this.opaque.has(name)) return;
        this.opaque.add(name);
        const sentence = `${name} in ${label} is made by an operation that BAN logic has no construct for.`;
        const help = "It counts as a value that says nothing, unless its theory says how it is read: the facet `ban`.";
        this.warnings.push(complainOf("BN303", sentence, { place, help }));
      },
    });
  }

  private complainOfPart(label: string, part: string, place: Place): void {
    const sentence = `${label} has no ${part} that could mean anything.`;
    this.warnings.push(complainOf("BN301", sentence, { place }));
    this.lints.push({ kind: "unbacked", about: { is: "message", id: label }, sentence });
  }

  private read(
    text: string,
    place: Place,
    name: string,
    check: (read: ReadFormula) => void = () => undefined,
  ): Formula | undefined {
    try {
      const read = readAscii(text);
      check(read);
      checkSorts(read, this.symbolsWithAliases());
      return substitute(read.formula, this.names.aliases);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      const { code, message, help, offset } = error;
      this.mistakes.push({ code, message, help, text, offset, place, name });
      return undefined;
    }
  }

  private symbolsWithAliases(): Symbols {
    const all = new Map(this.names.symbols);
    for (const [name, formula] of this.names.aliases) {
      const target = formula.is === "inverse" ? formula.of : formula;
      all.set(name, all.get(target.id) ?? { sort: "data" });
    }
    return all;
  }
}
