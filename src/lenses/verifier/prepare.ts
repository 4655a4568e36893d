/**
 * A model made ready for the search: every role script split into the variants of what it computes.
 *
 * A part that a role computes without reading its operands (re-encryption by a relay) has one variant for each rewrite
 * rule that may reduce it, in which the receives are refined so that it does, and one in which it stays a stuck term.
 * Where operations commute, there is one variant for each orientation besides: a trace in canonical form, for some order
 * of all terms, is made of such variants alone.
 * This is the finite variant property of Comon-Lundh and Delaune (RTA 2005) for the rules that theories may declare.
 */
import { mapEvent, termsOf } from "../../core/protocol/ir/event.ts";
import type { Model, ProtocolScript, RoleScript } from "../../core/protocol/ir/script.ts";
import type { Commutative } from "../../core/term/commute.ts";
import { match } from "../../core/term/match.ts";
import type { Matching } from "../../core/term/sorts.ts";
import { compose, EMPTY, renameApart, type Substitution, substitute } from "../../core/term/substitution.ts";
import { apply, subterms, type Term, type Variable, variable, variablesOf } from "../../core/term/term.ts";
import { unify } from "../../core/term/unify.ts";
import { orientRewrite } from "../../core/theory/commutative.ts";
import type { Deductions, Rewrite } from "../../core/theory/theory.ts";
import { DEFAULT_BUDGETS, type VerifierBudgets } from "./budgets.ts";
import { NO_PULSE, type Pulse } from "./pulse.ts";
import { Bank } from "./search/bank.ts";
import { Bindings } from "./search/bindings.ts";
import { type Comparing, type Exposure, Exposures } from "./search/exposure.ts";
import { assign } from "./search/matching.ts";
import type { Node } from "./search/node.ts";
import { Rules } from "./search/rules.ts";
import { listMirrors, orientRole } from "./orientations.ts";
import { agentVariable, tellTrustedApart } from "./sort-agents.ts";

/** One variant of a role. */
export interface Script {
  readonly protocol: ProtocolScript;
  readonly role: RoleScript;
  /** The role names as variables. */
  readonly agents: readonly Variable[];
  /** The values of the role's own variables in this variant, where they are not themselves. */
  readonly values: Substitution;
  /** Computed parts that this variant takes as irreducible. */
  readonly stuck: readonly Term[];
  /** Fresh name (script key) to the index of the first send that contains it. */
  readonly origins: ReadonlyMap<string, number>;
  /** True: another variant is this one with every orientation turned round, and serves as well for one run of a trace. */
  readonly isMirror: boolean;
}

export interface Prepared {
  readonly model: Model;
  readonly scripts: readonly Script[];
  readonly deductions: Deductions;
  /** The model's rewrite rules, in every orientation of what commutes in them. */
  readonly rewrites: readonly Rewrite[];
  readonly commutative: Commutative;
  readonly matching: Matching;
  /** Constants that the intruder knows from the start. */
  readonly publicNames: ReadonlySet<string>;
  readonly untrusted: ReadonlySet<string>;
  /**
   * Where a term may have its origin: only where a message can be opened, or, when some role takes parts out of where
   * nothing opens (a receive may match what no key can read in SPDL), anywhere.
   */
  readonly origins: "exposed" | "anywhere";
  /** A seam for tests: how what is exposed is compared with what a role passes on. */
  readonly comparing?: Comparing | undefined;
  readonly budgets: VerifierBudgets;
  /** Breaks long work off. */
  readonly pulse: Pulse;
}

/** A pulse, budgets to be measured, and a seam for tests: what a verifier may be given besides its model. */
export type Seam = Partial<Pick<Prepared, "comparing" | "pulse" | "budgets">>;

