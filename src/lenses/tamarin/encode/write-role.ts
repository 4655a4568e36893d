/**
 * A role as multiset rewriting rules: one from each receive to the next, with all that the role sends and claims there.
 *
 * A rule takes the state of the run from the one before it, with what the role needs later on. A claim that stands before
 * the end of its role closes a rule, so that lemmas can speak of runs that stop there; so does a send before a fact that
 * claims of others ask for, as the run may stop between the two.
 */
import { termsOf } from "../../../core/protocol/ir/event.ts";
import type { ProtocolScript, RoleScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import {
  AGENT,
  type Application,
  type Name,
  subterms,
  type Term,
  type Variable,
  variable,
  variablesOf,
} from "../../../core/term/term.ts";
import { code, comment, list } from "./layout.ts";
import { isOfMessages, listCompared } from "./precede.ts";
import { printClaim } from "./print-claim.ts";
import type { Agent } from "./shared-keys.ts";
import { trustedRole } from "./trusted.ts";
import { termsOfClaim } from "./write-lemma.ts";
import type { Writing } from "./writing.ts";

/** A rule as it is filled. */
interface Rule {
  readonly lets: string[];
  readonly premises: string[];
  readonly actions: string[];
  readonly conclusions: string[];
}

/** The rules of a role as text. */
export function writeRole(writing: Writing, protocol: ProtocolScript, script: RoleScript): string {
  return new RoleWriter(writing, protocol, script).write();
}

class RoleWriter {
  private readonly writing: Writing;
  private readonly protocol: ProtocolScript;
  private readonly script: RoleScript;
  private readonly scope: string;
  private readonly compared: ReadonlySet<string>;
  /** Values of the role, by key, in the order in which they came. */
  private readonly had = new Map<string, Name | Variable>();
  private readonly rules: Rule[] = [];
  private rule: Rule;
  /** A term that the next rule matches. */
  private carried: Term | undefined;

  constructor(writing: Writing, protocol: ProtocolScript, script: RoleScript) {
    this.writing = writing;
    this.protocol = protocol;
    this.script = script;
    this.scope = `${script.protocol} ${script.role}`;
    this.compared = listCompared(protocol);
    this.rule = this.openRule();
  }

  write(): string {
    const { script } = this;
    const { events } = script;
    this.begin();
    for (const [at, event] of events.entries()) {
      const before = events[at - 1];
      const isFirst = at === 0;
      if (event.kind === "recv" && !isFirst) this.turn(at);
      else if (event.kind === "match" && (!this.isBound(event.left) || !this.isBound(event.right) || !isFirst)) {
        this.turn(at, event);
      } else if (before?.kind === "claim" && event.kind !== "claim") this.turn(at);
      else if (this.hasSent && this.isSignal(event)) this.turn(at);
      this.step(event, at);
    }
    const title = script.title === undefined ? "" : `, the ${script.title}`;
    const texts = this.rules.map((rule, i) => this.print(rule, i + 1));
    return [comment(`${script.role}${title}${this.protocol.helper ? " (a helper's role)" : ""}`), ...texts].join("\n");
  }

  /** True: the rule sends something, so a run may stop behind that. */
  private get hasSent(): boolean {
    return this.rule.conclusions.length > 0;
  }

  /** True for an event whose fact claims of others ask for. */
  private isSignal(event: ScriptEvent): boolean {
    return event.kind === "running" || (event.kind === "send" && event.paired && this.compared.has(event.label));
  }

  private begin(): void {
    const { writing, script, protocol } = this;
    const { facts } = writing;
    const agents = script.roles.map((role) => this.agent(role));
    for (const role of script.roles) this.had.set(variable(role).key, variable(role, [AGENT]));
    this.rule.premises.push("Fr(~run)");
    const self = this.agent(script.role);
    const { actions } = this.rule;
    if (script.trusted?.includes(script.role) !== true) actions.push(`Honest(${self})`);
    if (script.singular) {
      writing.restrictions.add("Once");
      actions.push(`Once('${facts.rule(script, 1)}')`);
    }
    if (protocol.roles.some((one) => one.events.some(isOfMessages))) {
      actions.push(`${facts.begun(script)}(~run)`);
    }
    if (protocol.helper) return;
    actions.push(`${facts.runs()}(${self})`, `${facts.among(agents.length)}(${[self, ...agents].join(", ")})`);
  }

  /** Closes the rule before event `at`; `match` takes its new variables in the rule that follows. */
  private turn(at: number, match?: ScriptEvent & { readonly kind: "match" }): void {
    const { script, writing } = this;
    const rest = script.events.slice(at);
    const [left, right] = match === undefined ? [] : [match.left, match.right];
    const isNew = left !== undefined && right !== undefined && !(this.isBound(left) && this.isBound(right));
    this.carried = isNew ? (this.isBound(right) ? right : left) : undefined;
    const later = new Set(rest.flatMap(termsOf).flatMap((term) => [...subterms(term)].map(({ key }) => key)));
    if (this.carried !== undefined) for (const part of subterms(this.carried)) later.add(part.key);
    const agents = script.roles.map((role) => this.agent(role));
    const state = [...this.had.values()].filter(
      (leaf) => later.has(leaf.key) && !script.roles.some((role) => variable(role).key === leaf.key),
    );
    const held = ["~run", ...agents, ...state.map((leaf) => this.write1(leaf))];
    const fact = writing.facts.state(script, this.rules.length);
    const carried = this.carried === undefined ? [] : [this.put(this.carried)];
    this.rule.conclusions.push(`${fact}(${[...held, ...carried].join(", ")})`);
    this.rule = this.openRule();
    const pattern = isNew ? [this.put(this.carried === right ? (left as Term) : (right as Term))] : [];
    this.rule.premises.push(`${fact}(${[...held, ...pattern].join(", ")})`);
    const before = script.events[at - 1];
    if (before?.kind === "claim") this.rule.actions.push(`${writing.facts.goesOn(script, at)}(~run)`);
  }

  private step(event: ScriptEvent, at: number): void {
    const { facts, restrictions } = this.writing;
    switch (event.kind) {
      case "send":
      case "recv": {
        this.makeNames(event.kind === "send" ? [event.message] : []);
        const label = event.label.replace(/^!/, "");
        const id = this.identify("message", event.label, label);
        const who = event.kind === "send" ? `to ${nameOf(event.to)}` : `from ${nameOf(event.from)}`;
        this.rule.lets.push(`${id} = ${this.put(event.message)}`);
        if (event.kind === "send") this.rule.conclusions.push(`Out(${id}) // ${label}, ${who}`);
        else this.rule.premises.push(`In(${id}) // ${label}, ${who}`);
        this.bind([event.message, event.from, event.to]);
        if (!event.paired || !this.compared.has(event.label)) return;
        const told = [event.from, event.to].map((term) => this.put(term));
        this.rule.actions.push(
          `${facts.message(event.kind, this.protocol, event.label)}(~run, <${told.join(", ")}, ${id}>)`,
        );
        return;
      }
      case "match": {
        const isPattern = this.carried !== undefined;
        this.carried = undefined;
        this.bind([event.left, event.right]);
        if (isPattern && event.equal) return;
        const word = event.equal ? "Eq" : "Neq";
        restrictions.add(word);
        this.rule.actions.push(`${word}(${this.put(event.left)}, ${this.put(event.right)})`);
        return;
      }
      case "running": {
        this.makeNames(event.data);
        const agents = event.partner === undefined ? [this.script.role] : [this.script.role, event.partner];
        const terms = [...agents.map((role) => this.agent(role)), ...event.data.map((term) => this.put(term))];
        this.rule.actions.push(`${facts.running(this.script, at)}(${terms.join(", ")})`);
        return;
      }
      case "claim": {
        this.makeNames(termsOf(event));
        const agents = this.script.roles.map((role) => this.agent(role));
        const terms = termsOfClaim(event.claim).map((term) => this.put(term));
        this.rule.actions.push(
          `// ${printClaim(event.claim)}`,
          `${facts.claim(this.script.protocol, event.claim.label)}(${["~run", ...agents, ...terms].join(", ")})`,
        );
        return;
      }
      default:
        event satisfies never;
    }
  }

  private print({ lets, premises, actions, conclusions }: Rule, step: number): string {
    const heading = `rule ${this.writing.facts.rule(this.script, step)}:`;
    const bindings = lets.length === 0 ? [] : ["  let", ...lets.map((one) => code(one, "    ")), "  in"];
    return [
      heading,
      ...bindings,
      list("[", premises, "]", "  "),
      list("--[", actions, "]->", "  "),
      list("[", conclusions, "]", "  "),
    ].join("\n");
  }

  private openRule(): Rule {
    const made = { lets: [], premises: [], actions: [], conclusions: [] };
    this.rules.push(made);
    return made;
  }

  private makeNames(terms: readonly Term[]): void {
    for (const part of terms.flatMap((term) => [...subterms(term)])) {
      if (part.kind !== "name" || !part.fresh || this.had.has(part.key)) continue;
      this.had.set(part.key, part);
      this.rule.premises.push(`Fr(${this.write1(part)})`);
    }
  }

  private bind(terms: readonly Term[]): void {
    for (const v of variablesOf(...terms)) if (!this.had.has(v.key)) this.had.set(v.key, v);
  }

  private isBound(term: Term): boolean {
    return variablesOf(term).every(({ key }) => this.had.has(key));
  }

  private agent(role: string): string {
    return this.put(variable(role, [AGENT]));
  }

  private put(term: Term): string {
    return this.writing.vocabulary.write(
      term,
      (leaf) => this.write1(leaf),
      (key) => this.lookUp(key),
    );
  }

  /** A key that two agents share: a fact among the premises of the rule. */
  private lookUp({ op, args, key }: Application): string {
    const [family, one, other] = args as readonly [Term, Term, Term];
    const id = `~${this.identify("key", key, [op, nameOf(one), nameOf(other)].join("_"))}`;
    const agentOf = (term: Term): Agent => ({
      text: this.put(term),
      is: term.kind === "variable" ? trustedRole(term, this.script) : undefined,
    });
    const fact = this.writing.sharedKeys.find(this.put(family), agentOf(one), agentOf(other), id);
    if (!this.rule.premises.includes(fact)) this.rule.premises.push(fact);
    return id;
  }

  private write1(leaf: Name | Variable): string {
    if (leaf.kind === "name") return `~${this.identify("name", leaf.name, leaf.name)}`;
    return this.writing.variables.write(leaf, this.script, this.identify("variable", leaf.name, leaf.name));
  }

  private identify(what: string, key: string, wish: string): string {
    // A message that is received is no other than the one that is sent under its label.
    return this.writing.identifiers.local(this.scope, what, what === "message" ? key.replace(/^!/, "") : wish);
  }
}

function nameOf(agent: Term): string {
  return agent.kind === "application" ? "another" : agent.name;
}
