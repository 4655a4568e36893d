/**
 * The intruder's abilities as declarations: constants and constructors that it applies, destructors from the theories'
 * rules and weaknesses, equations, and what it has from the start.
 *
 * For a description the theories' own rules are written, not what Assay's verifier closes them to: ProVerif follows
 * them by itself, so a mistake there does not come back here.
 */
import { termsOf } from "../../../core/protocol/ir/event.ts";
import type { Model } from "../../../core/protocol/ir/script.ts";
import {
  type Application,
  apply,
  subterms,
  type Term,
  type Variable,
  variable,
  variablesOf,
} from "../../../core/term/term.ts";
import type { Analysis, Rewrite, Synthesis } from "../../../core/theory/theory.ts";
import type { AtomClass, AtomClasses } from "./atom-classes.ts";
import type { Identifiers } from "./identifiers.ts";

import { representVariable, typeOfVariable } from "./representation.ts";
import { argsOf, CRYPT, rootOf, type Vocabulary } from "./vocabulary.ts";
import { call, type Speech, writeTerm } from "./write-term.ts";

/** Rules of the intruder that are no rewrite rules. */
export interface Ability {
  readonly name: string;
  readonly given: readonly Term[];
  readonly yields: Term;
  /** Patterns that a term must not match. */
  readonly unless: Analysis["unless"];
}

/** The intruder's abilities in a model, sorted by how they are declared. */
export interface Abilities {
  readonly publicNames: ReadonlySet<string>;
  readonly publicOperations: ReadonlySet<string>;
  readonly rewrites: readonly Rewrite[];
  readonly others: readonly Ability[];
}

/** Sorts the rules of a model; weaknesses are those of its theories, or undefined where it comes from SPDL. */
export function sortAbilities(model: Model, weaknesses: readonly Ability[] | undefined): Abilities {
  const publicNames = new Set<string>();
  const publicOperations = new Set<string>();
  const others: Ability[] = [];
  for (const rule of model.deductions.syntheses) {
    const { from, yields, name } = rule;
    if (yields.kind === "variable") continue;
    if (yields.kind === "name") publicNames.add(yields.key);
    else if (isPlain(rule, yields)) publicOperations.add(yields.op);
    else if (rule.computes !== true || weaknesses === undefined) others.push({ name, given: from, yields, unless: [] });
  }
  if (weaknesses !== undefined)
    return { publicNames, publicOperations, rewrites: model.rewrites, others: [...others, ...weaknesses] };
  const analyses = model.deductions.analyses.map(({ name, from, using, yields, unless }): Ability => {
    return { name, given: [from, ...using], yields, unless };
  });
  return { publicNames, publicOperations, rewrites: model.rewrites, others: [...others, ...analyses] };
}

/** True for a rule that applies an operation and does nothing else. */
function isPlain({ from }: Synthesis, yields: Application): boolean {
  const names = new Set(from.map(({ key }) => key));
  return (
    yields.args.length === from.length &&
    names.size === from.length &&
    from.length > 0 &&
    yields.args.every((arg, i) => arg.kind === "variable" && arg.key === from[i]?.key)
  );
}

/** Every term of the abilities. */
export function termsOfAbilities({ rewrites, others }: Abilities): Term[] {
  return [
    ...rewrites.flatMap(({ left, right }) => [left, right]),
    ...others.flatMap(({ given, yields, unless }) => [
      ...given,
      yields,
      ...unless.flatMap((one) => [one.term, one.pattern]),
    ]),
  ];
}

/** The declarations of rules. */
export interface IntruderContext {
  readonly model: Model;
  readonly vocabulary: Vocabulary;
  readonly classes: AtomClasses;
  readonly identifiers: Identifiers;
}

/** Declarations of the intruder's rules, and what the functions with names of their own compute. */
export interface WrittenRules {
  readonly lines: readonly string[];
  readonly computed: readonly Rewrite[];
}

