/**
 * A model as Horn clauses: one for each rule of the intruder, one for each message that a role sends.
 *
 * A run is a number; its fresh names are functions of that number and of its agents. What is lost: a run may take a step
 * more than once with different contents (where no fact about it says otherwise), singular roles, inequalities between
 * what cannot be compared. Every trace of the model is covered, so what no clause derives is out of the intruder's reach.
 */
import { termsOf } from "../../../core/protocol/ir/event.ts";
import type { ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { type Name, type Term, variable, variablesOf } from "../../../core/term/term.ts";
import type { Prepared, Script } from "../prepare.ts";
import type { Clause, Draft, Happened } from "./clause.ts";
import { isVariable, makeNode, makeVariable, mentions, type Node, variableId } from "./node.ts";
import { Resolution, type RulePattern } from "./resolution.ts";
import { RUN, Vocabulary } from "./vocabulary.ts";

/** Detail of the clauses: with or without facts about their runs. */
export type Detail = "knowledge only" | "with runs";

/** A script whose terms have been read as nodes: variable 0 is the run, then its agents, then its variables. */
export interface EncodedScript {
  readonly script: Script;
  readonly index: number;
  readonly masks: readonly number[];
  readonly events: readonly EncodedEvent[];
  /** How many of the variables are bound after each event. */
  readonly boundAfter: readonly number[];
}

/** The terms of an event, as `termsOf` lists them. */
export interface EncodedEvent {
  readonly event: ScriptEvent;
  readonly terms: readonly Node[];
}

/** The variables of one clause under construction. */
class Reader {
  readonly masks: number[] = [];
  private readonly numbers = new Map<string, Node>();
  private readonly vocabulary: Vocabulary;
  private readonly fresh: (name: Name) => Node;

  constructor(vocabulary: Vocabulary, fresh: (name: Name) => Node) {
    this.vocabulary = vocabulary;
    this.fresh = fresh;
  }

  declare(key: string, mask: number): Node {
    const node = makeVariable(this.masks.length);
    this.numbers.set(key, node);
    this.masks.push(mask);
    return node;
  }

  read(term: Term): Node {
    this.vocabulary.pulse.beat();
    switch (term.kind) {
      case "name":
        return term.fresh ? this.fresh(term) : makeNode(this.vocabulary.constant(term));
      case "variable":
        return this.numbers.get(term.key) ?? this.declare(term.key, this.vocabulary.maskOfVariable(term));
      case "application":
        return makeNode(
          this.vocabulary.operation(term.op),
          term.args.map((arg) => this.read(arg)),
        );
      default:
        return term satisfies never;
    }
  }
}

export class Encoding {
  readonly vocabulary: Vocabulary;
  readonly resolution: Resolution;
  readonly scripts: readonly EncodedScript[];
  /** Variants of one role share a number. */
  readonly roleOf: readonly number[];
  /** The symbol of each fresh name to the scripts of its role and the first event that sends it. */
  readonly owners = new Map<number, { readonly role: number; readonly origin: number }>();
  private readonly prepared: Prepared;
  private readonly patterns: RulePattern[] = [];
  private readonly rules: { draft: Draft; masks: readonly number[] }[];

  /** Throws TooManySorts. */
  constructor(prepared: Prepared) {
    this.prepared = prepared;
    this.vocabulary = new Vocabulary(prepared);
    this.rules = this.encodeRules();
    this.resolution = new Resolution(this.vocabulary, this.patterns);
    const roles = [...new Set(prepared.scripts.map(ownerOf))];
    this.roleOf = prepared.scripts.map((script) => roles.indexOf(ownerOf(script)));
    this.scripts = prepared.scripts.map((script, index) => this.encodeScript(script, index));
    this.noteHopeless();
  }

  /** The clauses that everything follows from. */
  list(detail: Detail): Clause[] {
    const { resolution } = this;
    const made = [
      ...this.rules.map(({ draft, masks }) => resolution.make(draft, masks, [])),
      ...this.scripts.flatMap((script) =>
        script.events.flatMap(({ event }, at) => (event.kind === "send" ? [this.encodeSend(script, at, detail)] : [])),
      ),
    ];
    return made.flatMap((clause) => (clause === undefined ? [] : resolution.split(clause)));
  }

  /** Collects what a script has received and compared before event `at`: needs, equations, inequalities. */
  upTo(script: EncodedScript, at: number): { received: { term: Node; at: number }[] } & Comparisons {
    const received: { term: Node; at: number }[] = [];
    const equations: (readonly [Node, Node])[] = [];
    const unequal: (readonly [Node, Node])[] = [];
    this.vocabulary.pulse.beat();
    for (const [i, { event, terms }] of script.events.slice(0, at).entries()) {
      if (event.kind === "recv") received.push({ term: terms[2] as Node, at: i });
      if (event.kind === "match") (event.equal ? equations : unequal).push([terms[0] as Node, terms[1] as Node]);
    }
    return { received, equations, unequal };
  }

  /** The fact that a run of the script has come through event `at`. */
  factOf(script: EncodedScript, at: number): Omit<Happened, "before"> {
    const count = script.boundAfter[at] as number;
    return {
      script: script.index,
      event: at,
      args: Array.from({ length: count }, (_, i) => makeVariable(i)),
    };
  }

  /**
   * Constants that stand nowhere but where no rule takes anything out, as function names and master keys do. The places
   * that a rule opens are those arguments that hold a part of what it yields.
   */
  private noteHopeless(): void {
    const opened = new Map<number, Set<number>>();
    const exposed = new Set<number>();
    const all = new Set<number>();
    const note = (symbol: number, place: number): void => {
      opened.set(symbol, (opened.get(symbol) ?? new Set()).add(place));
    };
    note(this.vocabulary.pair, 0);
    note(this.vocabulary.pair, 1);
    for (const { draft } of this.rules) {
      for (const { term } of draft.needs) notePlaces(term, draft.conclusion, note);
    }
    // Where a role takes parts out of what nothing opens, every place counts as open.
    const anywhere = this.prepared.origins === "anywhere";
    const visit = (node: Node, isExposed: boolean): void => {
      this.vocabulary.pulse.beat();
      if (node.args.length === 0 && node.symbol >= 0) {
        all.add(node.symbol);
        if (isExposed) exposed.add(node.symbol);
      }
      node.args.forEach((arg, i) => visit(arg, isExposed && (anywhere || opened.get(node.symbol)?.has(i) === true)));
    };
    for (const { draft } of this.rules) visit(draft.conclusion, true);
    for (const { events } of this.scripts) {
      for (const { event, terms } of events) for (const term of terms) visit(term, event.kind === "send");
    }
    for (const symbol of all) {
      if (!exposed.has(symbol) && !this.vocabulary.isPublic(makeNode(symbol), 0)) this.vocabulary.hopeless.add(symbol);
    }
  }

  private encodeSend(script: EncodedScript, at: number, detail: Detail): Clause | undefined {
    const { received, equations, unequal } = this.upTo(script, at);
    const isToldOf = detail === "with runs" && !script.script.protocol.helper;
    const { singular } = script.script.role;
    return this.resolution.make(
      {
        conclusion: script.events[at]?.terms[2] as Node,
        needs: received.map(({ term }) => ({ term, before: 0 })),
        happened: isToldOf ? [{ ...this.factOf(script, at), before: 0 }] : [],
        unlike: [],
        unequal,
      },
      script.masks,
      singular ? [...equations, [makeVariable(0), this.vocabulary.run(ownerOf(script.script))]] : equations,
    );
  }

  private encodeScript(script: Script, index: number): EncodedScript {
    const { vocabulary } = this;
    const owner = ownerOf(script);
    const { role } = script;
    const reader = new Reader(vocabulary, (name) => {
      const symbol = vocabulary.fresh(owner, name);
      const origin = script.origins.get(name.key) ?? Number.POSITIVE_INFINITY;
      this.owners.set(symbol, { role: this.roleOf[index] as number, origin });
      const agents = role.roles.map((_, i) => makeVariable(1 + i));
      return makeNode(symbol, [makeVariable(0), ...agents]);
    });
    reader.declare("run", RUN);
    for (const agent of script.agents) {
      const isOwn = agent.key === variable(role.role).key;
      reader.declare(agent.key, vocabulary.maskOfAgent(agent, isOwn ? "honestly" : "by anyone"));
    }
    const events: EncodedEvent[] = [];
    const boundAfter: number[] = [];
    for (const event of role.events) {
      // Variables get their numbers in the order in which they are bound.
      for (const v of variablesOf(...termsOf(event))) reader.read(v);
      events.push({ event, terms: termsOf(event).map((term) => reader.read(term)) });
      boundAfter.push(reader.masks.length);
    }
    return { script, index, masks: reader.masks, events, boundAfter };
  }

  private encodeRules(): { draft: Draft; masks: readonly number[] }[] {
    const { analyses, syntheses } = this.prepared.deductions;
    const rules: { draft: Draft; masks: readonly number[] }[] = [];
    const nobody = (): Node => {
      throw new Error("encodeRules: a rule with a fresh name");
    };
    for (const { from, using, yields, unless } of analyses) {
      const reader = new Reader(this.vocabulary, nobody);
      const needs = [from, ...using].map((term) => ({ term: reader.read(term), before: 0 }));
      const unlike = unless.map(({ term, pattern }) => ({
        term: reader.read(term),
        pattern: this.notePattern(pattern),
      }));
      const draft = { conclusion: reader.read(yields), needs, happened: [], unlike, unequal: [] };
      rules.push({ draft, masks: reader.masks });
    }
    for (const { from, yields } of syntheses) {
      if (yields.kind !== "application") continue;
      const reader = new Reader(this.vocabulary, nobody);
      const needs = from.map((term) => ({ term: reader.read(term), before: 0 }));
      const draft = { conclusion: reader.read(yields), needs, happened: [], unlike: [], unequal: [] };
      rules.push({ draft, masks: reader.masks });
    }
    return rules;
  }

  private notePattern(term: Term): number {
    const reader = new Reader(this.vocabulary, () => makeNode(0));
    const pattern = reader.read(term);
    this.patterns.push({ pattern, masks: reader.masks });
    return this.patterns.length - 1;
  }
}

interface Comparisons {
  readonly equations: readonly (readonly [Node, Node])[];
  readonly unequal: readonly (readonly [Node, Node])[];
}

/** Reports every place on the way down to a part that shares a variable with what the rule yields. */
function notePlaces(term: Node, yields: Node, note: (symbol: number, place: number) => void): void {
  term.args.forEach((arg, i) => {
    if (sharesVariable(arg, yields)) note(term.symbol, i);
    notePlaces(arg, yields, note);
  });
}

function sharesVariable(a: Node, b: Node): boolean {
  if (isVariable(a)) return mentions(b, variableId(a));
  return a.args.some((arg) => sharesVariable(arg, b));
}

function ownerOf({ protocol, role }: Script): string {
  return `${protocol.name} ${role.role}`;
}
