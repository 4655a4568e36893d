/**
 * The encoder: role scripts as a typed ProVerif model that a person can read.
 *
 * Any number of runs of any number of agents; Eve and other dishonest agents play no role, their keys are the intruder's.
 * Every claim becomes an event at its place and a query with a name of its own. What the model says more or less than the
 * source is a sentence among its losses.
 */
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { mapEvent, termsOf } from "../../core/protocol/ir/event.ts";
import type { Model, RoleScript } from "../../core/protocol/ir/script.ts";
import {
  AGENT,
  mapLeaves,
  type Name,
  PAIR,
  type Sort,
  type Term,
  trustedSort,
  variable,
} from "../../core/term/term.ts";
import type { Rewrite } from "../../core/theory/theory.ts";
import type { Subject } from "../encoding-subject.ts";
import { type AtomClasses, classifyAtoms } from "./encode/atom-classes.ts";
import { type Events, openEvents } from "./encode/events.ts";
import { openHonesty } from "./encode/honest.ts";
import { openIdentifiers, type RenamedName } from "./encode/identifiers.ts";
import { comment, layOut, type Line } from "./encode/layout.ts";
import { printClaim } from "./encode/print-claim.ts";
import { openReaders } from "./encode/readers.ts";
import { argsOf, openVocabulary, rootOf, type Vocabulary } from "./encode/vocabulary.ts";
import { type ClaimQuery, isSynchronisation, writeQuery } from "./encode/write-claims.ts";
import { type Abilities, type Ability, sortAbilities, termsOfAbilities, writeRules } from "./encode/write-intruder.ts";
import { writeRole } from "./encode/write-role.ts";

/** A model as ProVerif reads it. */
export interface EncodedProverif {
  readonly text: string;
  /** The queries, in the order of the model. */
  readonly queries: readonly ClaimQuery[];
  /** Names that are spelled differently than in the source. */
  readonly renamed: readonly RenamedName[];
  /** Sentences on where the model says more or less than its source. */
  readonly losses: readonly string[];
  /** True: some role takes fewer messages than its source does, so nothing that ProVerif proves counts. */
  readonly isNarrowed: boolean;
  /** The meanings of its names. */
  readonly lexicon: Lexicon;
}

/** The meanings of a model's names: traces are read back with them. */
export interface Lexicon {
  /** Constructor of a class to the sorts of its atoms. */
  readonly classes: ReadonlyMap<string, readonly Sort[]>;
  readonly constants: ReadonlyMap<string, Name>;
  /** Function to operation; one of SPDL that is applied to something to its constant, one of a rule to its own name. */
  readonly functions: ReadonlyMap<string, { readonly op: string } | { readonly symbol: Name }>;
  /** Rewrite rules behind the functions. */
  readonly abilities: readonly Rewrite[];
  /** An exponentiation: its operation to what it is where the base is a share. */
  readonly powers: ReadonlyMap<string, { readonly share: string; readonly shared: string }>;
  /** The roles, in the order of the process. */
  readonly roles: readonly WrittenScript[];
}

/** A role as it was written: what its actions are of its script. */
export interface WrittenScript {
  readonly protocol: string;
  readonly role: string;
  /** The fresh names in the order in which they are made. */
  readonly names: readonly Name[];
  /** How many inputs say where the run stops, behind the one that brings its agents. */
  readonly stops: number;
  /** True: every run begins with a name for itself. */
  readonly countsRuns: boolean;
}