/** Destructors and equations, each with a comment that names its rule. */
export function writeRules(context: IntruderContext, abilities: Abilities): WrittenRules {
  const { vocabulary, model } = context;
  const computed: Rewrite[] = [];
  const lines: string[] = [];
  for (const power of vocabulary.exponentiations.values()) {
    const [x, y] = [variable("x"), variable("y")];
    const speech = speak(context, new Map());
    const side = (one: Term, other: Term): string =>
      writeTerm(speech, apply(power.key, apply(power.share, one), other));
    lines.push(`equation forall v_x: bitstring, v_y: bitstring; ${side(x, y)} = ${side(y, x)}.`);
  }
  for (const op of model.commutative) {
    const uses = [...new Set(usesOf(context, abilities, op))];
    if (vocabulary.exponentiations.has(op) || uses[0] === undefined) continue;
    lines.push(commute(context, uses[0]));
  }
  const powers = new Set([...vocabulary.exponentiations.values()].map(({ key }) => key));
  const byRoot = new Map<string, Rewrite[]>();
  for (const rewrite of abilities.rewrites) {
    const root = rootOf(rewrite.left);
    if (!powers.has(root)) byRoot.set(root, [...(byRoot.get(root) ?? []), rewrite]);
  }
  for (const [root, rules] of byRoot) lines.push(...writeDestructor(context, abilities, root, rules));
  for (const ability of abilities.others) {
    const written = writeAbility(context, ability);
    lines.push(...written.lines);
    computed.push(written.computes);
  }
  for (const { line, computes } of openFunctions(context, abilities)) {
    lines.push(line);
    computed.push(computes);
  }
  return { lines, computed };
}

function usesOf(context: IntruderContext, abilities: Abilities, op: string): Application[] {
  const scripts = context.model.protocols.flatMap(({ roles }) => roles.flatMap(({ events }) => events));
  const terms = scripts.flatMap(termsOf);
  return [...terms, ...termsOfAbilities(abilities)]
    .flatMap((term) => [...subterms(term)])
    .filter((part): part is Application => part.kind === "application" && part.op === op);
}

function commute({ vocabulary }: IntruderContext, use: Application): string {
  const func = vocabulary.constructorOf(use);
  const names = func.args.map((_, i) => `x${i + 1}`);
  const turned = [...names.slice(0, -2), names.at(-1) ?? "", names.at(-2) ?? ""];
  const typed = names.map((name, i) => `${name}: ${func.args[i]}`).join(", ");
  return `equation forall ${typed}; ${call(func.id, names)} = ${call(func.id, turned)}.`;
}

function writeDestructor(
  context: IntruderContext,
  abilities: Abilities,
  root: string,
  rules: readonly Rewrite[],
): string[] {
  const { vocabulary } = context;
  const arity = argsOf(rules[0]?.left).length;
  const { id } = vocabulary.destructorOf(root, arity);
  const isPublic = abilities.publicOperations.has(root);
  const clauses = rules.flatMap(({ left, right }) => instantiate(context, id, argsOf(left), right));
  const flag = isPublic ? "" : " [private]";
  if (!vocabulary.isComputed(root)) return [`reduc ${clauses.join("; ")}${flag}.`];
  const names = Array.from({ length: arity }, (_, i) => `x${i + 1}`);
  const use = apply(root, ...names.map((name) => variable(name)));
  const stuck = vocabulary.constructorOf(use);
  const typed = names.map((name) => `${name}: bitstring`).join(", ");
  const args = names.map(() => "bitstring").join(", ");
  const rest = `forall ${typed}; ${call(id, names)} = ${call(stuck.id, names)}`;
  return [`fun ${id}(${args}): bitstring reduc ${clauses.join(" otherwise ")} otherwise ${rest}${flag}.`];
}

function writeAbility(
  context: IntruderContext,
  { name, given, yields, unless }: Ability,
): { readonly lines: readonly string[]; readonly computes: Rewrite } {
  const wish = `intruder_${name
    .replace(/^know /, "has ")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/_+$/, "")}`;
  const known = new Set(variablesOf(...given).map(({ key }) => key));
  const chosen = variablesOf(yields).filter(({ key }) => !known.has(key));
  const identity = `${name} ${[...given, yields].map(({ key }) => key).join(" ")}`;
  const id = context.identifiers.global("ability", identity, wish);
  const computes = { name: id, left: apply(id, ...given, ...chosen), right: yields };
  if (given.length === 0 && chosen.length === 0) {
    const speech = speak(context, new Map());
    return { lines: [`reduc ${id}() = ${writeTerm(speech, yields)}.`], computes };
  }
  const clauses = instantiate(context, id, [...given, ...chosen], yields);
  const guards = unless.flatMap(({ term, pattern }) => refuse(context, id, [...given, ...chosen], term, pattern));
  if (guards.length === 0) return { lines: [`reduc ${clauses.join("; ")}.`], computes };
  const types = [...given, ...chosen].map(() => "bitstring").join(", ");
  return { lines: [`fun ${id}(${types}): bitstring reduc ${[...guards, ...clauses].join(" otherwise ")}.`], computes };
}

