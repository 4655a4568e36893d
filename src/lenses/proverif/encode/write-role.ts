/**
 * Roles as processes.
 *
 * The network chooses the agents of a run; an honest agent plays it. Fresh names are made where they are first used, so
 * that ProVerif knows what the run had received by then. A claim in the middle of a role is made by a run that stops
 * there: whoever goes on may give away afterwards what it claimed to be secret.
 */
import { termsOf } from "../../../core/protocol/ir/event.ts";
import {
  type Claim,
  honestRoles,
  type ProtocolScript,
  type RoleScript,
  type ScriptEvent,
} from "../../../core/protocol/ir/script.ts";
import { type Name, subterms, type Term, variablesOf } from "../../../core/term/term.ts";
import { printClaim } from "./print-claim.ts";
import type { AtomClasses } from "./atom-classes.ts";
import type { Events } from "./events.ts";
import type { Identifiers } from "./identifiers.ts";
import { comment, type Line } from "./layout.ts";
import type { Readers } from "./readers.ts";
import { type Matched, type Reader, readPattern } from "./read-pattern.ts";
import { representName, representVariable } from "./representation.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { type ClaimContext, describeClaim, isSynchronisation, listCompared } from "./write-claims.ts";
import { call, type Speech, writeTerm } from "./write-term.ts";

/** The context of writing a role. */
export interface RoleContext extends ClaimContext {
  readonly vocabulary: Vocabulary;
  readonly classes: AtomClasses;
  readonly readers: Readers;
  readonly events: Events;
  readonly identifiers: Identifiers;
  /** Takes note that a role takes fewer messages than it should. */
  readonly narrow: (sentence: string) => void;
}

/** The process of a role, and its name. */
export interface WrittenRole {
  readonly process: string;
  readonly lines: readonly Line[];
  /** The fresh names in the order in which they are made. */
  readonly names: readonly Name[];
  /** How many inputs say where the run stops. */
  readonly stops: number;
  /** True: every run begins with a name for itself. */
  readonly countsRuns: boolean;
}

export function writeRole(context: RoleContext, protocol: ProtocolScript, script: RoleScript): WrittenRole {
  return new RoleWriter(context, protocol, script).write();
}

type ClaimStep = ScriptEvent & { readonly kind: "claim" };
type PlacedClaim = ClaimStep & { readonly at: number };

class RoleWriter {
  private readonly context: RoleContext;
  private readonly protocol: ProtocolScript;
  private readonly script: RoleScript;
  private readonly scope: string;
  private readonly bound = new Set<string>();
  /** Boxes that were received, by key: they are passed on under the names of their parts. */
  private readonly boxes = new Map<string, string>();
  /** Where the run may stop: the index of the first claim there to the variable that says so. */
  private readonly stops = new Map<number, string>();
  private readonly countsRuns: boolean;
  private readonly madeNames: Name[] = [];
  private readonly made = new Set<string>();
  private readonly lines: Line[] = [];
  private readonly compared: ReadonlySet<string>;
  private readonly reader: Reader;
  private readonly speech: Speech;
  private readonly names = new Map<string, number>();

  constructor(context: RoleContext, protocol: ProtocolScript, script: RoleScript) {
    const { classes, identifiers, vocabulary, readers, honest } = context;
    this.context = context;
    this.protocol = protocol;
    this.script = script;
    this.scope = `${script.protocol} ${script.role}`;
    this.compared = listCompared(protocol);
    this.countsRuns = protocol.roles.some((role) => role.events.some(isSynchronisation));
    this.speech = {
      vocabulary,
      classes,
      operations: "computed",
      recall: (term) => this.boxes.get(term.key),
      leaf: (leaf) => {
        if (leaf.kind === "name") {
          return representName(classes, leaf, identifiers.local(this.scope, "name", leaf.name));
        }
        const id = identifiers.local(this.scope, "variable", leaf.name);
        // The agents of a run are agents, whatever matching lets other variables of that sort hold.
        const own = script.roles.find((role) => honest.agent(script, role).key === leaf.key);
        if (own !== undefined) return classes.wrap(classes.of(honest.sample(script, own)), id);
        return representVariable(classes, leaf, id);
      },
    };
    this.reader = {
      classes,
      vocabulary,
      readers,
      bound: this.bound,
      identify: (v) => identifiers.local(this.scope, "variable", v.name),
      name: (wish) => this.nameNew(wish),
      write: (term) => writeTerm(this.speech, term),
      remember: (term, part) => this.remember(term, part),
    };
  }