/** Encodes a model; `only` leaves out all queries but those of the claims that it accepts. */
export function encodeProverif(
  subject: Subject,
  only: (claim: { readonly protocol: string; readonly label: string }) => boolean = () => true,
): EncodedProverif {
  const model = tellTrustedApart(subject.model);
  const identifiers = openIdentifiers();
  const abilities = sortAbilities(model, listWeaknesses(subject));
  const ruleTerms = termsOfAbilities(abilities);
  const scriptTerms = model.protocols.flatMap(({ roles }) => roles.flatMap(({ events }) => events.flatMap(termsOf)));
  const known = model.deductions.syntheses.map(({ yields }) => yields).filter((term) => term.kind === "name");
  const classes = classifyAtoms(model, [...scriptTerms, ...known, ...model.untrusted], ruleTerms, identifiers);
  const inner = abilities.others.flatMap(({ given, yields }) => [...given, yields]);
  const vocabulary = openVocabulary(model, abilities.rewrites, inner, identifiers);
  const readers = openReaders(abilities.rewrites, vocabulary, classes, identifiers);
  const events = openEvents(identifiers);
  const honest = openHonesty(model, vocabulary);
  const losses = new Set<string>();
  const lose = (sentence: string): void => void losses.add(sentence);
  let isNarrowed = false;
  const narrow = (sentence: string): void => {
    isNarrowed = true;
    lose(sentence);
  };
  const context = { model, vocabulary, classes, readers, events, identifiers, honest, narrow };
  for (const agent of model.untrusted) vocabulary.constant(agent);
  const queries = model.protocols.flatMap((protocol) =>
    protocol.roles.flatMap((script) =>
      script.events.flatMap((event, at) =>
        event.kind === "claim" ? [writeQuery(context, protocol, script, at, event.claim)] : [],
      ),
    ),
  );
  const rules = writeRules({ model, vocabulary, classes, identifiers }, abilities);
  const roles = model.protocols.flatMap((protocol) =>
    protocol.roles
      .filter((script) => script.events.length > 0)
      .map((script) => ({ script, ...writeRole(context, protocol, script) })),
  );
  for (const { claim, losses: own } of queries) for (const { sentence } of own) lose(`${claim.label}: ${sentence}`);
  const asked = queries.filter(({ protocol, claim }) => only({ protocol, label: claim.label }));
  const header = [
    subject.title,
    `Generated from ${subject.source}. Changes belong there.`,
    ...listRenamed(identifiers.renamed()),
    ...listLosses([...losses], model.approximations),
  ];
  const hasRuns = model.protocols.some(({ roles: all }) => all.some((role) => role.events.some(isSynchronisation)));
  const lines: Line[] = [
    ...header.map((line) => ({ depth: 0, text: line === "" ? "" : comment(sanitise(line)) })),
    ...section("", ["set ignoreTypes = false.", "free c: channel."]),
    ...section(
      "Atoms by class, and terms: a variable of a class takes atoms of that class alone, a bitstring everything.",
      declareTypes(classes, vocabulary, hasRuns),
    ),
    ...section("Agents and constants.", declareConstants(context, abilities)),
    ...section("Operations.", declareOperations(context, abilities)),
    ...section("What follows from the theories' rules, and what the intruder has from the start.", rules.lines),
    ...section("What receivers read with: the intruder has none of these.", readers.declarations()),
    ...section("Events.", declareEvents(events)),
    { depth: 0, text: "" },
    { depth: 0, text: comment('The claims. For Reachable, "false" says that the role can get there.') },
    ...asked.flatMap(({ claim, text }) => [
      { depth: 0, text: comment(sanitise(printClaim(claim))) },
      { depth: 0, text },
    ]),
    ...roles.flatMap(({ lines: role }) => [{ depth: 0, text: "" }, ...role]),
    { depth: 0, text: "" },
    {
      depth: 0,
      text: `process ${roles.map(({ script, process }) => (script.singular ? process : `(!${process})`)).join(" | ")}`,
    },
  ];
  return {
    text: layOut(lines),
    queries: asked,
    renamed: identifiers.renamed(),
    losses: [...losses],
    isNarrowed,
    lexicon: {
      classes: new Map(classes.all.map(({ wrap, sorts, isAgent }) => [wrap, isAgent ? [AGENT] : sorts])),
      constants: new Map(vocabulary.constants().map((name) => [vocabulary.constant(name), name])),
      functions: listFunctions(vocabulary, abilities.rewrites, rules.computed),
      abilities: rules.computed,
      powers: new Map([...vocabulary.exponentiations].map(([shared, { key, share }]) => [key, { share, shared }])),
      roles: roles.map(({ script, names, stops, countsRuns }) => ({
        protocol: script.protocol,
        role: script.role,
        names,
        stops,
        countsRuns,
      })),
    },
  };
}

function listWeaknesses({ theories, weaknesses }: Subject): readonly Ability[] | undefined {
  return theories?.flatMap((theory) =>
    theory.weaknesses
      .filter(({ name }) => weaknesses.includes(name))
      .map(({ name, given, yields }) => ({ name, given, yields, unless: [] })),
  );
}

/** The agents of trusted roles get a sort of their own; what rules say of any agent, they say of these. */
function tellTrustedApart(model: Model): Model {
  const trusted = [...new Set(model.protocols.flatMap(({ roles }) => roles.flatMap((script) => script.trusted ?? [])))];
  if (trusted.length === 0) return model;
  const everyone = [AGENT, ...trusted.map(trustedSort)];
  const widen = (term: Term): Term =>
    mapLeaves(term, (leaf) =>
      leaf.kind === "variable" && leaf.sorts.includes(AGENT)
        ? variable(leaf.name, [...new Set([...leaf.sorts, ...everyone])])
        : leaf,
    );
  const resort = (script: RoleScript): RoleScript => {
    const own = new Map(
      (script.trusted ?? []).map((role) => [variable(role).key, variable(role, [trustedSort(role)])]),
    );
    const change = (term: Term): Term => mapLeaves(term, (leaf) => own.get(leaf.key) ?? leaf);
    return { ...script, events: script.events.map((event) => mapEvent(event, change)) };
  };
  const { analyses, syntheses } = model.deductions;
  return {
    ...model,
    protocols: model.protocols.map((protocol) => ({ ...protocol, roles: protocol.roles.map(resort) })),
    deductions: {
      analyses,
      syntheses: syntheses.map((rule) => ({ ...rule, from: rule.from.map(widen), yields: widen(rule.yields) })),
    },
  };
}

