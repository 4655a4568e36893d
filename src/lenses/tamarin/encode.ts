/**
 * The encoder: role scripts as a Tamarin theory that a person can read.
 *
 * Any number of runs of any number of agents; Eve and other dishonest agents play no role, their keys are the intruder's.
 * Every claim becomes a fact at its place and a lemma with its name. What the theory says more or less than the source is
 * a sentence among its losses.
 */
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { termsOf } from "../../core/protocol/ir/event.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { isAgentSort, type Name, subterms, type Term, type Variable, variablesOf } from "../../core/term/term.ts";
import { diagnose } from "./program-diagnostics.ts";
import type { Subject } from "../encoding-subject.ts";
import { type Abilities, type Ability, sortAbilities } from "./encode/abilities.ts";
import { openFacts } from "./encode/facts.ts";
import { tellEncryptionsApart } from "./encode/from-spdl.ts";
import { openIdentifiers, type RenamedName } from "./encode/identifiers.ts";
import { code, comment, list } from "./encode/layout.ts";
import { openSharedKeys } from "./encode/shared-keys.ts";
import { listTrusted } from "./encode/trusted.ts";
import { openVariables } from "./encode/variables.ts";
import { openVocabulary, type Vocabulary } from "./encode/vocabulary.ts";
import { type ClaimLemma, isClaim, writeLemma } from "./encode/write-lemma.ts";
import { writeRole } from "./encode/write-role.ts";
import type { Writing } from "./encode/writing.ts";

/** A model as Tamarin reads it. */
export interface EncodedTamarin {
  readonly text: string;
  /** The lemmas, in the order of the theory. */
  readonly lemmas: readonly ClaimLemma[];
  /** Names that are spelled differently than in the source. */
  readonly renamed: readonly RenamedName[];
  /** Differences between the theory and its source, in sentences. */
  readonly losses: readonly string[];
  /** Those by which roles take, or the intruder has, more than the source says. */
  readonly widened: readonly string[];
}

