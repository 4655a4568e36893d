/**
 * The encoder: a model that comes from a description, as SPDL.
 *
 * Names are mangled injectively and listed in the header, each family of keys becomes its own pair of functions, and
 * each ability of the intruder that Scyther does not have becomes a helper protocol `@name(O)` that receives the
 * premises and sends the conclusion. What the result does not say is written down as an approximation.
 */
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { termsOf } from "../../core/protocol/ir/event.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { AGENT, subterms, type Term, variablesOf } from "../../core/term/term.ts";
import { FAMILY } from "../../core/theory/keys.ts";
import { compileSpdl } from "./compile.ts";
import { EVE } from "./compile/intruder.ts";
import { leaveOutInjective } from "./encode/leave-out-injective.ts";
import { type IntruderRules, listRules } from "./encode/list-rules.ts";
import { nameNode, NOWHERE } from "./encode/nodes.ts";
import { orientRoles } from "./encode/orient-roles.ts";
import { refineScripts } from "./encode/refine-scripts.ts";
import { isFamily, isUntyped, partsOf } from "./encode/shapes.ts";
import { openSpellings, type SpelledName, type Spelling, type Spellings } from "./encode/spellings.ts";
import { openVocabulary, type Vocabulary } from "./encode/vocabulary.ts";
import { reserveProtocol, writeProtocol } from "./encode/write-protocol.ts";
import { spellOwner, writeSteps } from "./encode/write-steps.ts";
import { type RoleSpeech, writeTerm } from "./encode/write-term.ts";
import type { FileItem, SpdlFile, TermNode } from "./syntax/ast.ts";
import { parseSpdl } from "./syntax/parse.ts";
import { printSpdl } from "./syntax/print.ts";

/** The origin of an encoded model, for its header. */
export interface EncodingInfo {
  readonly title: string;
  /** The description's path, as the author writes it. */
  readonly source: string;
  /** Injective claims are left out, or else made without injectivity: what falls without it falls with it. */
  readonly injective?: "left out";
}

/** A model as SPDL. */
export interface EncodedSpdl {
  readonly text: string;
  readonly file: SpdlFile;
  /** Names that are spelled differently than in the description. */
  readonly names: readonly SpelledName[];
  /** The spelling of everything. */
  readonly spellings: readonly Spelling[];
  /** The operations written as encryptions. */
  readonly encryptions: IntruderRules["encryptions"];
  /** Roles that do or take less in the SPDL model than in the description, as `protocol.role`. */
  readonly approximatedRoles: ReadonlySet<string>;
  /** True: something that commutes in the description does not in the SPDL model, and runs are left out by that. */
  readonly isDirected: boolean;
  /** Properties that the SPDL model leaves out or simplifies, in sentences. */
  readonly approximations: readonly string[];
  /** The injective claims that it does not make. */
  readonly leftOut: readonly string[];
}

/** Encodes a model; the text is read back and compiled, so what comes out is well-formed. */
export function encodeModel(described: Model, about: EncodingInfo): EncodedSpdl {
  const { model, leftOut } =
    about.injective === "left out" ? leaveOutInjective(described) : { model: described, leftOut: [] };
  const refined = refineScripts(model);
  const oriented = orientRoles(refined.model, model);
  const known = [...refined.approximations, ...oriented.approximations];
  const unanswered = new Set<string>();
  for (;;) {
    const encoded = write(oriented.model, { ...about, leftOut }, known, unanswered);
    const clash = findClash(encoded.text, model);
    if (clash === undefined || unanswered.has(clash)) {
      const approximatedRoles = listApproximated(model, refined.model, unanswered, encoded.spellings);
      return { ...encoded, approximatedRoles, isDirected: oriented.approximations.length > 0 };
    }
    unanswered.add(clash);
  }
}

/** Roles that were refined, that have generic variables, or whose messages do not count for synchronisation. */
function listApproximated(
  model: Model,
  refined: Model,
  unanswered: ReadonlySet<string>,
  spellings: readonly Spelling[],
): ReadonlySet<string> {
  const before = new Set(model.protocols.flatMap(({ roles }) => roles));
  const ignored = new Set(
    spellings.filter(({ what, spdl }) => what === "label" && unanswered.has(spdl)).map(({ author }) => author),
  );
  const roles = refined.protocols.flatMap((protocol) => protocol.roles.map((role) => ({ protocol, role })));
  const approximated = roles.filter(({ role }) => {
    const generic = variablesOf(...role.events.flatMap(termsOf)).some(isUntyped);
    return generic || !before.has(role) || role.events.some((event) => "label" in event && ignored.has(event.label));
  });
  return new Set(approximated.map(({ protocol, role }) => `${protocol.name}.${role.role}`));
}