function section(title: string, lines: readonly string[]): Line[] {
  if (lines.length === 0) return [];
  const heading = title === "" ? [] : [{ depth: 0, text: comment(title) }];
  return [{ depth: 0, text: "" }, ...heading, ...lines.map((text) => ({ depth: 0, text }))];
}

function listRenamed(renamed: readonly RenamedName[]): string[] {
  const shown = renamed.filter(({ what }) => SHOWN.has(what.split(" of ")[0] ?? ""));
  if (shown.length === 0) return [];
  return [
    "",
    "Names that are spelled differently here:",
    ...shown.map((one) => `  ${one.proverif} = ${one.author.replace(/^c:/, "")} (${one.what})`),
  ];
}

/** Kinds of names that an author wrote. */
const SHOWN: ReadonlySet<string> = new Set(["constant", "name", "variable", "operation"]);

function listLosses(losses: readonly string[], approximations: readonly string[]): string[] {
  const all = [...losses, ...approximations];
  return all.length === 0 ? [] : ["", "What this model leaves out or simplifies:", ...all.map((one) => `  - ${one}`)];
}

function declareTypes(classes: AtomClasses, vocabulary: Vocabulary, hasRuns: boolean): string[] {
  const { all, hasAtomType } = classes;
  const families = vocabulary.constants().some(({ sorts }) => sorts.includes("Family"));
  const result = (isAgent: boolean): string => (hasAtomType && !isAgent ? "atom" : "bitstring");
  return [
    ...(hasAtomType ? ["type atom.", "fun at(atom): bitstring [data]."] : []),
    ...all.map(({ type, wrap, isAgent }) => `type ${type}. fun ${wrap}(${type}): ${result(isAgent)} [data].`),
    ...(families || vocabulary.constructors().some(({ args }) => args.includes("family")) ? ["type family."] : []),
    ...(hasRuns ? ["type run."] : []),
    "fun pair(bitstring, bitstring): bitstring [data].",
  ];
}

interface Declaring {
  readonly vocabulary: Vocabulary;
  readonly classes: AtomClasses;
}

function declareConstants({ vocabulary, classes }: Declaring, { publicNames }: Abilities): string[] {
  return vocabulary.constants().map((name) => {
    const id = vocabulary.constant(name);
    if (name.sorts.includes("Family")) return `const ${id}: family.`;
    const one = classes.of(name);
    return one.isAgent || publicNames.has(name.key)
      ? `const ${id}: ${one.type}.`
      : `const ${id}: ${one.type} [private].`;
  });
}

function declareOperations({ vocabulary }: Declaring, { publicOperations, publicNames }: Abilities): string[] {
  const symbols = new Map(vocabulary.functionSymbols().map((name) => [name.name, name]));
  return vocabulary.constructors().map(({ id, args, author }) => {
    const symbol = symbols.get(author);
    const isPublic =
      symbol === undefined
        ? publicOperations.has(author) && !vocabulary.isComputed(author)
        : publicNames.has(symbol.key);
    if (args.length === 0) return isPublic ? `const ${id}: bitstring.` : `const ${id}: bitstring [private].`;
    return `fun ${id}(${args.join(", ")}): bitstring${isPublic ? "" : " [private]"}.`;
  });
}

function listFunctions(
  vocabulary: Vocabulary,
  rewrites: readonly Rewrite[],
  computed: readonly Rewrite[],
): Lexicon["functions"] {
  const symbols = new Map(vocabulary.functionSymbols().map((name) => [name.name, name]));
  const functions = vocabulary.constructors().map(({ id, author }) => {
    const symbol = symbols.get(author);
    return [id, symbol === undefined ? { op: author } : { symbol }] as const;
  });
  const destructors = rewrites.map(({ left }) => {
    const op = rootOf(left);
    return [vocabulary.destructorOf(op, argsOf(left).length).id, { op }] as const;
  });
  const abilities = computed.map(({ name }) => [name, { op: name }] as const);
  return new Map([["pair", { op: PAIR }] as const, ...abilities, ...destructors, ...functions]);
}

function declareEvents(events: Events): string[] {
  return events.all().map(({ id, takesRun, terms, means }) => {
    const types = [...(takesRun ? ["run"] : []), ...Array.from({ length: terms }, () => "bitstring")];
    const declared = `event ${id}${types.length === 0 ? "" : `(${types.join(", ")})`}.`;
    return means === "" ? declared : `${declared} ${comment(means)}`;
  });
}
