/**
 * The tests of a projection that its receiver cannot make.
 *
 * A receive or match of a script tests something at each place of its pattern where the pattern does not take whatever
 * comes. There, another value is put: the receiver must be able to tell. If it is not, the test is one that nobody makes.
 */
import { substitute } from "../../../term/substitution.ts";
import { unify } from "../../../term/unify.ts";
import {
  AGENT,
  apply,
  type Application,
  constant,
  mapLeaves,
  PAIR,
  subterms,
  type Term,
  variablesOf,
} from "../../../term/term.ts";
import { type Expression, subexpressions } from "../../../theory/expression.ts";
import { agentOf, keyTerm } from "../../../theory/keys.ts";
import { IDENTITY_BASED } from "../../../theory/registry.ts";
import type { Description } from "../../ir/description.ts";
import { termsOf } from "../../ir/event.ts";
import type { Model, RoleScript, ScriptEvent } from "../../ir/script.ts";
import { printPattern } from "../print-script.ts";
import { type Both, Frame } from "./frame.ts";

/** Every test that cannot be made: the role, the event, and the part in whose place anything would be accepted. */
export function findUncomputable(description: Description, model: Model): string[] {
  return model.protocols.flatMap(({ roles }) => roles.flatMap((script) => inRole(description, script)));
}

/** Stands in place of the part that is tested: a value that nobody else has. */
const OTHER = constant("something-else");

function inRole(description: Description, script: RoleScript): string[] {
  const start = listStart(description, script);
  return script.events.flatMap((event, at) => {
    if (event.kind !== "recv" && event.kind !== "match") return [];
    const before = script.events.slice(0, at);
    const solved = solve(before);
    return listChanges(event, before, solved).flatMap(([part, here, there]) => {
      const heard = [...before, event].flatMap((each) => (each.kind === "recv" ? [each.message] : []));
      const both = heard.map((term, i): Both => {
        const isLast = event.kind === "recv" && i === heard.length - 1;
        return [ground(here(term)), ground(isLast || event.kind === "match" ? there(term) : here(term))];
      });
      const frame = new Frame({
        theories: description.theories,
        canMakeKey: (key) => canMakeKey(description, script.role, key),
        ownOperations: listOwnOperations(description, script.role),
      });
      const known = start.map((term): Both => [ground(term), ground(term)]);
      if (frame.tells([...known, ...both])) return [];
      const label = event.kind === "recv" ? event.label : "match";
      return [`${script.role} ${label}: ${printPattern(part)}`];
    });
  });
}

type Change = readonly [part: Term, here: (term: Term) => Term, there: (term: Term) => Term];

/** Solves the matches of a script up to then. */
function solve(events: readonly ScriptEvent[]): ReadonlyMap<string, Term> {
  let solved: ReadonlyMap<string, Term> = new Map();
  for (const event of events) {
    if (event.kind !== "match") continue;
    const more = unify(substitute(event.left, solved), substitute(event.right, solved), 2);
    if (more === undefined)
      throw new Error(`solve: ${printPattern(event.left)} and ${printPattern(event.right)} differ`);
    solved = new Map([...[...solved].map(([key, term]) => [key, substitute(term, more)] as const), ...more]);
  }
  return solved;
}

/** Every place where an event tests something, as what the messages are with and without the change there. */
function listChanges(event: ScriptEvent, before: readonly ScriptEvent[], solved: ReadonlyMap<string, Term>): Change[] {
  const seen = new Set(
    variablesOf(...before.flatMap(termsOf).map((term) => substitute(term, solved))).map(({ key }) => key),
  );
  if (event.kind === "recv") {
    const pattern = substitute(event.message, solved);
    return listTested(pattern, seen).map(([part, changed]) => {
      const put = (term: Term): Term => (term === event.message ? changed : substitute(term, solved));
      return [part, (term) => substitute(term, solved), put];
    });
  }
  if (event.kind !== "match" || !event.equal) return [];
  const shown = unify(substitute(event.left, solved), substitute(event.right, solved), 2) ?? new Map<string, Term>();
  const all = (by: ReadonlyMap<string, Term>) => (term: Term) => substitute(substitute(term, solved), by);
  return [...shown].flatMap(([key, structure]) =>
    listTested(structure, seen).map(
      ([part, changed]): Change => [part, all(shown), all(new Map([...shown, [key, changed]]))],
    ),
  );
}

