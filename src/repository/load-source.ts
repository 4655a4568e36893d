/**
 * From a source to what is analysed: its model, its claims, its bounds and what is expected of it.
 *
 * Every failure of a person's files is a DiagnosticError; anything else that is thrown is a bug of Assay.
 */
import { join } from "node:path";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { Model, ProtocolScript } from "../core/protocol/ir/script.ts";
import { project } from "../core/protocol/project/project.ts";
import { applyAutoClaims } from "../lenses/scyther/auto-claims.ts";
import { addInjectiveClaims } from "../lenses/scyther/injective-claims.ts";
import { loadSpdl } from "../lenses/scyther/load.ts";
import type { SourceText } from "../lenses/scyther/syntax/source.ts";
import type { Matching } from "../core/term/sorts.ts";
import type { Input } from "../core/verdict/verdict.ts";
import { type ListedClaim, listClaims } from "../core/protocol/claims/listing.ts";
import { describeModel } from "./describe-model.ts";
import { diagnose } from "../files/diagnostics.ts";
import type { Expectations } from "../lenses/expected.ts";
import type { Lens } from "../lenses/lens.ts";
import type { LoadedSource, Source } from "../lenses/loaded-source.ts";
import { LENSES } from "../lenses/registry.ts";
import { EXPECTED_FILE, findExpectations } from "./expectations.ts";
import type { AssessOptions } from "../lenses/options.ts";
import type { LoadProtocol } from "./loaded-protocol.ts";
import { hashText } from "../files/hash-text.ts";
import { hashModel } from "./hash-model.ts";
import { readText, readTextIfPresent } from "../files/read-text.ts";
import { folderOf } from "./resolve-sources.ts";

/** Loads one source. Throws DiagnosticError for what is wrong with it. */
export async function loadSource(
  source: Source,
  options: AssessOptions,
  loadProtocol: LoadProtocol,
  lenses: readonly Lens[] = LENSES,
): Promise<LoadedSource> {
  return source.kind === "spdl"
    ? loadModelFile(source, options)
    : loadDescription(source, options, loadProtocol, lenses);
}

function loadModelFile(source: Source, options: AssessOptions): LoadedSource {
  const inputs: Input[] = [];
  const loaded = loadSpdl(source.path, reader(source.path, inputs), {
    autoClaims: options.claims === "standard",
    maxRuns: options.maxRuns,
    maxStates: options.maxStates,
    ...(options.match === undefined ? {} : { match: options.match }),
  });
  const { maxRuns = options.maxRuns, maxStates = options.maxStates } = loaded.settings;
  const bounds = { maxRuns, maxStates };
  const finished = finishLoading(source, addAskedFor(loaded.model, options), [], bounds, undefined, [], inputs);
  const warnings = finished.claims.length > 0 ? loaded.warnings : explainNoClaims(source, loaded.warnings);
  return { ...finished, warnings, parsed: loaded.parsed };
}

async function loadDescription(
  source: Source,
  options: AssessOptions,
  loadProtocol: LoadProtocol,
  lenses: readonly Lens[],
): Promise<LoadedSource> {
  const { description, model: own, warnings, implementations } = await loadProtocol(source.path);
  const asked = options.match ?? description.match ?? options.usualMatch ?? 0;
  const prepare = (match: Matching): Model => {
    const matched = match === own.match ? own : project({ ...description, match });
    return options.claims === "standard" ? applyAutoClaims(matched) : matched;
  };
  const model = prepare(options.typeFlaws === "added" ? 0 : asked);
  const matching = options.typeFlaws === "added" ? asked : undefined;
  const listed = (description.match ?? options.usualMatch) || 2;
  const about = {
    claims: listClaims(model),
    description,
    matching: { judged: model.match, listed },
    flawsUnder: matching,
  };
  const expectations =
    options.claims === "standard" ? undefined : findExpectations(source, options.expectations, about, lenses);
  const theories = description.theories.map(({ name }) => name);
  const inputs = [source.path, join(folderOf(source), EXPECTED_FILE)].flatMap(nameInput);
  const finished = finishLoading(
    source,
    addAskedFor(model, options),
    theories,
    options,
    expectations,
    warnings,
    inputs,
  );
  return {
    ...finished,
    digests: { ...finished.digests, description: hashText(JSON.stringify(description)) },
    description,
    implementations,
    ...(matching === undefined || matching === 0 ? {} : { untyped: loosen(matching, prepare(matching), options) }),
  };
}

