/**
 * Decides whether the facts of a goal imply its claim, or contradict each other in time.
 *
 * The definitions are those of docs/semantics.md, over facts instead of patterns: a fact says that a run of a script
 * has done its events up to one, before some event of the claimant's run. Instances of a goal keep both, so a goal that
 * grants its claim stands for none that violates it.
 */
import type { Claim } from "../../../core/protocol/ir/script.ts";
import { type Communication, precedingCommunications, selectCompared } from "../claims/precedence.ts";
import type { Clause } from "./clause.ts";
import type { EncodedScript, Encoding } from "./encode.ts";
import type { Pulse } from "../pulse.ts";
import { mapVariables, type Node, sameNode } from "./node.ts";

/** A run that the facts speak of. */
interface Run {
  readonly script: EncodedScript;
  readonly values: readonly Node[];
  /** How many events it has done at least, and each fact's event and the claimant's event that it comes before. */
  height: number;
  readonly facts: { readonly event: number; readonly before: number }[];
}

export class Granting {
  private readonly encoding: Encoding;
  private readonly script: EncodedScript;
  private readonly claim: Claim;
  private readonly claimAt: number;
  private readonly told: readonly Communication[];

  constructor(encoding: Encoding, script: EncodedScript, claim: Claim, claimAt: number) {
    this.encoding = encoding;
    this.script = script;
    this.claim = claim;
    this.claimAt = claimAt;
    this.told = precedingCommunications(script.script.protocol, script.script.role.role, claimAt);
  }

  /** True when no instance of the goal violates the claim. */
  isSettled(goal: Clause): boolean {
    this.encoding.vocabulary.pulse.beat();
    const runs = this.collectRuns(goal);
    const order = new Precedence(runs, this.encoding);
    return order.isCyclic || this.isGranted(runs, order);
  }

  private isGranted(runs: readonly Run[], order: Precedence): boolean {
    const { claim } = this;
    switch (claim.kind) {
      case "Secret":
      case "SKR":
      case "Unguessable":
      case "Reachable":
        return false;
      case "Alive":
        return this.partners().every((role) => runs.some((run) => isActor(run, this.agentOf(runs, role))));
      case "Weakagree": {
        const parties = partiesOf(runs[0] as Run);
        return this.partners().every((role) =>
          runs.some((run) => isActor(run, this.agentOf(runs, role)) && sameSet(partiesOf(run), parties)),
        );
      }
      case "Niagree":
        return this.listCasts(runs).next().done !== true;
      case "Nisynch":
      case "InjectiveSynch":
        for (const cast of this.listCasts(runs)) if (this.isInOrder(cast, order)) return true;
        return false;
      case "Agree":
      case "Commit":
      case "InjectiveAgree":
        return this.hasRunning(runs);
      default:
        return claim.kind satisfies never;
    }
  }

  /** The claimant's run first. */
  private collectRuns(goal: Clause): Run[] {
    const claimant: Run = {
      script: this.script,
      values: goal.conclusion.args,
      height: this.claimAt,
      facts: [{ event: this.claimAt, before: this.claimAt }],
    };
    const runs = [claimant];
    for (const { script, event, args, before } of goal.happened) {
      const number = args[0] as Node;
      const known = runs.findIndex((run) => run.script.index === script && sameNode(run.values[0] as Node, number));
      if (known < 0) {
        const encoded = this.encoding.scripts[script] as EncodedScript;
        runs.push({ script: encoded, values: args, height: event + 1, facts: [{ event, before }] });
        continue;
      }
      const run = runs[known] as Run;
      run.facts.push({ event, before });
      if (known === 0 || event < run.height) continue;
      runs[known] = { ...run, values: args, height: event + 1 };
    }
    return runs;
  }

  private partners(): readonly string[] {
    return this.claim.partner === undefined ? this.script.script.role.roles : [this.claim.partner];
  }

  private agentOf(runs: readonly Run[], role: string): Node {
    return agentOf(runs[0] as Run, role);
  }

  private *listCasts(runs: readonly Run[]): Generator<ReadonlyMap<string, Run>> {
    const claimant = runs[0] as Run;
    const own = this.script.script.role.role;
    const roles = [...new Set(this.told.flatMap(({ sender, receiver }) => [sender, receiver]))];
    const { told, encoding } = this;
    const extend = function* (cast: Map<string, Run>, at: number): Generator<ReadonlyMap<string, Run>> {
      encoding.vocabulary.pulse.beat();
      const role = roles[at];
      if (role === undefined) {
        yield new Map(cast);
        return;
      }
      for (const run of role === own ? [claimant] : runs.slice(1)) {
        if (run.script.script.protocol !== claimant.script.script.protocol) continue;
        if (run.script.script.role.role !== role) continue;
        cast.set(role, run);
        if (told.every((communication) => mayHaveTakenPlace(communication, cast))) yield* extend(cast, at + 1);
      }
      cast.delete(role);
    };
    yield* extend(new Map(), 0);
  }

  private isInOrder(cast: ReadonlyMap<string, Run>, order: Precedence): boolean {
    return selectCompared(this.told).every(({ sender, sendAt, receiver, recvAt }) =>
      order.precedes(cast.get(sender) as Run, sendAt, cast.get(receiver) as Run, recvAt),
    );
  }

