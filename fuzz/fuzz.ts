/** `npm run fuzz`: looks for models about which the verifier and others disagree. `--help` says how. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findInstalled } from "./compare/ask-installed.ts";
import { chooseEngines, countTime, nativeEngine, saturationEngine } from "./compare/engine.ts";
import { explainSearch, findProgram, listPlaces } from "../src/lenses/engine/find-program.ts";
import { PROVERIF } from "../src/lenses/proverif/installed/find-proverif.ts";
import { askProverifBeside } from "./dsl/compare/ask-proverif.ts";
import { fuzzDescriptions } from "./dsl/fuzz.ts";
import { fuzzNames } from "./names/fuzz.ts";
import { fuzzInput } from "./input/fuzz.ts";
import { DiagnosticError } from "../src/core/diagnostic/diagnostic.ts";
import { renderDiagnostics } from "../src/core/diagnostic/render.ts";
import { fuzzInPieces } from "./pieces/fuzz.ts";
import { hunt } from "./hunt.ts";
import { type FuzzOptions, HELP, readOptions, UsageError } from "./options.ts";
import { writeFinding, writeTotals } from "./report.ts";

/** The verifier's own bounds for one claim. */
const VERIFIER = { maxRuns: 4, maxStates: 3_000 };

/** Milliseconds for one claim, for an installed program with one model, and for making one disagreement smaller. */
const CLAIM_TIME = 1_000;
const PROGRAM_TIME = 2_000;
const SHRINK_TIME = 60_000;

/** Milliseconds between two lines of progress. */
const PROGRESS = 5_000;

const FOUND = new URL("found/", import.meta.url);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args, Date.now() % 2 ** 31);
    if (options === "help") {
      process.stdout.write(HELP);
      return 0;
    }
    return options.pieces === undefined
      ? await huntAlone(options)
      : await fuzzInPieces(options, options.pieces, huntAlone);
  } catch (error) {
    if (error instanceof DiagnosticError) {
      process.stderr.write(renderDiagnostics(error.diagnostics, { colour: "none" }));
      return 2;
    }
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\nnpm run fuzz -- --help shows the options.\n`);
    return 2;
  }
}

async function huntAlone(options: FuzzOptions): Promise<number> {
  switch (options.subject) {
    case "dsl":
      return fuzzDescriptions(options);
    case "input":
      return fuzzInput(options);
    case "names":
      return fuzzNames(options);
    case "spdl":
      return fuzz(options);
    default:
      return options.subject satisfies never;
  }
}

/** The installed ProVerif as a function. Throws UsageError where there is none. */
async function findProverif(): Promise<NonNullable<Parameters<typeof hunt>[0]["askProverif"]>> {
  const search = await findProgram(
    PROVERIF,
    listPlaces(PROVERIF, process.env, undefined),
    new AbortController().signal,
  );
  if (search.is !== "found") throw new UsageError(explainSearch(PROVERIF, search).message);
  const { path } = search.program;
  return (model) => {
    const about = { model, theories: undefined, weaknesses: [], title: model.name };
    return askProverifBeside(path, about, PROGRAM_TIME);
  };
}

async function fuzz(options: FuzzOptions): Promise<number> {
  const { seed, runs, states } = options;
  const deadline = performance.now() + options.seconds * 1_000;
  const timer = countTime(CLAIM_TIME);
  let shrinkUntil = 0;
  let nextLine = performance.now() + PROGRESS;
  process.stderr.write(`seed ${seed}, ${runs} runs, ${options.seconds} s\n`);
  const { totals, findings } = await hunt({
    seed,
    runs,
    states,
    engines: chooseEngines(options.engine, nativeEngine(VERIFIER, timer), saturationEngine(timer)),
    askInstalled: options.engine === "all" ? await findInstalled(process.env) : undefined,
    askProverif: options.judges.length === 0 ? undefined : await findProverif(),
    most: 10,
    protocols: options.protocols,
    isOver: () => performance.now() > deadline,
    startShrinking: () => {
      shrinkUntil = performance.now() + SHRINK_TIME;
      process.stderr.write("a disagreement; making it smaller\n");
    },
    isSmallEnough: () => performance.now() > shrinkUntil,
    watch: ({ protocols, claims }) => {
      if (performance.now() < nextLine) return;
      nextLine = performance.now() + PROGRESS;
      process.stderr.write(`${protocols} protocols, ${claims} claims\n`);
    },
  });
  if (findings.length > 0) mkdirSync(FOUND, { recursive: true });
  for (const [i, finding] of findings.entries()) {
    const text = writeFinding(finding);
    const path = fileURLToPath(new URL(`seed-${seed}-${i + 1}.spdl`, FOUND));
    writeFileSync(path, text);
    process.stdout.write(`${text}\n${path}\n\n`);
  }
  process.stdout.write(writeTotals(totals, seed, findings.length));
  return findings.length === 0 ? 0 : 1;
}