/** A file that others include has no claims, and can say so in a comment; any other that is to be judged has. */
function explainNoClaims(source: Source, warnings: readonly Diagnostic[]): readonly Diagnostic[] {
  const others = warnings.filter(({ code }) => code !== "SP312");
  if (/(?:\/\/|#)\s*assay: no claims\s*$/m.test(readText(source.path))) return others;
  const place = { file: source.path, line: 1, column: 1 };
  return [...others, diagnose("AS127", `${source.source} has no claim, so nothing is judged.`, { place })];
}

function loosen(match: 1 | 2, own: Model, options: AssessOptions): NonNullable<LoadedSource["untyped"]> {
  const model = addAskedFor(own, options);
  return { match, model, hash: hashModel(model) };
}

/** The model with the claims that were asked for beyond its own; nothing is expected of them. */
function addAskedFor(model: Model, options: AssessOptions): Model {
  return options.injective === "added" ? addInjectiveClaims(model) : model;
}

function finishLoading(
  source: Source,
  model: Model,
  theories: readonly string[],
  { maxRuns, maxStates }: LoadedSource["bounds"],
  expectations: Expectations | undefined,
  warnings: readonly Diagnostic[],
  inputs: readonly Input[],
): LoadedSource {
  const claims = listClaims(model);
  const hash = hashModel(model);
  const inWords = describeModel(model);
  const counts = countByProtocol(claims);
  const judged = model.protocols.filter((protocol) => counts.has(protocol.name));
  const isShort = inWords.length * judged.length <= MOST_CHARACTERS_IN_WORDS;
  const subjects = judged.map((protocol, i) => ({
    source: source.source,
    protocol: protocol.name,
    roles: protocol.roles.length,
    messages: countMessages(protocol),
    claims: counts.get(protocol.name) ?? 0,
    theories,
    bound: maxRuns === "unbounded" ? maxRuns : { runs: maxRuns },
    hash,
    inputs,
    ...(isShort || i === 0 ? { inWords } : {}),
  }));
  const digests = { model: hash };
  return { source, model, claims, subjects, digests, bounds: { maxRuns, maxStates }, expectations, warnings };
}

/** More than this, of all protocols of a source together, is written with the first one only. */
const MOST_CHARACTERS_IN_WORDS = 8 * 1024 * 1024;

function countByProtocol(claims: readonly ListedClaim[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { protocol } of claims) counts.set(protocol, (counts.get(protocol) ?? 0) + 1);
  return counts;
}

/** Reads a model and what it includes; an include that is no readable text is reported as what it is. */
function reader(main: string, inputs: Input[]): (path: string) => SourceText | undefined {
  return (path) => {
    const text = path === main ? readText(path) : readTextIfPresent(path);
    if (text !== undefined) inputs.push({ file: path, hash: hashText(text) });
    return text === undefined ? undefined : { path, text };
  };
}

/** Every send is one message, whatever its receivers. */
function countMessages(protocol: ProtocolScript): number {
  return protocol.roles.flatMap((role) => role.events).filter((event) => event.kind === "send").length;
}

/** A file beside others that may or may not be there, by its content. */
function nameInput(file: string): Input[] {
  try {
    const text = readTextIfPresent(file);
    return text === undefined ? [] : [{ file, hash: hashText(text) }];
  } catch (error) {
    // One that cannot be read has its diagnostic from whoever needs it.
    if (error instanceof DiagnosticError) return [];
    throw error;
  }
}
