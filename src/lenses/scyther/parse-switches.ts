/**
 * Scyther's command-line switches, as they stand on a command line or in a file's `option`.
 *
 * Long switches take their value after `=` or as the next word, short ones also without a blank (`-r2`). A switch that
 * would change what is analysed in a way that the native engine cannot follow is an error, never ignored.
 */
import type { Diagnostic, Place } from "../../core/diagnostic/diagnostic.ts";
import { diagnose } from "./diagnostics.ts";
import type { Settings } from "./settings.ts";

/** The settings that the words ask for, and what is wrong with the words. */
export interface ParsedSwitches {
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
}

interface NumberSwitch {
  readonly kind: "number";
  readonly smallest: number;
  readonly largest: number;
  readonly set: (value: number) => Settings;
}

type Switch =
  | NumberSwitch
  | { readonly kind: "flag"; readonly settings: Settings }
  | { readonly kind: "ignored"; readonly value: "none" | "taken" }
  | { readonly kind: "unsupported"; readonly value: "none" | "taken" };

const LARGEST = Number.MAX_SAFE_INTEGER;
const match: NumberSwitch = {
  kind: "number",
  smallest: 0,
  largest: 2,
  set: (value) => ({ match: value as 0 | 1 | 2 }),
};
const maxRuns: NumberSwitch = {
  kind: "number",
  smallest: 0,
  largest: LARGEST,
  set: (value) => ({ maxRuns: value === 0 ? "unbounded" : value }),
};
const maxStates: NumberSwitch = {
  kind: "number",
  smallest: 1,
  largest: LARGEST,
  set: (value) => ({ maxStates: value }),
};
const autoClaims: Switch = { kind: "flag", settings: { autoClaims: true } };
const unbounded: Switch = { kind: "flag", settings: { maxRuns: "unbounded" } };
const untyped: Switch = { kind: "flag", settings: { match: 2 } };
const ignored: Switch = { kind: "ignored", value: "none" };
const ignoredWithValue: Switch = { kind: "ignored", value: "taken" };
const unsupported: Switch = { kind: "unsupported", value: "none" };
const unsupportedWithValue: Switch = { kind: "unsupported", value: "taken" };

/** Every switch by its spelling. */
const SWITCHES: ReadonlyMap<string, Switch> = new Map<string, Switch>([
  ["--match", match],
  ["-m", match],
  ["-u", untyped],
  ["--auto-claims", autoClaims],
  ["-a", autoClaims],
  ["--max-runs", maxRuns],
  ["-r", maxRuns],
  ["--unbounded", unbounded],
  ["--max-states", maxStates],
  ...list(ignored, "--all-attacks -A --xml-output -x --dot-output -d --empty -e --proof --count-states --plain"),
  ...list(ignored, "--no-exitcodes --class --concrete --ra-tupling"),
  ...list(ignoredWithValue, "--prune --max-attacks --timer -T --output -o --append-output --errors --append-errors"),
  ...list(unsupported, "--la-tupling --one-role-per-agent --role-unique --init-unique --resp-unique --extravert"),
  ...list(
    unsupported,
    "--disable-intruder --remove-claims --characterize -c --state-space -s --check -C --scan-claims",
  ),
  ...list(unsupportedWithValue, "--intruder-actions --max-of-role --max-length -l --filter"),
]);

function list(entry: Switch, spellings: string): [string, Switch][] {
  return spellings.split(" ").map((spelling) => [spelling, entry]);
}

/** Reads switch words; later words win over earlier ones. `place` is where the words stand. */
export function parseSwitches(words: readonly string[], place: Place): ParsedSwitches {
  const diagnostics: Diagnostic[] = [];
  let settings: Settings = {};
  let at = 0;
  for (let word = words[at++]; word !== undefined; word = words[at++]) {
    const { name, attached } = splitSwitch(word);
    const entry = SWITCHES.get(name);
    if (entry === undefined) {
      diagnostics.push(diagnose("SP401", `The switch '${word}' is unknown.`, place, suggestSwitch(name)));
      continue;
    }
    const takes = entry.kind === "number" || (entry.kind !== "flag" && entry.value === "taken");
    const value = takes ? (attached ?? words[at++]) : undefined;
    if (entry.kind === "flag") settings = { ...settings, ...entry.settings };
    else if (entry.kind === "ignored") {
      diagnostics.push(diagnose("SP403", `The native engine ignores ${name}.`, place));
    } else if (entry.kind === "unsupported") {
      diagnostics.push(diagnose("SP402", `${name} changes verdicts and the native engine does not support it.`, place));
    } else {
      const number = value !== undefined && /^[0-9]{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= entry.smallest && number <= entry.largest) settings = { ...settings, ...entry.set(number) };
      else diagnostics.push(diagnose("SP404", describeBadValue(name, value, entry), place));
    }
  }
  return { settings, diagnostics };
}

/** `--x=v` and `-xv` carry their value; what follows a short flag without value is junk, as in Scyther. */
function splitSwitch(word: string): { name: string; attached: string | undefined } {
  if (word.startsWith("--")) {
    const equals = word.indexOf("=");
    return equals < 0
      ? { name: word, attached: undefined }
      : { name: word.slice(0, equals), attached: word.slice(equals + 1) };
  }
  if (!word.startsWith("-") || word.length < 2) return { name: word, attached: undefined };
  return { name: word.slice(0, 2), attached: word.length > 2 ? word.slice(2) : undefined };
}

function describeBadValue(name: string, value: string | undefined, entry: NumberSwitch): string {
  const range =
    entry.largest === LARGEST ? `of at least ${entry.smallest}` : `from ${entry.smallest} to ${entry.largest}`;
  return `${name} takes a whole number ${range}, ${value === undefined ? "but has none" : `not '${value}'`}.`;
}

function suggestSwitch(name: string): { help?: string } {
  const near = [...SWITCHES.keys()].find(
    (known) => name.length > 3 && (known.startsWith(name) || name.startsWith(known)),
  );
  return near === undefined || !near.startsWith("--") ? {} : { help: `Did you mean ${near}?` };
}