/** Splits every role into its variants and indexes what the search looks up. */
export function prepareModel(given: Model, seam: Seam = {}): Prepared {
  const { pulse = NO_PULSE, budgets = DEFAULT_BUDGETS } = seam;
  const model = tellTrustedApart(given);
  const commutative = new Set(model.commutative);
  const rewrites = model.rewrites.flatMap((rewrite) => orientRewrite(rewrite, commutative));
  const scripts = model.protocols.flatMap((protocol) =>
    protocol.roles.flatMap((role) => {
      pulse.beat();
      return finishScripts(
        protocol,
        orientRole(role, commutative, budgets.openPairs).flatMap((oriented) =>
          splitVariants({ role: oriented, values: EMPTY, stuck: [] }, { rewrites, match: model.match, pulse }, 0),
        ),
        commutative,
      );
    }),
  );
  const known = model.deductions.syntheses.filter((rule) => rule.from.length === 0 && rule.yields.kind === "name");
  const { deductions, match: matching } = model;
  const rules = new Rules({ rewrites, deductions, matching }, new Bank(pulse));
  const exposures = new Exposures(rules, new Bindings(rules.bank), budgets.narrowings);
  return {
    model,
    scripts,
    deductions,
    rewrites,
    commutative,
    matching,
    publicNames: new Set(known.map((rule) => rule.yields.key)),
    untrusted: new Set(model.untrusted.map((agent) => agent.key)),
    origins: scripts.every((script) => readsOnlyExposed(script.role, rules.bank, exposures, pulse))
      ? "exposed"
      : "anywhere",
    ...seam,
    pulse,
    budgets,
  };
}

interface Variant {
  readonly role: RoleScript;
  readonly values: Substitution;
  readonly stuck: readonly Term[];
}

function finishScripts(protocol: ProtocolScript, variants: readonly Variant[], commutative: Commutative): Script[] {
  const mirrors = listMirrors(variants, commutative);
  return variants.map((variant, i) => ({ ...finishScript(protocol, variant), isMirror: mirrors[i] === true }));
}

function finishScript(protocol: ProtocolScript, variant: Variant): Omit<Script, "isMirror"> {
  const origins = new Map<string, number>();
  for (const name of variant.role.fresh) {
    const index = variant.role.events.findIndex((event) => event.kind === "send" && contains(event.message, name.key));
    if (index >= 0) origins.set(name.key, index);
  }
  const agents = variant.role.roles.map((role) => agentVariable(variant.role, role));
  return { protocol, ...variant, agents, origins };
}

/**
 * True when every variable that the role exposes was exposed to it. Where an opening of what it sends makes something of
 * what it has not read, what it has received is looked at with that made of it.
 */
function readsOnlyExposed(role: RoleScript, bank: Bank, exposures: Exposures, pulse: Pulse): boolean {
  pulse.beat();
  const agents = role.roles.map((name) => bank.intern(agentVariable(role, name)));
  const received: Node[] = [];
  const read = (narrowed: Exposure["narrowed"]): ReadonlySet<Node> => {
    pulse.beat();
    const change = (term: Node): Node => narrowed.reduce((part, by) => assign(bank, part, by), term);
    const ends = received.flatMap((message) => exposures.of(change(message)).exposures);
    const certain = ends.flatMap(({ term, equations }) => (equations.length === 0 ? [term] : []));
    return new Set([...agents.map(change), ...certain]);
  };
  return role.events.every((event) => {
    if (event.kind === "recv") received.push(bank.intern(event.message));
    if (event.kind === "match" && event.equal) {
      const held = read([]);
      return variablesOf(event.left).every((v) => held.has(bank.intern(v)));
    }
    if (event.kind !== "send") return true;
    const held = read([]);
    return exposures
      .of(bank.intern(event.message))
      .exposures.every(
        ({ kind, term, narrowed }) =>
          (kind === "end" && term.kind !== "variable") || (narrowed.length === 0 ? held : read(narrowed)).has(term),
      );
  });
}

function contains(term: Term, key: string): boolean {
  return term.key === key || (term.kind === "application" && term.args.some((arg) => contains(arg, key)));
}

