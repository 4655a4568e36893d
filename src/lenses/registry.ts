/** The lenses that ship: one line each, in the order in which they judge. What one needs is loaded when it has a job. */
import { ban } from "./ban/lens.ts";
import { execution } from "./execution/lens.ts";
import { games } from "./games/lens.ts";
import type { Generator } from "./generator.ts";
import type { Lens } from "./lens.ts";
import { network } from "./network/lens.ts";
import { overhead } from "./overhead/lens.ts";
import { proverif } from "./proverif/lens.ts";
import { scyther } from "./scyther/lens.ts";
import { tamarin } from "./tamarin/lens.ts";
import { verifier } from "./verifier/lens.ts";
import { honesty } from "./verifier/honesty.ts";
import { typeFlaws } from "./verifier/type-flaws.ts";

/** All of them. */
export const LENSES: readonly Lens[] = [
  verifier,
  scyther,
  proverif,
  tamarin,
  typeFlaws,
  honesty,
  execution,
  ban,
  games,
  network,
  overhead,
];

/** The generators of files from descriptions: for other tools, and for people to read. */
export const GENERATORS: readonly Generator[] = [
  ...LENSES.flatMap(({ generates }) => (generates?.format === undefined ? [] : [generates])),
  ...LENSES.flatMap(({ generates }) => (generates === undefined || generates.format !== undefined ? [] : [generates])),
];

/** The formats of other tools in which models are written. */
export function listFormats(): readonly string[] {
  return GENERATORS.flatMap(({ format }) => format?.name ?? []);
}