/** The tested places of a pattern, with the pattern that has something else there. */
function listTested(pattern: Term, seen: ReadonlySet<string>): (readonly [part: Term, changed: Term])[] {
  const occurrences = new Map<string, number>();
  for (const part of subterms(pattern)) occurrences.set(part.key, (occurrences.get(part.key) ?? 0) + 1);
  const isTested = (part: Term): boolean =>
    part.kind !== "variable" ||
    part.sorts.includes(AGENT) ||
    seen.has(part.key) ||
    (occurrences.get(part.key) ?? 0) > 1;
  const visit = (part: Term): (readonly [Term, Term])[] => {
    const own = isTested(part) ? [[part, OTHER] as const] : [];
    if (part.kind !== "application") return own;
    const inner = part.args.flatMap((arg, i) =>
      visit(arg).map(([at, changed]) => {
        const args = part.args.map((each, j) => (i === j ? changed : each));
        return [at, apply(part.op, ...args)] as const;
      }),
    );
    return [...own, ...inner];
  };
  return visit(pattern);
}

/** Variables count as values of their own. */
function ground(term: Term): Term {
  return mapLeaves(term, (leaf) => (leaf.kind === "variable" ? constant(`value ${leaf.name}`, leaf.sorts) : leaf));
}

/** Names of agents and families, public constants, and what the role has from the start. */
function listStart(description: Description, script: RoleScript): Term[] {
  const names = script.events
    .flatMap(termsOf)
    .flatMap((term) => [...subterms(term)].filter((part) => part.kind === "name"));
  const given: Term[] = [];
  const meanings = new Map<string, Term>();
  for (const step of description.steps) {
    if (step.kind !== "public" && step.kind !== "knows") continue;
    if (step.kind === "knows" && step.role !== script.role) continue;
    for (const [name, value] of step.bindings) {
      if (value.is === "term") {
        const meant = mean(value.term, meanings);
        meanings.set(name, meant);
        given.push(meant);
      } else if (step.kind === "public") meanings.set(name, constant(name, [value.sort]));
      else for (const own of listConstants(script, name)) given.push(own);
    }
  }
  const families = script.events.flatMap(termsOf).flatMap((term) => [...subterms(term)]);
  return [
    ...description.roles.map(({ name }) => agentOf(name)),
    ...names,
    ...families.filter(({ kind }) => kind === "name"),
    ...given,
  ];
}

/** A constant of one's own, as the script writes it: an operation on the role's own agent. */
function listConstants(script: RoleScript, name: string): Term[] {
  const parts = script.events.flatMap(termsOf).flatMap((term) => [...subterms(term)]);
  return parts.filter(
    (part) =>
      part.kind === "application" &&
      (part.op === name || part.op.startsWith(`${name}@`)) &&
      part.args.length === 1 &&
      part.args[0]?.key === agentOf(script.role).key,
  );
}

function mean(expression: Expression, meanings: ReadonlyMap<string, Term>): Term {
  switch (expression.is) {
    case "name":
      return meanings.get(expression.name) ?? constant(expression.name);
    case "agent":
      return agentOf(expression.role);
    case "key": {
      const index = expression.index === undefined ? undefined : mean(expression.index, meanings);
      return keyTerm(expression.op, expression.family, expression.owners.map(agentOf), index);
    }
    case "record":
      return expression.fields
        .map(([, value]) => mean(value, meanings))
        .reduceRight((rest, part) => apply(PAIR, part, rest));
    case "field":
      return mean(expression.of, meanings);
    case "apply":
      return apply(expression.op, ...expression.args.map((arg) => mean(arg, meanings)));
    default:
      return expression satisfies never;
  }
}

/** Public keys without an index are looked up; with one they are made by the owner, or computed in some families. */
function canMakeKey({ identityBased = [] }: Description, role: string, key: Application): boolean {
  const [family, ...owners] = key.args;
  const agents = owners.map((owner) => (owner.kind === "application" && owner.op === PAIR ? owner.args[0] : owner));
  if (agents.some((agent) => agent?.key === ground(agentOf(role)).key)) return true;
  if (key.op !== "pk" && key.op !== "vk") return false;
  const isBound = owners.some((owner) => owner.kind === "application");
  const name = family?.kind === "name" ? family.name : "";
  return !isBound || IDENTITY_BASED.includes(name) || identityBased.includes(name);
}

/** Operations that the role applies by itself in `.computes`: it has the results, and compares them. */
function listOwnOperations({ steps }: Description, role: string): ReadonlySet<string> {
  const expressions = steps.flatMap((step) =>
    step.kind === "computes" && step.role === role ? step.bindings.map(([, value]) => value) : [],
  );
  const parts = expressions.flatMap((expression) => [...subexpressions(expression)]);
  return new Set(parts.flatMap((part) => (part.is === "apply" ? [part.op] : [])));
}