/** Under the model's matching: what is held untyped may turn out to be what a rule opens, whatever its sort says. */
function splitVariants(
  variant: Variant,
  rules: Pick<Model, "rewrites" | "match"> & Pick<Prepared, "pulse">,
  depth: number,
): Variant[] {
  const { rewrites, match: matching, pulse } = rules;
  pulse.beat();
  const computed = findComputation(variant, rewrites);
  if (computed === undefined) return [variant];
  const held: Variant = { ...variant, stuck: [...variant.stuck, computed] };
  const mark = `~${depth}`;
  const reduced = rewrites.flatMap((rewrite) => {
    const renamed = (term: Term): Term => renameApart(term, mark, (v, m) => variable(v.name + m, v.sorts));
    const unifier = unify(computed, renamed(rewrite.left), matching);
    if (unifier === undefined) return [];
    const result = substitute(renamed(rewrite.right), unifier);
    const refined = refineVariant(variant, substitute(computed, unifier), result, unifier, rewrites);
    if (refined.stuck.some((term) => reduces(term, rewrites))) return [];
    return splitVariants(refined, rules, depth + 1);
  });
  return [...reduced, ...splitVariants(held, rules, depth + 1)];
}

/** The innermost part of the role that a rule may reduce and that is not yet taken as stuck. */
function findComputation(variant: Variant, rewrites: readonly Rewrite[]): Term | undefined {
  const heads = headsOf(rewrites);
  const stuck = new Set(variant.stuck.map((term) => term.key));
  const find = (term: Term): Term | undefined => {
    if (term.kind !== "application") return undefined;
    for (const arg of term.args) {
      const inner = find(arg);
      if (inner !== undefined) return inner;
    }
    return heads.has(term.op) && !stuck.has(term.key) ? term : undefined;
  };
  for (const event of variant.role.events) {
    for (const term of termsOf(event)) {
      const found = find(term);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function refineVariant(
  variant: Variant,
  computed: Term,
  result: Term,
  by: Substitution,
  rewrites: readonly Rewrite[],
): Variant {
  const change = (term: Term): Term => replace(substitute(term, by), computed, result);
  const events = variant.role.events.map((event) => mapEvent(event, change));
  const agents = new Set(variant.role.roles.map((role) => variable(role).key));
  const variables = variablesOf(...events.flatMap(termsOf)).filter((v) => !agents.has(v.key));
  return {
    role: { ...variant.role, events, variables },
    values: compose(variant.values, by),
    stuck: [...variant.stuck.map(change), ...listApplied(variant, by, headsOf(rewrites))],
  };
}

/**
 * Finds what the role's variables now hold that looks like a computation, as the inner `inv(x)` of a rule for `inv(inv(x))`:
 * a value is in normal form, so none of it reduces.
 */
function listApplied({ role, stuck }: Variant, by: Substitution, heads: ReadonlySet<string>): Term[] {
  const known = new Set(stuck.map((term) => substitute(term, by).key));
  const values = role.variables.flatMap((v) => [...subterms(by.get(v.key) ?? v)]);
  return values.filter(
    (term) => term.kind === "application" && heads.has(term.op) && !known.has(term.key) && known.add(term.key),
  );
}

function headsOf(rewrites: readonly Rewrite[]): ReadonlySet<string> {
  return new Set(rewrites.map(({ left }) => (left.kind === "application" ? left.op : "")));
}

function replace(term: Term, from: Term, to: Term): Term {
  if (term.key === from.key) return to;
  return term.kind === "application" ? apply(term.op, ...term.args.map((arg) => replace(arg, from, to))) : term;
}

/** True when a rule applies at the root: a part taken as stuck that is not. */
function reduces(term: Term, rewrites: readonly Rewrite[]): boolean {
  return rewrites.some((rewrite) => match(rewrite.left, term) !== undefined);
}
