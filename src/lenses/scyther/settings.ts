/**
 * Reads the switches of a command line, or of an `option` in a file.
 *
 * Settings left out are not asked for. In a file they win over the command line, as in Scyther.
 */

/** Settings of the switches. */
export interface Settings {
  /** 0: typed; 1: basic type flaws; 2: untyped. */
  readonly match?: 0 | 1 | 2;
  /** Replace the file's claims by the standard ones for every role. */
  readonly autoClaims?: boolean;
  readonly maxRuns?: number | "unbounded";
  readonly maxStates?: number;
}
