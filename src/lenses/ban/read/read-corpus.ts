/**
 * Reads a corpus of BAN analyses, format `ban-corpus/1`. Everything in it is checked before anything is derived: formulas,
 * sorts, names of scenarios and of what they leave out.
 */
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import type {
  Corpus,
  CorpusGoal,
  CorpusProtocol,
  PaperConclusion,
  RecordedAbduction,
  RuleTest,
  Scenario,
} from "../corpus/corpus.ts";
import type { Assumption, Message } from "../derive/prove.ts";
import type { Formula } from "../formula/formula.ts";
import { findAnonymous } from "../formula/boxes.ts";
import type { ReadFormula } from "../formula/formula-error.ts";
import { explainAsciiName, readAscii } from "../formula/read-ascii.ts";
import { explainName, readSexpr } from "../formula/read-sexpr.ts";
import { type BanSymbol, checkSorts, checkTopLevel, SYMBOL_SORTS, type Symbols } from "../formula/sorts.ts";
import { printAscii } from "../print/ascii.ts";
import { isSafeTex } from "../print/safe-tex.ts";
import { BAN, type Profile, readProfile } from "../profile.ts";
import { readText } from "../../../files/read-text.ts";
import { suggestNearest } from "../../../core/diagnostic/suggest.ts";
import { JsonFile, type JsonObject } from "./json-file.ts";

const FORMAT = "ban-corpus/1";

/** Reads a file. Throws DiagnosticError for what is no corpus. */
export function loadCorpus(path: string, originators: Profile["originators"]): Corpus {
  return readCorpus(path, readText(path), originators);
}

/** The corpus in a text. Throws DiagnosticError with everything that is wrong with it. */
export function readCorpus(path: string, text: string, originators: Profile["originators"]): Corpus {
  const file = new JsonFile(path, text);
  const { root } = file;
  const format = root.readText("format", "optional");
  if (format !== FORMAT) {
    const said = format === undefined ? "no format" : `the format ${JSON.stringify(format.slice(0, 60))}`;
    throw new DiagnosticError([
      file.complain("BN202", `The file says ${said}, not ${FORMAT}.`, root.offsetOf("format")),
    ]);
  }
  const notation = readNotation(root);
  const context = { file, originators, notation };
  const protocols = root.readObjects("protocols", "required").map((object) => readProtocol(object, context));
  reportTwice(
    file,
    protocols.map(({ id }) => id),
    root.readObjects("protocols", "required"),
    "protocol",
  );
  const ruleTests = root.readObjects("ruleTests", "optional").flatMap((object) => readRuleTest(object, context));
  if (file.diagnostics.length > 0) throw new DiagnosticError(file.diagnostics);
  return { protocols, ruleTests };
}

/** How formulas are written: as s-expressions, or as people type them where the corpus says so. */
function readNotation(root: JsonObject): Notation {
  const written = root.readText("notation", "optional") ?? "s-expressions";
  if (written === "ascii") return { read: readAscii, explainName: explainAsciiName };
  if (written !== "s-expressions") root.reject("notation", "ascii or s-expressions");
  return { read: readSexpr, explainName };
}

interface Notation {
  readonly read: (text: string) => ReadFormula;
  readonly explainName: (name: string) => string | undefined;
}

interface Context {
  readonly notation: Notation;
  readonly file: JsonFile;
  readonly originators: Profile["originators"];
}

type ReadOne = (text: string) => Formula;