/** Encodes a model. Throws DiagnosticError for one from SPDL that has no theory. */
export function encodeTamarin(subject: Subject): EncodedTamarin {
  const told = subject.theories === undefined ? tellEncryptionsApart(subject.model) : subject;
  if ("why" in told) throw new DiagnosticError([diagnose("AS628", `In ${subject.source}, ${told.why}.`)]);
  const { model } = told;
  const identifiers = openIdentifiers();
  const abilities = sortAbilities(model, listWeaknesses(subject));
  const vocabulary = openVocabulary(model, abilities.isPublic, identifiers);
  // Variables are named apart from these.
  for (const term of listTerms(model, abilities)) {
    for (const part of subterms(term)) if (part.kind === "name" && !part.fresh) vocabulary.write(part, nameLeaf);
  }
  const principal = model.protocols.filter(({ helper }) => !helper);
  const writing: Writing = {
    model,
    vocabulary,
    identifiers,
    variables: openVariables(model, vocabulary),
    facts: openFacts(identifiers, principal.length > 1 ? "several" : "one protocol"),
    sharedKeys: openSharedKeys(vocabulary.writeTrusted),
    restrictions: new Set(),
  };
  for (const agent of model.untrusted) vocabulary.write(agent, nameLeaf);
  const roles = model.protocols.flatMap((protocol) =>
    protocol.roles.filter(({ events }) => events.length > 0).map((script) => writeRole(writing, protocol, script)),
  );
  const lemmas = model.protocols.flatMap((protocol) =>
    protocol.roles.flatMap((script) =>
      script.events.flatMap((event, at) =>
        isClaim(event) ? [writeLemma(writing, protocol, script, at, event.claim)] : [],
      ),
    ),
  );
  const equations = abilities.equations.filter((rule) => !vocabulary.isBuiltin(rule)).map(writeEquation(vocabulary));
  const rules = writeRules(writing, abilities);
  const keys = writing.sharedKeys.rules();
  const widened = [...writing.variables.losses(), ...listBuiltinLosses(model, vocabulary)];
  const losses = [
    ...widened,
    ...lemmas.flatMap(({ claim, losses: own }) => own.map(({ sentence }) => `${claim.label}: ${sentence}`)),
  ];
  const header = [
    subject.title,
    `Generated from ${subject.source}. Changes belong there.`,
    ...listRenamed(identifiers.renamed()),
    ...listLosses(losses, model.approximations),
  ];
  const functions = vocabulary
    .functions()
    .map(({ id, arity, isPublic }) => `${id}/${arity}${isPublic ? "" : " [private]"}`);
  const sections = [
    [
      ...header.map((line) => (line === "" ? "//" : comment(sanitise(line)))),
      `theory ${identifiers.global("lemma", "the theory", subject.title)}`,
      "begin",
    ],
    [
      ...vocabulary.builtins().map((name) => `builtins: ${name}`),
      ...(functions.length === 0 ? [] : [code(`functions: ${functions.join(", ")}`)]),
      ...(equations.length === 0 ? [] : [code(`equations: ${equations.join(", ")}`)]),
    ],
    rules.length === 0 ? [] : [comment("What the intruder has beside public names, and what rules give it."), ...rules],
    keys.length === 0 ? [] : [comment("Keys that two agents share."), ...keys],
    [comment("Roles are played by honest agents; the intruder plays for the others."), ...writeRestrictions(writing)],
    ...roles.map((role) => [role]),
    ...lemmas.map(({ text }) => [sanitiseLemma(text)]),
    ["end"],
  ];
  const text = `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
  return { text, lemmas, renamed: identifiers.renamed(), losses, widened };
}

function listTerms({ protocols }: Model, { equations, rules }: Abilities): readonly Term[] {
  return [
    ...protocols.flatMap(({ roles }) => roles.flatMap(({ events }) => events.flatMap(termsOf))),
    ...equations.flatMap(({ left, right }) => [left, right]),
    ...rules.flatMap(({ given, yields }) => [...given, yields]),
  ];
}

function sanitiseLemma(text: string): string {
  return text.split("\n").map(sanitise).join("\n");
}

function listWeaknesses({ theories = [], weaknesses }: Subject): readonly Ability[] {
  return theories.flatMap((theory) => theory.weaknesses.filter(({ name }) => weaknesses.includes(name)));
}

function listBuiltinLosses(model: Model, vocabulary: Vocabulary): readonly string[] {
  const builtins = vocabulary.builtins();
  return [
    ...(builtins.includes("diffie-hellman")
      ? [
          "Diffie-Hellman is Tamarin's own: exponents are multiplied and inverted, which is more than the description's theory says.",
        ]
      : []),
    ...(model.match === 1 ? ["A variable that takes any atom takes any term here."] : []),
  ];
}

function nameLeaf({ name }: Name | Variable): string {
  return name;
}

function writeEquation(vocabulary: Vocabulary): (rule: { readonly left: Term; readonly right: Term }) => string {
  return ({ left, right }) => [left, right].map((term) => vocabulary.write(term, nameRuleLeaf)).join(" = ");
}

/** Rules have few variables: a prefix keeps them apart from functions. */
function nameRuleLeaf({ name }: Name | Variable): string {
  return `x_${name.replace(/[^A-Za-z0-9]/g, "_")}`;
}

function writeRules(writing: Writing, abilities: Abilities): string[] {
  const { model, vocabulary, identifiers } = writing;
  const trusted = listTrusted(model);
  const done = new Set<string>();
  return abilities.rules.flatMap(({ name, given, yields }) => {
    const known = new Set(variablesOf(...given).map(({ key }) => key));
    const chosen = variablesOf(yields).filter(({ key }) => !known.has(key));
    const agents = chosen.filter(({ sorts }) => sorts.some(isAgentSort));
    const others = chosen.filter((v) => !agents.includes(v));
    const found: string[] = [];
    const put = (term: Term, role: string | undefined): string => {
      const writeLeaf = (leaf: Name | Variable): string => {
        const id = nameRuleLeaf(leaf);
        if (!agents.some(({ key }) => key === leaf.key)) return id;
        return role === undefined ? `$${id}` : vocabulary.writeTrusted(role, `$${id}`);
      };
      return vocabulary.write(term, writeLeaf, ({ args: [family, ...two] }) => {
        // Both orders are among the facts, and whoever the other is, the fact says it.
        const [one = "", other = ""] = two.map((agent) => vocabulary.write(agent, nameRuleLeaf)).sort();
        found.push(`!Shared_key(${vocabulary.write(family as Term, nameRuleLeaf)}, ${one}, ${other}, ~key)`);
        return "~key";
      });
    };
    const received = [...given, ...others].map((term) => `In(${put(term, undefined)})`);
    const everyone = agents.length === 0 ? [undefined] : [undefined, ...trusted];
    const conclusions = [...new Set(everyone.map((role) => `Out(${put(yields, role)})`))];
    const premises = [...new Set(found), ...received];
    const text = [list("[", premises, "]", "  "), "  -->", list("[", conclusions, "]", "  ")].join("\n");
    if (done.has(text)) return [];
    done.add(text);
    const wish = `Intruder_${name.replace(/^know /, "has ")}`.replace(/[^A-Za-z0-9]+/g, "_");
    return [`rule ${identifiers.global("rule", `ability ${text}`, wish)}:\n${text}`];
  });
}

function writeRestrictions({ model, vocabulary, restrictions }: Writing): string[] {
  const dishonest = model.untrusted.map((agent) => `not(A = ${vocabulary.write(agent, nameLeaf)})`);
  return [
    `restriction Honest: "All A #i. Honest(A)@i ==> ${dishonest.join(" & ")}"`,
    ...(restrictions.has("Eq") ? [`restriction Equal: "All x y #i. Eq(x, y)@i ==> x = y"`] : []),
    ...(restrictions.has("Neq") ? [`restriction Unequal: "All x #i. Neq(x, x)@i ==> F"`] : []),
    ...(restrictions.has("Once") ? [`restriction Once: "All r #i #j. Once(r)@i & Once(r)@j ==> #i = #j"`] : []),
  ].map((one) => code(one));
}

function listRenamed(renamed: readonly RenamedName[]): string[] {
  if (renamed.length === 0) return [];
  const lines = renamed.map(({ what, author, tamarin }) => `  ${tamarin} = ${author.replace(/^c:/, "")} (${what})`);
  return ["", "Names that are spelled differently here:", ...new Set(lines)];
}

function listLosses(losses: readonly string[], approximations: readonly string[]): string[] {
  const all = [...new Set([...losses, ...approximations])];
  return all.length === 0 ? [] : ["", "What this theory leaves out or simplifies:", ...all.map((one) => `  - ${one}`)];
}
