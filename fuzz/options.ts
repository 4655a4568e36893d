/** The options of `npm run fuzz`. */
import { parseArgs } from "node:util";

export const MUTANTS = ["passed-on", "carry-back", "directed", "foreign-key", "listing-order"] as const;
export type MutantName = (typeof MUTANTS)[number];

export const NAMES_MUTANTS = ["eve-by-spelling", "compromised-by-spelling", "apart-by-protocol"] as const;
export type NamesMutant = (typeof NAMES_MUTANTS)[number];

export const HELP = `npm run fuzz -- [options]

Makes random small protocols and compares, claim by claim, what the verifier says with what a brute-force exploration
of all executions finds.

  --seconds <n>   how long to look for disagreements (default 60)
  --seed <n>      the first seed; the same seed makes the same protocols (default: from the clock)
  --runs <n>      how many runs the exploration interleaves, 1 to 3 (default 2)
  --states <n>    how many states the exploration visits in one protocol (default 8000)
  --names         names that the language brings, at every place of models of this repository, against the installed
                  Scyther, or what was recorded of it
  --dsl           random descriptions and theories of their own instead of SPDL, against a judge that executes the
                  description (--runs then defaults to 3, --states to 3000)
  --input         changed texts of the project's own models instead, through everything that a command does with them:
                  no internal error, and no overrun of the deadline
  --protocols <n> stop after so many (default: when the time is over)
  --mutant <m>    put a known mistake back, which must then be found; with --dsl one of the verifier:
                  ${MUTANTS.join(", ")};
                  with --names one in what names mean: ${NAMES_MUTANTS.join(", ")}
  --judge <j>     the installed programs that judge beside the execution: proverif; with --dsl also tamarin, or both with
                  a comma
  --engine <e>    what to compare with it: native (the verifier), saturation (its proofs alone), or all of these and
                  the installed Scyther (default)
  --workers <n>   hunt on so many threads, in pieces of consecutive seeds; a count of steps takes the place of the time
                  for one claim, so that the same seeds come to the same on every machine
  --queue <url>   have assay worker do the pieces, in checkouts of the same sources; a sample is done again here
  --redundancy <n>  so many workers of the queue do each piece, and must agree
  --help          this text

Disagreements are made as small as possible, printed, and written to fuzz/found/. Exit status: 0 no disagreement,
1 a disagreement, 2 wrong options.
`;

export const JUDGES = ["proverif", "tamarin"] as const;
export type JudgeName = (typeof JUDGES)[number];

export const ENGINES = ["native", "saturation", "all"] as const;

export interface FuzzOptions {
  readonly seconds: number;
  readonly seed: number;
  readonly runs: number;
  readonly states: number;
  readonly engine: (typeof ENGINES)[number];
  readonly protocols: number;
  /** Installed programs that judge as well; Tamarin takes descriptions alone. */
  readonly judges: readonly JudgeName[];
  /** Descriptions, names or texts instead of random models. */
  readonly subject: "spdl" | "dsl" | "names" | "input";
  /** A mistake of the verifier, for descriptions. */
  readonly mutant: MutantName | undefined;
  /** A mistake in what names mean. */
  readonly namesMutant: NamesMutant | undefined;
  /** Who does it in pieces; undefined: this process does it in one go. */
  readonly pieces: Pieces | undefined;
}

/** Threads of this process, or workers of a queue, with so many threads here. */
export interface Pieces {
  readonly workers: number;
  readonly queue?: string;
  readonly redundancy: number;
}

/** A wrong option, in a sentence. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Reads the options; "help" when that was asked for. Throws UsageError. */
export function readOptions(args: readonly string[], defaultSeed: number): FuzzOptions | "help" {
  const values = parse(args);
  if (values.help === true) return "help";
  const engine = ENGINES.find((known) => known === (values.engine ?? "all"));
  if (engine === undefined) throw new UsageError(`--engine is one of ${ENGINES.join(", ")}, not '${values.engine}'.`);
  const [isDsl, isNames] = [values.dsl === true, values.names === true];
  if (isDsl && isNames) throw new UsageError("--names and --dsl cannot be combined.");
  const mutant = isDsl ? MUTANTS.find((known) => known === values.mutant) : undefined;
  const namesMutant = isNames ? NAMES_MUTANTS.find((known) => known === values.mutant) : undefined;
  if (values.mutant !== undefined && mutant === undefined && namesMutant === undefined) {
    const known = `with --dsl one of ${MUTANTS.join(", ")}, with --names one of ${NAMES_MUTANTS.join(", ")}`;
    throw new UsageError(`--mutant is ${known}, not '${values.mutant}'.`);
  }
  const words = values.judge?.split(",") ?? [];
  const judges = JUDGES.filter((known) => words.includes(known));
  const isOther = isNames || values.input === true || (!isDsl && judges.includes("tamarin"));
  if (judges.length !== words.length || (words.length > 0 && isOther)) {
    const known = `with --dsl ${JUDGES.join(" or ")}, or both with a comma; for SPDL proverif`;
    throw new UsageError(`--judge is ${known}, not '${values.judge}'.`);
  }
  const forever = values.protocols === undefined ? "60" : "1000000";
  return {
    seconds: readNumber("seconds", values.seconds ?? forever, 1, 1_000_000),
    seed: readNumber("seed", values.seed ?? String(defaultSeed), 0, 2 ** 31 - 1),
    runs: readNumber("runs", values.runs ?? (isDsl ? "3" : "2"), 1, 3),
    states: readNumber("states", values.states ?? (isDsl ? "3000" : "8000"), 1, 100_000_000),
    engine,
    protocols:
      values.protocols === undefined
        ? Number.POSITIVE_INFINITY
        : readNumber("protocols", values.protocols, 1, 1_000_000_000),
    subject: values.input === true ? "input" : isDsl ? "dsl" : isNames ? "names" : "spdl",
    mutant,
    namesMutant,
    judges,
    pieces: readPieces(values, isNames || words.length > 0),
  };
}

function readPieces({ workers, queue, redundancy }: Given, isOneProcess: boolean): Pieces | undefined {
  if (redundancy !== undefined && queue === undefined) throw new UsageError("--redundancy is for --queue.");
  if (workers === undefined && queue === undefined) return undefined;
  if (isOneProcess)
    throw new UsageError("Installed programs and --names are compared in one process: no --workers, no --queue.");
  return {
    workers: readNumber("workers", workers ?? "1", 1, 256),
    redundancy: readNumber("redundancy", redundancy ?? "1", 1, 8),
    ...(queue === undefined ? {} : { queue }),
  };
}

type Given = Partial<
  Record<
    | ("seconds" | "seed" | "runs" | "states" | "engine" | "protocols" | "mutant" | "judge")
    | ("workers" | "queue" | "redundancy"),
    string
  >
> & {
  readonly help?: boolean;
  readonly dsl?: boolean;
  readonly names?: boolean;
  readonly input?: boolean;
};

function parse(args: readonly string[]): Given {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        seconds: text,
        seed: text,
        runs: text,
        states: text,
        engine: text,
        protocols: text,
        mutant: text,
        judge: text,
        workers: text,
        queue: text,
        redundancy: text,
        dsl: { type: "boolean" },
        names: { type: "boolean" },
        input: { type: "boolean" },
        help: { type: "boolean" },
      },
    }).values as Given;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new UsageError(`--${option} is a whole number from ${least} to ${most}, not '${text}'.`);
}