function readProtocol(object: JsonObject, context: Context): CorpusProtocol {
  const { file } = context;
  const id = object.readText("id", "required") ?? "";
  const principals = object.readNames("principals");
  for (const { name, at } of principals) checkName(name, at, context);
  const symbols = readSymbols(
    object,
    principals.map(({ name }) => name),
    context,
  );
  const readMessage: ReadOne = (text) => {
    const read = context.notation.read(text);
    checkSorts(read, symbols);
    return read.formula;
  };
  const readStatement: ReadOne = (text) => {
    const read = context.notation.read(text);
    checkTopLevel(read);
    checkSorts(read, symbols);
    return read.formula;
  };
  const whole = readProfileAt(object, "profile", BAN, context);
  const assumptionObjects = object.readObjects("assumptions", "required");
  const assumptions = assumptionObjects.flatMap((one): Assumption[] => {
    const formula = one.readFormula("formula", readStatement);
    const name = one.readName("id");
    return formula === undefined || name === undefined ? [] : [{ id: name, formula }];
  });
  reportTwice(
    file,
    assumptions.map((one) => one.id),
    assumptionObjects,
    "assumption",
  );
  const messageObjects = object.readObjects("idealizedMessages", "required");
  const messages = messageObjects.flatMap((one) => readMessageObject(one, symbols, readMessage, context));
  reportTwice(
    file,
    messages.map((one) => one.id),
    messageObjects,
    "message",
  );
  const base = { assumptions, messages, whole, symbols, readMessage };
  const scenarioObjects = object.readObjects("scenarios", "required");
  const scenarios = scenarioObjects.map((one) => readScenario(one, base, context));
  reportTwice(
    file,
    scenarios.map((one) => one.id),
    scenarioObjects,
    "scenario",
  );
  const goalObjects = object.readObjects("goals", "required");
  const goals = goalObjects.flatMap((one) => readGoal(one, scenarios, readStatement, context));
  reportTwice(
    file,
    goals.map((one) => one.id),
    goalObjects,
    "goal",
  );
  return { id, symbols, principals: principals.map(({ name }) => name), scenarios, goals };
}

function readSymbols(object: JsonObject, principals: readonly string[], context: Context): Symbols {
  const table = object.readObject("symbols", "required");
  const symbols = new Map<string, BanSymbol>(principals.map((name) => [name, { sort: "principal" }]));
  for (const name of table?.keys() ?? []) {
    if (table !== undefined) checkName(name, table.offsetOf(name), context);
    const entry = table?.readObject(name, "required");
    const written = entry?.readText("sort", "required");
    const sort = SYMBOL_SORTS.find((candidate) => candidate === written);
    if (entry === undefined || written === undefined) continue;
    if (sort === undefined) {
      entry.reject("sort", `one of ${SYMBOL_SORTS.join(", ")}`);
      symbols.set(name, { sort: "data" });
      continue;
    }
    const kind = entry.readText("kind", "optional");
    if (kind !== undefined && kind !== "shared" && kind !== "public") entry.reject("kind", "shared or public");
    const tex = entry.readText("tex", "optional");
    const isPrinted = tex === undefined || isSafeTex(tex);
    if (!isPrinted) entry.reject("tex", "a symbol: letters, indices, accents and Greek letters");
    symbols.set(name, {
      sort,
      kind: kind === "shared" || kind === "public" ? kind : undefined,
      holders: entry.keys().includes("holders") ? entry.readNames("holders").map((one) => one.name) : undefined,
      owner: entry.readText("owner", "optional"),
      origin: entry.readText("origin", "optional"),
      tex: isPrinted ? tex : undefined,
    });
  }
  return symbols;
}

function readMessageObject(
  object: JsonObject,
  symbols: Symbols,
  read: ReadOne,
  { file, originators }: Context,
  original?: Message,
): Message[] {
  const id = object.readName("n");
  const formula = object.readFormula("formula", read);
  if (originators === "required" && formula !== undefined) {
    for (const box of findAnonymous(formula, symbols)) {
      file.report("BN106", `${printAscii(box)} has no stated maker.`, object.offsetOf("formula"));
    }
  }
  const readEnd = (key: "from" | "to"): string | undefined => {
    const name = object.readText(key, original === undefined ? "required" : "optional") ?? original?.[key];
    if (name === undefined || symbols.get(name)?.sort === "principal") return name;
    file.report("BN102", `There is no principal ${JSON.stringify(name)}.`, object.offsetOf(key));
    return undefined;
  };
  const [from, to] = [readEnd("from"), readEnd("to")];
  if (id === undefined || formula === undefined || from === undefined || to === undefined) return [];
  const concrete = object.readText("concrete", "optional") ?? original?.concrete;
  return [{ id, from, to, formula, ...(concrete === undefined ? {} : { concrete }) }];
}