/** Clauses under which a rule fails: where a term of it has the shape of a pattern. */
function refuse(context: IntruderContext, id: string, given: readonly Term[], term: Term, pattern: Term): string[] {
  if (term.kind !== "variable" || (pattern.kind === "name" && context.vocabulary.isFunctionSymbol(pattern))) return [];
  const bind = (part: Term): Term => replace(part, term, pattern);
  return instantiate(context, id, given.map(bind), undefined);
}

function replace(term: Term, from: Variable, to: Term): Term {
  if (term.key === from.key) return to;
  return term.kind === "application" ? apply(term.op, ...term.args.map((arg) => replace(arg, from, to))) : term;
}

/** The clauses `forall x: t, ...; id(given) = yields`, one for each choice of classes. */
function instantiate(context: IntruderContext, id: string, given: readonly Term[], yields: Term | undefined): string[] {
  const variables = variablesOf(...given, ...(yields === undefined ? [] : [yields]));
  const choices = variables.reduce<readonly ReadonlyMap<string, AtomClass>[]>(
    (before, v) => {
      const admitted = context.classes.admitted(v);
      if (admitted.is !== "some" || typeOfVariable(context.classes, v) === "family") return before;
      return before.flatMap((choice) => admitted.classes.map((one) => new Map([...choice, [v.key, one]])));
    },
    [new Map<string, AtomClass>()],
  );
  return choices.map((choice) => {
    const speech = speak(context, choice);
    const typed = variables.map(
      (v) => `${nameIn(v)}: ${choice.get(v.key)?.type ?? typeOfVariable(context.classes, v)}`,
    );
    const result = yields === undefined ? "fail" : writeTerm(speech, yields);
    const bound = typed.length === 0 ? "" : `forall ${typed.join(", ")}; `;
    return `${bound}${call(
      id,
      given.map((term) => writeTerm(speech, term)),
    )} = ${result}`;
  });
}

function speak({ vocabulary, classes }: IntruderContext, choice: ReadonlyMap<string, AtomClass>): Speech {
  return {
    vocabulary,
    classes,
    operations: "as it is",
    leaf: (leaf) => {
      if (leaf.kind === "name") return leaf.name;
      const chosen = choice.get(leaf.key);
      return chosen === undefined ? representVariable(classes, leaf, nameIn(leaf)) : classes.wrap(chosen, nameIn(leaf));
    },
  };
}

/** Rules have few variables: a letter of their own keeps them apart from every global. */
function nameIn(v: Variable): string {
  return `v_${v.name.replace(/[^A-Za-z0-9]/g, "_")}`;
}

/** A function that everybody knows as a constant, and that is no hash function, can be undone by everybody. */
function openFunctions(
  { vocabulary, model, identifiers }: IntruderContext,
  { publicNames }: Abilities,
): { readonly line: string; readonly computes: Rewrite }[] {
  const exempt = new Set(
    model.deductions.analyses
      .flatMap(({ unless }) => unless.map(({ pattern }) => pattern))
      .flatMap((pattern) => [pattern.key, argsOf(pattern)[1]?.key ?? ""]),
  );
  return vocabulary.functionSymbols().flatMap((name) => {
    if (!publicNames.has(name.key) || exempt.has(name.key)) return [];
    const { id } = vocabulary.constructorOf(apply(CRYPT, variable("x"), name));
    const undo = identifiers.global("ability", `undo ${name.name}`, `intruder_undoes_${name.name}`);
    const x = variable("x");
    const computes = { name: undo, left: apply(undo, apply(CRYPT, x, name)), right: x };
    return [{ line: `reduc forall x: bitstring; ${undo}(${id}(x)) = x.`, computes }];
  });
}
