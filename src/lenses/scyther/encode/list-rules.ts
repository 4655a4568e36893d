/**
 * The intruder's abilities in a description beyond Scyther's own rules, as steps with typed premises.
 *
 * Encryption, signatures, pairing and the application of public operations are Scyther's own. Every other rule becomes
 * steps "from these, that", one for each shape that its variables have in the model. Rules that only chain others
 * (`a, then b`) are left out: Scyther chains steps itself.
 */
import type { Model } from "../../../core/protocol/ir/script.ts";
import { substitute } from "../../../core/term/substitution.ts";
import {
  AGENT,
  constant,
  equals,
  isGround,
  PAIR,
  subterms,
  type Term,
  variable,
  variablesOf,
} from "../../../core/term/term.ts";
import type { Synthesis } from "../../../core/theory/theory.ts";
import { type Encryption, isNative, listEncryptions } from "./encryptions.ts";
import {
  agentVariable,
  alignAll,
  familiesFor,
  generalise,
  isFamily,
  isKeyTerm,
  isUntyped,
  keyVariables,
  operationsIn,
} from "./shapes.ts";

/** From all premises, anyone gets the conclusion. */
export interface Step {
  readonly name: string;
  readonly premises: readonly Term[];
  readonly conclusion: Term;
}

/** The intruder of a description, sorted by how SPDL says it. */
export interface IntruderRules {
  /** Constants that everybody knows, by key. */
  readonly publicNames: ReadonlySet<string>;
  /** Operations that the intruder can apply. */
  readonly publicOperations: ReadonlySet<string>;
  /** Operations that are written as encryptions, which Scyther opens itself. */
  readonly encryptions: ReadonlyMap<string, Encryption>;
  /** Terms that it has from the start. */
  readonly compromised: readonly Term[];
  readonly steps: readonly Step[];
  readonly approximations: readonly string[];
}

/** Agents that stand for any honest partner of Eve. */
const PARTNERS = ["Alice", "Bob", "Charlie", "Dave"] as const;
const MOST_INSTANCES = 6;

/** Sorts the deductions of a model; `parts` are the parts of its messages. */
export function listRules(model: Model, parts: readonly Term[]): IntruderRules {
  const { analyses, syntheses } = model.deductions;
  const approximations: string[] = [];
  const encryptions = listEncryptions(model, parts);
  const publicNames = new Set<string>();
  const publicOperations = new Set<string>();
  const compromised: Term[] = [];
  const rules: Step[] = [];
  for (const rule of syntheses) {
    const { yields } = rule;
    if (yields.kind === "variable") continue;
    if (yields.kind === "name") publicNames.add(yields.key);
    else if (isApplication(rule)) publicOperations.add(yields.op);
    else if (yields.op === "pk" || yields.op === "vk") continue;
    else if (rule.from.length === 0 && isGround(yields)) compromised.push(yields);
    else if (rule.from.length === 0 && variablesOf(yields).every((v) => v.sorts.includes(AGENT))) {
      compromised.push(...withPartners(yields));
      approximations.push(`${rule.name} is given for ${PARTNERS.join(", ")} as partners.`);
    } else rules.push({ name: rule.name, premises: rule.from, conclusion: yields });
  }
  for (const rule of analyses) {
    if (!isNative(rule, encryptions, parts) && !rule.name.includes(", then ")) {
      rules.push({ name: rule.name, premises: [rule.from, ...rule.using], conclusion: rule.yields });
    }
  }
  const steps = new Map<string, Step>();
  for (const rule of rules) {
    for (const step of instantiate(rule, parts, approximations)) {
      const key = [...step.premises.map((premise) => premise.key).sort(), step.conclusion.key].join(" ");
      if (!steps.has(key)) steps.set(key, step);
    }
  }
  return { publicNames, publicOperations, encryptions, compromised, steps: [...steps.values()], approximations };
}

/** `f(x,y)` from x and y. */
function isApplication(rule: Synthesis): boolean {
  const { yields, from } = rule;
  if (yields.kind !== "application" || isKeyTerm(yields)) return false;
  const plain = yields.args.every((arg) => arg.kind === "variable" && from.some((given) => equals(given, arg)));
  return (
    plain &&
    new Set(yields.args.map((arg) => arg.key)).size === yields.args.length &&
    from.length === yields.args.length
  );
}