interface Base {
  readonly assumptions: readonly Assumption[];
  readonly messages: readonly Message[];
  readonly whole: Profile;
  readonly symbols: Symbols;
  readonly readMessage: ReadOne;
}

function readScenario(object: JsonObject, base: Base, context: Context): Scenario {
  const { file } = context;
  const drop = (key: string, known: readonly string[], what: string): ReadonlySet<string> => {
    const names = object.readNames(key);
    for (const { name, at } of names) if (!known.includes(name)) reportUnknown(file, what, name, known, at);
    return new Set(names.map(({ name }) => name));
  };
  const assumptionIds = base.assumptions.map(({ id }) => id);
  const messageIds = base.messages.map(({ id }) => id);
  const withoutAssumptions = drop("dropAssumptions", assumptionIds, "assumption");
  const withoutMessages = drop("dropMessages", messageIds, "message");
  const replacementObjects = object.readObjects("replaceMessages", "optional");
  const replacements = replacementObjects.flatMap((one) => {
    const original = base.messages.find(({ id }) => id === one.readName("n"));
    return readMessageObject(one, base.symbols, base.readMessage, context, original);
  });
  reportTwice(
    file,
    replacements.map(({ id }) => id),
    replacementObjects,
    "replacement",
    "for message",
  );
  for (const [i, { id }] of replacements.entries()) {
    if (!withoutMessages.has(id) || replacements.length !== replacementObjects.length) continue;
    const message = `The message ${JSON.stringify(id.slice(0, 60))} is both dropped and replaced.`;
    file.report("BN203", message, replacementObjects[i]?.at ?? object.at);
  }
  const replaced = new Map(replacements.map((message) => [message.id, message]));
  const messages = base.messages
    .filter(({ id }) => !withoutMessages.has(id))
    .map((message) => replaced.get(message.id) ?? message);
  // A replacement for a message that is not there is a further message.
  const added = replacements.filter(({ id }) => !messageIds.includes(id));
  return {
    id: object.readText("id", "required") ?? "",
    profile: readProfileAt(object, "profile", base.whole, context),
    assumptions: base.assumptions.filter(({ id }) => !withoutAssumptions.has(id)),
    messages: [...messages, ...added].sort((a, b) => Number(a.id) - Number(b.id) || 0),
    honesty: readHonesty(object, base.readMessage),
  };
}

function readHonesty(object: JsonObject, read: ReadOne): Scenario["honesty"] {
  if (!object.keys().includes("honestyLint")) return undefined;
  return object.readObjects("honestyLint", "optional").flatMap((one) => {
    const message = one.readName("message");
    const originator = one.readText("originator", "required");
    const statement = one.readFormula("statement", read);
    return message === undefined || originator === undefined || statement === undefined
      ? []
      : [{ message, originator, statement }];
  });
}

