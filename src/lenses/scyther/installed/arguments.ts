/**
 * The command line of the installed Scyther.
 *
 * XML on stdout leaves the table on stderr; its own timer has no effect, so there is none here.
 */

/** The question to one process. */
export interface Question {
  /** By the label that the written model gives it; undefined: every claim. */
  readonly claim: { readonly protocol: string; readonly label: string } | undefined;
  readonly maxRuns: number | "unbounded";
  readonly match: 0 | 1 | 2;
}

/** The arguments for a question about the model in a file. */
export function listArguments({ claim, maxRuns, match }: Question, file: string): string[] {
  return [
    "--plain",
    "-x",
    `--max-runs=${maxRuns === "unbounded" ? 0 : maxRuns}`,
    `--match=${match}`,
    ...(claim === undefined ? [] : [`--filter=${claim.protocol},${claim.label}`]),
    file,
  ];
}

/** The arguments that make it say which version it is. */
export const VERSION_ARGUMENTS: readonly string[] = ["--version"];

/** The version in what was printed; undefined where it is not Scyther that speaks. */
export function readVersion(printed: string): string | undefined {
  return /\bScyther version (?:b')?v?([0-9A-Za-z][0-9A-Za-z.+-]*)/.exec(printed)?.[1];
}

/** The line of versions whose behaviour the readers of output follow. */
export const KNOWN_VERSION = "1.3";

/** True for what a Scyther that was built from source, outside its releases, calls itself. */
export function isSourceBuild(version: string): boolean {
  return /-\d+-g[0-9a-f]{7,}(-dirty)?$/.test(version);
}

/** True for a version whose output was recorded and compared. */
export function isKnownVersion(version: string): boolean {
  return version === KNOWN_VERSION || version.startsWith(`${KNOWN_VERSION}.`);
}
