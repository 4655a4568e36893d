/**
 * All attacks on the scheme, on both variants: `npm run attacks`, or `npm run attacks -- collusion` for some.
 *
 * What is printed is what happened: every attack is played against the code, from a seed.
 */
import { fileURLToPath } from "node:url";
import { VARIANTS, type VariantName } from "../../protocol/phr-sharing/system/variants.ts";
import { collude } from "./collusion.ts";
import { REPLACEMENTS, replaceKey } from "./key-replacement.ts";
import { maulElements, tamper } from "./malleability.ts";
import { type Outcome, stop, succeed } from "./outcome.ts";
import { reuseReKey } from "./unscoped-rekey.ts";

/** One attack. */
export interface Attack {
  readonly name: string;
  readonly play: (variant: VariantName, seed: string) => Promise<Outcome>;
}

/** The attacks, by name. */
export const ATTACKS: readonly Attack[] = [
  { name: "collusion", play: collude },
  ...REPLACEMENTS.map((replacement) => ({
    name: `key replacement ${replacement}`,
    play: (variant: VariantName, seed: string) => replaceKey(replacement, variant, seed),
  })),
  { name: "unscoped re-encryption key", play: reuseReKey },
  { name: "malleability, c2 multiplied", play: (variant, seed) => tamper("multiplies c2", variant, seed) },
  {
    name: "malleability, a record of the relay's own",
    play: (variant, seed) => tamper("sends a record of its own", variant, seed),
  },
  { name: "malleability of the bare scheme", play: maulScheme },
];

/** Both variants use the scheme; that its elements can be mauled is true of it, not of them. */
async function maulScheme(_: VariantName, seed: string): Promise<Outcome> {
  const mauled = await maulElements("mcl", seed);
  const failed = Object.entries(mauled).flatMap(([name, worked]) => (worked ? [] : [name]));
  return failed.length === 0 ? succeed(Object.keys(mauled).join(", ")) : stop(failed.join(", "));
}

/** The variant behind firewalls has the hardened messages, and needs chains, which these attacks leave out. */
const PLAYED = VARIANTS.filter((variant) => variant !== "firewalled");

async function main(wanted: readonly string[]): Promise<void> {
  const chosen = ATTACKS.filter(({ name }) => wanted.length === 0 || wanted.some((each) => name.includes(each)));
  if (chosen.length === 0) {
    process.stderr.write(`No attack is called so. There are:\n${ATTACKS.map(({ name }) => `  ${name}\n`).join("")}`);
    process.exitCode = 2;
  }
  for (const { name, play } of chosen) {
    process.stdout.write(`${name}\n`);
    for (const variant of PLAYED) {
      const outcome = await play(variant, "1");
      const said = outcome.is === "succeeds" ? `x succeeds: ${outcome.gained}` : `+ stopped by: ${outcome.by}`;
      process.stdout.write(`  ${variant.padEnd(8)}  ${said}\n`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