  write(): WrittenRole {
    const { context, script, protocol } = this;
    const { identifiers, classes, honest } = context;
    const isOnly = context.model.protocols.filter(({ helper }) => !helper).length === 1 || protocol.helper;
    const title = script.title === undefined ? "" : `, the ${script.title}`;
    const process = identifiers.global(
      "process",
      this.scope,
      isOnly ? `role_${script.role}` : `role_${script.protocol}_${script.role}`,
    );
    const agents = script.roles.map((role) => {
      this.bound.add(honest.agent(script, role).key);
      const id = identifiers.local(this.scope, "variable", role);
      return `${id}: ${classes.of(honest.sample(script, role)).type}`;
    });
    this.push(comment(`${script.role}${title}${protocol.helper ? " (a helper's role)" : ""}`), 0);
    this.push(`let ${process} =`, 0);
    this.push(agents.length === 1 ? `in(c, ${agents[0]});` : `in(c, (${agents.join(", ")}));`);
    const test = honest.test(script, [script.role], (role) => identifiers.local(this.scope, "variable", role));
    if (test !== "") this.push(`if ${test} then`);
    this.chooseStops();
    this.announce();
    const { events } = script;
    for (let at = 0; at < events.length; ) {
      const event = events[at] as ScriptEvent;
      if (event.kind !== "claim") {
        this.step(event, at);
        at++;
        continue;
      }
      const claims = takeClaims(events, at);
      this.claim(claims, at, events.slice(at + claims.length));
      at += claims.length;
    }
    this.push("0.");
    return { process, lines: this.lines, names: this.madeNames, stops: this.stops.size, countsRuns: this.countsRuns };
  }

  /**
   * Has the network say where the run stops. It does so before names are made, which thereby differ: ProVerif would
   * otherwise take what a run that goes on sends for something that the run that stops has sent.
   */
  private chooseStops(): void {
    const { events } = this.script;
    for (let at = 0; at < events.length; at++) {
      if (events[at]?.kind !== "claim" || events[at - 1]?.kind === "claim") continue;
      if (events.slice(at).every(({ kind }) => kind === "claim")) return;
      const stops = this.nameNew("stops");
      this.stops.set(at, stops);
      this.push(`in(c, ${stops}: bool);`);
    }
  }

  /** Says that there is a run. */
  private announce(): void {
    const { script, context, protocol } = this;
    const { events } = context;
    if (this.countsRuns) this.push(`new r: run; event ${call(events.begun(script).id, ["r"])};`);
    if (protocol.helper) return;
    const agents = [script.role, ...script.roles].map((role) => this.reader.write(context.honest.agent(script, role)));
    this.push(`event ${call(events.run().id, agents.slice(0, 1))};`);
    this.push(`event ${call(events.among(script.roles.length).id, agents)};`);
  }

  private step(event: Exclude<ScriptEvent, ClaimStep>, at: number): void {
    switch (event.kind) {
      case "send": {
        this.makeNames([event.message]);
        this.push(comment(`${event.label.replace(/^!/, "")}, to ${this.nameOf(event.to)}`));
        this.synchronise(event, "send");
        this.push(`out(c, ${this.reader.write(event.message)});`);
        return;
      }
      case "recv": {
        this.makeNames([event.message]);
        this.push(comment(`${event.label.replace(/^!/, "")}, from ${this.nameOf(event.from)}`));
        const matched = readPattern(this.reader, event.message, event.label.replace(/^!/, ""));
        this.push(`in(c, ${matched.pattern});`);
        this.add(matched);
        this.synchronise(event, "recv");
        return;
      }
      case "match":
        this.match(event.equal, event.left, event.right);
        return;
      case "running": {
        this.makeNames(event.data);
        const { honest, events } = this.context;
        const agents = event.partner === undefined ? [this.script.role] : [this.script.role, event.partner];
        const terms = [...agents.map((role) => honest.agent(this.script, role)), ...event.data];
        const signal = events.running(this.script, at, terms.length);
        this.push(
          `event ${call(
            signal.id,
            terms.map((term) => this.reader.write(term)),
          )};`,
        );
        return;
      }
      default:
        event satisfies never;
    }
  }

  private match(equal: boolean, left: Term, right: Term): void {
    this.makeNames([left, right]);
    const [open, other] = this.isBound(left) ? [right, left] : [left, right];
    if (!this.isBound(other)) {
      this.context.narrow(`${this.script.role} compares two terms that it has not received; the role stops there.`);
      this.push("if false then");
      for (const v of variablesOf(left, right)) this.bound.add(v.key);
      return;
    }
    if (this.isBound(open)) {
      this.push(`if ${this.reader.write(left)} ${equal ? "=" : "<>"} ${this.reader.write(right)} then`);
      return;
    }
    const matched = readPattern(this.reader, open, "compared");
    this.push(`let ${matched.pattern} = ${this.reader.write(other)} in`);
    this.add(matched);
  }

