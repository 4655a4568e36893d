/** Output of Tamarin 1.8.0 on theories of the catalogue, and programs that behave like it, for tests. */
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder } from "../../../assess/example.ts";

const FIXTURES = fileURLToPath(new URL("fixtures/", import.meta.url));

/** The protocols whose theories were given to Tamarin. */
export const RECORDED = [
  "mac-authentication",
  "needham-schroeder",
  "needham-schroeder-lowe",
  "nessett",
  "sigma-i",
  "signed-diffie-hellman",
  "sts",
  "tls13-like",
] as const;
export type RecordedName = (typeof RECORDED)[number];

/** Reads the recorded output: the warnings and the summary of `--prove`. */
export function readRecorded(name: RecordedName): string {
  return readFileSync(join(FIXTURES, `${name}.out`), "utf8");
}

/** A program that answers as Tamarin 1.8.0 when asked for its version, and then does this in the shell. */
export function makeStub(behaviour: string): string {
  const version = 'if [ "$1" = --version ]; then echo "tamarin-prover 1.8.0, (C) its authors"; exit 0; fi';
  const path = join(makeFolder({ "tamarin-prover": `#!/bin/sh\n${version}\n${behaviour}\n` }), "tamarin-prover");
  chmodSync(path, 0o755);
  return path;
}

/** A program that prints what Tamarin printed. */
export function makePlayer(name: RecordedName): string {
  return makeStub(`cat '${join(FIXTURES, `${name}.out`)}'`);
}