/** The label of a recv that its send can never match; throws when anything else is wrong. */
function findClash(text: string, model: Model): string | undefined {
  const parsed = parseSpdl({ path: `${model.name}.spdl`, text }, () => undefined);
  try {
    compileSpdl(parsed, model.name, model.match);
    return undefined;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const clash = error.diagnostics.find((one) => one.code === "SP303" || one.code === "SP304");
    const roles = parsed.file.items.flatMap((item) => (item.kind === "protocol" ? item.items : []));
    const events = roles.flatMap((role) => (role.kind === "role" ? role.items : []));
    const event = events.find((one) => one.kind === "recv" && one.place.line === clash?.place?.line);
    if (event?.kind !== "recv") throw error;
    return event.label.text;
  }
}

/** The header, with the claims that SPDL cannot make. */
interface Header extends EncodingInfo {
  readonly leftOut: readonly string[];
}

function write(
  model: Model,
  about: Header,
  known: readonly string[],
  unanswered: ReadonlySet<string>,
): Omit<EncodedSpdl, "approximatedRoles" | "isDirected"> {
  const parts = partsOf(model);
  const rules = listRules(model, parts);
  const spellings = openSpellings();
  const vocabulary = openVocabulary(spellings, rules);
  const approximations = new Set([...model.approximations, ...known, ...rules.approximations]);
  if (model.protocols.some((protocol) => protocol.roles.some((role) => role.variables.some(isUntyped)))) {
    approximations.add(
      "Scyther looks into generic variables (Ticket) only as a whole and may miss attacks through them.",
    );
  }
  const trusted = model.protocols.flatMap(({ roles }) => roles[0]?.trusted ?? []);
  for (const role of trusted) {
    approximations.add(
      `Scyther does not know that the role ${role} is trusted: it also looks for attacks in which ${role} is dishonest, or its agent plays other roles.`,
    );
  }
  if (rules.steps.length > 0) {
    approximations.add("Every use of a rule by the intruder counts as a run of its helper protocol.");
  }
  reserveGlobals(model, parts, rules, spellings, vocabulary);
  const approximate = (sentence: string): void => void approximations.add(sentence);
  const protocols = model.protocols.map((protocol) =>
    writeProtocol(protocol, { spellings, vocabulary, unanswered, approximate }),
  );
  const helpers = writeSteps(rules.steps, spellings, vocabulary);
  const untrusted = model.untrusted.filter((agent) => agent.name !== EVE).map((agent) => vocabulary.constant(agent));
  const compromised = writeCompromised(rules, vocabulary);
  const items: FileItem[] = [
    ...(model.match === 0 ? [] : [{ kind: "option" as const, text: `--match=${model.match}`, place: NOWHERE }]),
    ...vocabulary.declarations(),
    ...(compromised.length === 0 ? [] : [{ kind: "compromised" as const, terms: compromised, place: NOWHERE }]),
    ...(untrusted.length === 0 ? [] : [{ kind: "untrusted" as const, terms: untrusted.map(nameNode), place: NOWHERE }]),
    ...protocols,
    ...helpers,
  ];
  const file = { items };
  const names = spellings.table();
  const text = `${writeHeader(about, names, [...approximations])}\n${printSpdl(file)}`;
  return {
    text,
    file,
    names,
    spellings: spellings.all(),
    encryptions: rules.encryptions,
    approximations: [...approximations],
    leftOut: about.leftOut,
  };
}

/** Asks for every global name once, before any name of a role is chosen. */
function reserveGlobals(
  model: Model,
  parts: readonly Term[],
  rules: IntruderRules,
  spellings: Spellings,
  vocabulary: Vocabulary,
): void {
  for (const protocol of model.protocols) reserveProtocol(spellings, protocol);
  spellOwner(spellings);
  const speech: RoleSpeech = { vocabulary, agents: new Map(), local: () => "x" };
  const steps = rules.steps.flatMap((step) => [...step.premises, step.conclusion]);
  for (const term of [...parts, ...steps, ...rules.compromised]) {
    if (isFamily(term)) continue;
    writeTerm(speech, term);
    for (const part of subterms(term))
      if (part.kind !== "application") for (const sort of part.sorts) reserveSort(vocabulary, sort);
  }
}

function reserveSort(vocabulary: Vocabulary, sort: string): void {
  if (sort !== AGENT && sort !== FAMILY) vocabulary.type(sort);
}

function writeCompromised(rules: IntruderRules, vocabulary: Vocabulary): TermNode[] {
  const speech: RoleSpeech = { vocabulary, agents: new Map(), local: (_, author) => author };
  return rules.compromised.map((term) => writeTerm(speech, term));
}

function writeHeader(about: Header, names: readonly SpelledName[], approximations: readonly string[]): string {
  const lines = [
    about.title,
    `Generated from ${about.source}. Changes belong there.`,
    ...(names.length === 0 ? [] : ["", "Names that are spelled differently here:"]),
    ...names.map((name) => `  ${name.spdl} = ${name.author} (${name.what})`),
    ...(approximations.length === 0 ? [] : ["", "What this model leaves out or simplifies:"]),
    ...approximations.map((sentence) => `  - ${sentence}`),
    ...(about.leftOut.length === 0 ? [] : ["", "Claims that SPDL cannot make:"]),
    ...about.leftOut.map((claim) => `  - ${claim}`),
  ];
  return lines.map((line) => `${`// ${sanitise(line)}`.trimEnd()}\n`).join("");
}
