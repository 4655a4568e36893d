/**
 * `assay.config.yaml`: where the protocols are and the bounds of every analysis, for a project.
 *
 * The command line overrules it. It is read from the working folder or the nearest one above it that has one; where there is
 * none, the defaults hold.
 */
import { join } from "node:path";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { CONFIG_FILE, findRepository } from "./find-repository.ts";
import { type AssessOptions, DEFAULT_OPTIONS, DEFAULT_SEQUENCES, type EngineChoice } from "../lenses/options.ts";
import { ENGINE_CHOICES } from "../findings/engines.ts";
import { readTextIfPresent } from "../files/read-text.ts";
import { type Section, YamlFile } from "../files/read-yaml.ts";
import { readShape, type Shape } from "../files/yaml-shape.ts";
import { listFormats } from "../lenses/registry.ts";
import { PROTOCOL_FOLDER } from "./resolve-sources.ts";

/** The settings of a project, for all its analyses. */
export interface Config {
  readonly protocols: string;
  readonly reports: string;
  /** In MiB; undefined: a share of what the process has. */
  readonly maxMemory: number | undefined;
  readonly engine: EngineChoice;
  /** Where the programs of others are, by the lens that runs them. */
  readonly programs: Readonly<Record<string, string | undefined>>;
  /** The formats of other people's tools that models are generated in. */
  readonly models: readonly string[];
  /** How often an audit plays each game that `expected.yaml` names. */
  readonly plays: number;
  /** Sequences of the network adversary in an audit. */
  readonly sequences: number;
  /** The matching of parts where a protocol does not say; undefined: nobody said. */
  readonly match: 0 | 1 | 2 | undefined;
  /** Implementations that are not ours, by the names that the command line knows them by. */
  readonly implementations: readonly NamedImplementation[];
  readonly bounds: Pick<AssessOptions, "timeoutSeconds" | "maxRuns" | "maxStates">;
}

/** An implementation that is not ours. */
export interface NamedImplementation {
  readonly name: string;
  readonly file: string;
}

const IMPLEMENTATION = {
  name: { is: "sentence", about: "The name for --implementation.", required: true },
  file: { is: "sentence", about: "The file that describes the implementation.", required: true },
} as const satisfies Shape;

const MATCHINGS = { "0": 0, "1": 1, "2": 2 } as const;

/** The keys of the file. */
export const CONFIG = {
  protocols: { is: "text", about: "The folder of protocols." },
  reports: { is: "text", about: "The folder that assay audit writes to." },
  timeout: { is: "number", about: "Seconds for each source." },
  "max-states": { is: "count", about: "Most patterns that the search visits for one claim." },
  "max-runs": { is: "count or word", word: "unbounded", about: "Most runs in one pattern of the search." },
  "max-memory": { is: "count", about: "Memory bound of an analysis, in MiB." },
  engine: { is: "word", words: ENGINE_CHOICES, about: "Engines that judge claims." },
  scyther: { is: "text", about: "Path of the installed Scyther." },
  proverif: { is: "text", about: "Path of the installed ProVerif." },
  tamarin: { is: "text", about: "Path of the installed Tamarin." },
  models: { is: "words", words: listFormats(), about: "Formats of the models that assay generate writes." },
  plays: { is: "count", about: "Plays of each game in an audit." },
  sequences: { is: "count", about: "Sequences of the network adversary in an audit." },
  match: {
    is: "word",
    words: ["0", "1", "2"],
    about: "Values that roles accept for a part: 0 typed, 1 any atom, 2 untyped.",
  },
  implementations: { is: "list", of: IMPLEMENTATION, about: "Implementations of protocols that are not Assay's." },
} as const satisfies Shape;

/** Enough for an adversary that always wins to be told from one that guesses. */
const DEFAULT_PLAYS = 50;

/** Reads the configuration that holds here; its folders are as seen from here. Throws DiagnosticError (AS301, AS302) for a wrong one. */
export function loadConfig(): Config {
  const repository = findRepository();
  const config = readConfigFile(join(repository, CONFIG_FILE));
  if (repository === ".") return config;
  return {
    ...config,
    protocols: join(repository, config.protocols),
    reports: join(repository, config.reports),
    implementations: config.implementations.map(({ name, file }) => ({ name, file: join(repository, file) })),
  };
}

/** Reads one file; the defaults where there is none. Throws DiagnosticError (AS301, AS302) for a wrong one. */
export function readConfigFile(path: string): Config {
  const { timeoutSeconds, maxRuns, maxStates } = DEFAULT_OPTIONS;
  const defaults: Config = {
    protocols: PROTOCOL_FOLDER,
    reports: "reports",
    maxMemory: undefined,
    engine: DEFAULT_OPTIONS.engine,
    programs: {},
    models: ["scyther"],
    plays: DEFAULT_PLAYS,
    sequences: DEFAULT_SEQUENCES,
    match: undefined,
    implementations: [],
    bounds: { timeoutSeconds, maxRuns, maxStates },
  };
  const text = readTextIfPresent(path);
  if (text === undefined || text.trim() === "") return defaults;
  const file = new YamlFile(path, text, { syntax: "AS301", content: "AS302" });
  const config = file.root === undefined ? defaults : readConfig(file, file.root, defaults);
  if (file.diagnostics.length > 0) throw new DiagnosticError(file.diagnostics);
  return config;
}

function readConfig(file: YamlFile, root: Section, defaults: Config): Config {
  const said = readShape(root, CONFIG);
  return {
    protocols: said.protocols ?? defaults.protocols,
    reports: said.reports ?? defaults.reports,
    maxMemory: said["max-memory"] ?? defaults.maxMemory,
    engine: said.engine ?? defaults.engine,
    programs: { scyther: said.scyther, proverif: said.proverif, tamarin: said.tamarin },
    models: said.models ?? defaults.models,
    plays: said.plays ?? defaults.plays,
    sequences: said.sequences ?? defaults.sequences,
    match: said.match === undefined ? defaults.match : MATCHINGS[said.match],
    implementations: said.implementations.flatMap((section) => {
      const { name, file: path } = readShape(section, IMPLEMENTATION);
      for (const [key, value] of Object.entries({ name, file: path })) {
        const isMissing = value === undefined ? !section.has(key) : value.trim() === "";
        if (isMissing) file.report("AS302", `An implementation has a ${key}.`, section.offset);
      }
      return name === undefined || path === undefined ? [] : [{ name, file: path }];
    }),
    bounds: {
      timeoutSeconds: said.timeout ?? defaults.bounds.timeoutSeconds,
      maxRuns: said["max-runs"] ?? defaults.bounds.maxRuns,
      maxStates: said["max-states"] ?? defaults.bounds.maxStates,
    },
  };
}