  private claim(claims: readonly ClaimStep[], at: number, rest: readonly ScriptEvent[]): void {
    this.makeNames(claims.flatMap(termsOf));
    const placed = claims.map((one, i) => ({ ...one, at: at + i }));
    if (rest.every((event) => event.kind === "claim")) {
      this.claimAll(placed, 1);
      return;
    }
    this.push(`if ${this.stops.get(at) ?? "false"} then (`);
    this.claimAll(placed, 2);
    this.push("0", 2);
    this.push(") else");
    const injective = placed.filter(isInjective);
    if (injective.length === 0) return;
    // Claimants that go on count as well.
    this.push("(");
    this.claimAll(injective, 2);
    this.push("0", 2);
    this.push(") |");
  }

  /** Makes claims where those are honest whom each takes for honest. */
  private claimAll(claims: readonly PlacedClaim[], depth: number): void {
    const tests = [...new Set(claims.map(({ claim }) => this.testFor(claim)))].sort((a, b) => a.length - b.length);
    for (const [i, test] of tests.entries()) {
      const isLast = i === tests.length - 1;
      if (!isLast) this.push("(", depth);
      if (test !== "") this.push(`if ${test} then`, depth + (isLast ? 0 : 1));
      for (const one of claims) {
        if (this.testFor(one.claim) !== test) continue;
        this.push(comment(printClaim(one.claim)), depth + (isLast ? 0 : 1));
        this.push(this.makeClaim(one), depth + (isLast ? 0 : 1));
      }
      if (!isLast) this.push("0) |", depth);
    }
  }

  private testFor(claim: Claim): string {
    const { identifiers, honest } = this.context;
    const others = honestRoles(this.script, claim).filter((role) => role !== this.script.role);
    return honest.test(this.script, others, (role) => identifiers.local(this.scope, "variable", role));
  }

  private makeClaim({ claim, at }: PlacedClaim): string {
    const made = describeClaim(this.context, this.protocol, this.script, at, claim);
    const terms = made.terms.map((term) => this.reader.write(term));
    return `event ${call(made.event.id, made.event.takesRun ? ["r", ...terms] : terms)};`;
  }

  private synchronise(event: ScriptEvent & { kind: "send" | "recv" }, kind: "send" | "recv"): void {
    if (!event.paired || !this.compared.has(event.label)) return;
    const { id } = this.context.events.message(kind, this.protocol, event.label);
    const terms = [event.from, event.to, event.message].map((term) => this.reader.write(term));
    this.push(`event ${call(id, ["r", ...terms])};`);
  }

  private makeNames(terms: readonly Term[]): void {
    const { identifiers, classes } = this.context;
    const names = terms
      .flatMap((term) => [...subterms(term)])
      .filter((part): part is Name => part.kind === "name" && part.fresh && !this.made.has(part.key));
    for (const name of new Map(names.map((one) => [one.key, one])).values()) {
      this.made.add(name.key);
      this.madeNames.push(name);
      this.push(`new ${identifiers.local(this.scope, "name", name.name)}: ${classes.of(name).type};`);
    }
  }

  private add({ statements }: Matched): void {
    for (const statement of statements) this.push(statement);
  }

  private isBound(term: Term): boolean {
    return variablesOf(term).every(({ key }) => this.bound.has(key));
  }

  private nameOf(agent: Term): string {
    return agent.kind === "application" ? "another" : agent.name;
  }

  private remember(term: Term, part: string): void {
    this.boxes.set(term.key, part);
    if (term.kind !== "application" || !this.context.vocabulary.isComputed(term.op)) return;
    const sentence = `${this.script.role} takes what ${term.op} makes only where it does not reduce.`;
    this.context.narrow(sentence);
  }

  /** A name that nothing of the role has yet. */
  private nameNew(wish: string): string {
    const number = this.names.get(wish) ?? 0;
    this.names.set(wish, number + 1);
    return this.context.identifiers.local(this.scope, "part", number === 0 ? wish : `${wish}${number + 1}`);
  }

  private push(text: string, depth = 1): void {
    this.lines.push({ depth, text });
  }
}

function takeClaims(events: readonly ScriptEvent[], at: number): readonly ClaimStep[] {
  const end = events.findIndex((event, i) => i > at && event.kind !== "claim");
  return events.slice(at, end < 0 ? events.length : end) as readonly ClaimStep[];
}

function isInjective({ claim }: ClaimStep): boolean {
  return claim.kind === "InjectiveAgree" || claim.kind === "InjectiveSynch";
}