  private hasRunning(runs: readonly Run[]): boolean {
    const { claim } = this;
    const claimant = runs[0] as Run;
    const partner = claim.partner ?? "";
    const committer = agentOf(claimant, this.script.script.role.role);
    const event = this.script.events[this.claimAt];
    const data = (event?.terms.slice(claim.term === undefined ? 0 : 1) ?? []).map((term) => bind(term, claimant));
    if (data.includes(undefined)) return false;
    return runs.slice(1).some((run) => {
      const { script } = run.script;
      if (script.protocol !== this.script.script.protocol || script.role.role !== partner) return false;
      if (!isActor(run, agentOf(claimant, partner))) return false;
      return run.script.events.some((candidate, at) => {
        if (at >= run.height || candidate.event.kind !== "running" || candidate.event.signal !== claim.signal)
          return false;
        const named = candidate.event.partner;
        if (named !== undefined && !sameNode(agentOf(run, named), committer)) return false;
        if (candidate.terms.length !== data.length) return false;
        return candidate.terms.every((term, i) => sameMaybe(bind(term, run), data[i]));
      });
    });
  }
}

/** The order of events, as far as the facts and the fresh names in what was received tell. */
class Precedence {
  readonly isCyclic: boolean;
  private readonly first: number[] = [];
  private readonly after: boolean[][];
  private readonly runs: readonly Run[];
  private readonly pulse: Pulse;

  constructor(runs: readonly Run[], encoding: Encoding) {
    this.runs = runs;
    this.pulse = encoding.vocabulary.pulse;
    let count = 0;
    for (const run of runs) {
      this.first.push(count);
      count += run.height + 1;
    }
    this.after = Array.from({ length: count }, () => new Array<boolean>(count).fill(false));
    for (const [i, run] of runs.entries()) {
      for (let event = 1; event <= run.height; event++) this.link(i, event - 1, i, event);
      for (const { event, before } of run.facts) if (i > 0) this.link(i, event, 0, before);
      for (const { event, before } of run.facts) if (i === 0 && event !== before) this.link(0, event, 0, before);
    }
    for (const [i, run] of runs.entries()) this.linkOrigins(i, run, encoding);
    this.close();
    this.isCyclic = this.after.some((row, i) => row[i] === true);
  }

  precedes(a: Run, eventA: number, b: Run, eventB: number): boolean {
    const from = (this.first[this.runs.indexOf(a)] as number) + eventA;
    const to = (this.first[this.runs.indexOf(b)] as number) + eventB;
    return this.after[from]?.[to] === true;
  }

  /** A fresh name is nowhere before its owner first sends it. */
  private linkOrigins(i: number, run: Run, encoding: Encoding): void {
    for (let at = 0; at < Math.min(run.height, run.script.events.length); at++) {
      this.pulse.beat();
      const event = run.script.events[at];
      if (event?.event.kind !== "recv") continue;
      const message = bind(event.terms[2] as Node, run);
      if (message === undefined) continue;
      for (const name of namesIn(message, encoding)) {
        const owner = encoding.owners.get(name.symbol) as { role: number; origin: number };
        const number = name.args[0] as Node;
        const from = this.runs.findIndex(
          (other) => encoding.roleOf[other.script.index] === owner.role && sameNode(other.values[0] as Node, number),
        );
        const origin = this.runs[from];
        if (origin !== undefined && owner.origin < origin.height) this.link(from, owner.origin, i, at);
        else if (from === 0) this.link(0, origin?.height as number, i, at);
      }
    }
  }

  private link(i: number, eventA: number, j: number, eventB: number): void {
    const row = this.after[(this.first[i] as number) + eventA];
    if (row !== undefined) row[(this.first[j] as number) + eventB] = true;
  }

  private close(): void {
    const n = this.after.length;
    for (let k = 0; k < n; k++) {
      this.pulse.beat();
      const through = this.after[k] as boolean[];
      for (const row of this.after) {
        if (row[k] !== true) continue;
        for (let j = 0; j < n; j++) if (through[j] === true) row[j] = true;
      }
    }
  }
}

function* namesIn(node: Node, encoding: Encoding): Generator<Node> {
  if (encoding.owners.has(node.symbol)) yield node;
  else for (const arg of node.args) yield* namesIn(arg, encoding);
}

function agentOf(run: Run, role: string): Node {
  return run.values[1 + run.script.script.role.roles.indexOf(role)] as Node;
}

function isActor(run: Run, agent: Node): boolean {
  return !run.script.script.protocol.helper && sameNode(agentOf(run, run.script.script.role.role), agent);
}

function partiesOf(run: Run): readonly Node[] {
  return run.script.script.role.roles.map((role) => agentOf(run, role));
}

function sameSet(a: readonly Node[], b: readonly Node[]): boolean {
  const within = (x: readonly Node[], y: readonly Node[]): boolean =>
    x.every((one) => y.some((other) => sameNode(one, other)));
  return within(a, b) && within(b, a);
}

/** A term of a script under a run's values; undefined when the run has not bound all of it. */
function bind(term: Node, run: Run): Node | undefined {
  let complete = true;
  const bound = mapVariables(term, (id) => {
    const value = run.values[id];
    if (value === undefined) complete = false;
    return value ?? term;
  });
  return complete ? bound : undefined;
}

function sameMaybe(a: Node | undefined, b: Node | undefined): boolean {
  return a !== undefined && b !== undefined && sameNode(a, b);
}

function mayHaveTakenPlace(communication: Communication, cast: ReadonlyMap<string, Run>): boolean {
  if (!communication.compared) return true;
  const sender = cast.get(communication.sender);
  const receiver = cast.get(communication.receiver);
  if (sender !== undefined && sender.height <= communication.sendAt) return false;
  if (receiver !== undefined && receiver.height <= communication.recvAt) return false;
  if (sender === undefined || receiver === undefined) return true;
  const sent = sender.script.events[communication.sendAt]?.terms ?? [];
  const received = receiver.script.events[communication.recvAt]?.terms ?? [];
  return (
    sent.length === 3 && sent.every((term, i) => sameMaybe(bind(term, sender), bind(received[i] as Node, receiver)))
  );
}