function withPartners(term: Term): Term[] {
  return variablesOf(term).reduce<Term[]>(
    (terms, v) =>
      terms.flatMap((one) => PARTNERS.map((name) => substitute(one, new Map([[v.key, constant(name, [AGENT])]])))),
    [term],
  );
}

/** A rule with the shapes that its variables have in the model; none when the model has nothing that it works on. */
function instantiate(rule: Step, parts: readonly Term[], approximations: string[]): Step[] {
  const present = operationsIn(parts);
  const inner = [...rule.premises, rule.conclusion].flatMap((term) => [...subterms(term)]);
  const worksOn = inner.filter((part) => part.kind === "application" && !isKeyTerm(part));
  const premisesMatter = rule.premises.some((premise) => premise.kind === "application");
  if (premisesMatter && !worksOn.some((part) => part.kind === "application" && present.has(part.op))) return [];
  const candidates = findCandidates(rule, inner, parts);
  let instances: Map<string, Term>[] = [new Map()];
  for (const v of variablesOf(...rule.premises, rule.conclusion)) {
    const shapes = candidates.get(v.key) as Term[];
    instances = instances.flatMap((instance) => shapes.map((shape) => new Map(instance).set(v.key, shape)));
  }
  if (instances.length > MOST_INSTANCES) {
    approximations.push(
      `The rule '${rule.name}' is given for ${MOST_INSTANCES} of the ${instances.length} forms of its parts.`,
    );
  }
  return instances.slice(0, MOST_INSTANCES).map((instance) => ({
    name: rule.name,
    premises: rule.premises.map((premise) => substitute(premise, instance)),
    conclusion: substitute(rule.conclusion, instance),
  }));
}

/** The shapes of each variable of a rule: from whole premises where those occur, else from their parts. */
function findCandidates(rule: Step, inner: readonly Term[], parts: readonly Term[]): Map<string, Term[]> {
  const terms = [...rule.premises, rule.conclusion];
  const { families, owners } = keyVariables(terms);
  const outer = alignAll(
    rule.premises.filter((premise) => !isKeyTerm(premise)),
    parts,
  );
  // Pairs are everywhere; only what they are part of says something about a variable.
  const deep = alignAll(
    inner.filter((part) => part.kind === "application" && part.op !== PAIR),
    parts,
  );
  const candidates = new Map<string, Term[]>();
  for (const v of variablesOf(...terms)) {
    const number = candidates.size + 1;
    const generic = [variable(`${v.name}${number}`, v.sorts)];
    if (families.has(v.key)) {
      const there = [...(outer.get(v.key) ?? deep.get(v.key) ?? [])].filter(isFamily);
      const known = there.length > 0 ? there : familiesFor(families.get(v.key) as string, parts);
      candidates.set(v.key, distinct(known.length > 0 ? known : generic));
      continue;
    }
    const shapes = (outer.get(v.key) ?? deep.get(v.key) ?? []).map((part) => shapeOf(part, `${number}`));
    const typed = distinct(shapes.filter((shape) => !isUntyped(shape)));
    const fallback = owners.has(v.key) ? [agentVariable(`${v.name}${number}`)] : generic;
    candidates.set(v.key, typed.length > 0 ? typed : fallback);
  }
  return candidates;
}

/** A shape whose variables are numbered, so that equal shapes are equal terms. */
function shapeOf(part: Term, prefix: string): Term {
  let count = 0;
  return generalise(part, (_, sorts) => {
    const name = `x${prefix}${count++ === 0 ? "" : `-${count}`}`;
    return sorts.includes(AGENT) ? agentVariable(name) : variable(name, sorts);
  });
}

function distinct(terms: readonly Term[]): Term[] {
  return [...new Map(terms.map((term) => [`${term.key} ${sortsIn(term)}`, term])).values()];
}

function sortsIn(term: Term): string {
  return variablesOf(term)
    .map((v) => v.sorts.join("+"))
    .join(",");
}