function readGoal(object: JsonObject, scenarios: readonly Scenario[], read: ReadOne, context: Context): CorpusGoal[] {
  const id = object.readName("id");
  const formula = object.readFormula("formula", read);
  const known = scenarios.map((scenario) => scenario.id);
  const table = object.readObject("expected", "required");
  const expected = new Map<string, boolean>();
  for (const scenario of table?.keys() ?? []) {
    if (table !== undefined && !known.includes(scenario)) {
      reportUnknown(context.file, "scenario", scenario, known, table.offsetOf(scenario));
    }
    const value = table?.readBoolean(scenario);
    if (value !== undefined) expected.set(scenario, value);
  }
  if (id === undefined || formula === undefined) return [];
  const abduction = new Map<string, RecordedAbduction>();
  const recorded = object.readObject("abduction", "optional");
  for (const scenario of recorded?.keys() ?? []) {
    const entry = recorded?.readObject(scenario, "required");
    if (entry !== undefined) abduction.set(scenario, readAbduction(entry, read));
  }
  const leaves = (key: string): readonly string[] | undefined => {
    const entry = object.readObject(key, "optional");
    return entry && [...entry.readNames("assumptions"), ...entry.readNames("messages")].map(({ name }) => name);
  };
  const paper = object.readObject("paper", "optional");
  return [
    {
      ...{ id, formula, expected, abduction, support: leaves("support"), essential: leaves("essential") },
      paper: paper && readPaper(paper),
    },
  ];
}

function readPaper(object: JsonObject): PaperConclusion {
  const right = object.readText("right", "required");
  if (right !== "paper" && right !== "assay" && right !== "both") object.reject("right", "paper, assay or both");
  return {
    concludes: object.readBoolean("concludes") ?? false,
    right: right === "paper" || right === "assay" ? right : "both",
    smuggles: object.keys().includes("smuggles") ? object.readNameLists("smuggles") : [],
    why: object.readText("why", "optional") ?? "",
  };
}

function readAbduction(object: JsonObject, read: ReadOne): RecordedAbduction {
  const count = object.keys().includes("relevantPoolSize") ? Number(object.readName("relevantPoolSize")) : undefined;
  return {
    maxSize: Number(object.readName("maxSize") ?? 2),
    poolSufficient: object.readBoolean("poolSufficient") ?? false,
    poolSize: count,
    minimal: object.readLists("minimal", read),
  };
}

function readRuleTest(object: JsonObject, context: Context): RuleTest[] {
  const read: ReadOne = (text) => {
    const formula = context.notation.read(text);
    checkTopLevel(formula);
    return formula.formula;
  };
  const id = object.readName("id");
  const profile = readProfileAt(object, "profile", BAN, context);
  const premises = object.readFormulas("premises", read);
  const conclusion = object.readFormula("conclusion", read);
  const expected = object.readBoolean("expected");
  if (id === undefined || conclusion === undefined || expected === undefined) return [];
  return [{ id, profile, premises, conclusion, expected }];
}

function readProfileAt(object: JsonObject, key: string, standIn: Profile, context: Context): Profile {
  const name = object.readText(key, "optional") ?? standIn.name;
  const profile = readProfile(name, context.originators);
  if ("rules" in profile) return profile;
  context.file.report("BN105", profile.message, object.offsetOf(key), profile.help);
  return standIn;
}

/** Reports a name that no formula could have. */
function checkName(name: string, at: number, { file, notation }: Context): void {
  const fault = notation.explainName(name);
  if (fault !== undefined) file.report("BN203", `${JSON.stringify(name.slice(0, 60))} is no name: ${fault}.`, at);
}

function reportUnknown(file: JsonFile, what: string, name: string, known: readonly string[], at: number): void {
  const nearest = name.length < 2 ? undefined : suggestNearest(name, known);
  const help = nearest === undefined ? `There are: ${known.join(", ")}.` : `Did you mean ${nearest}?`;
  file.report("BN204", `There is no ${what} ${JSON.stringify(name.slice(0, 60))}.`, at, help);
}

function reportTwice(
  file: JsonFile,
  ids: readonly string[],
  objects: readonly JsonObject[],
  what: string,
  named = "called",
): void {
  if (ids.length !== objects.length) return;
  for (const [i, id] of ids.entries()) {
    if (ids.indexOf(id) === i) continue;
    file.report("BN203", `There are two ${what}s ${named} ${JSON.stringify(id.slice(0, 60))}.`, objects[i]?.at ?? 0);
  }
}
