/**
 * The network adversary on implementations with planted flaws, and its speed: `node --import ./bin/register-typescript.mjs
 * bench/network.ts flaws [name ...]` prints, for each flaw, after how many sequences which property was broken first;
 * `... speed <protocol> <sequences>` prints sequences a second.
 */
import { NETWORK_MUTANTS } from "../protocol/phr-sharing/system/mutants.ts";
import { FLAWS } from "./planted-flaws.ts";
import { searchNetwork } from "../src/lenses/network/search.ts";
import { findSubject, type Subject } from "../src/lenses/network/subject.ts";
import type { Mutant } from "../src/live/system/live-system.ts";
import { loadProtocol } from "../src/repository/load-protocol.ts";

const MOST = 2000;
const subjects = new Map<string, Subject>();

async function subjectOf(protocol: string): Promise<Subject> {
  const known = subjects.get(protocol);
  if (known !== undefined) return known;
  const path = new URL(`../protocol/${protocol}/protocol.ts`, import.meta.url).pathname;
  const subject = await findSubject(path, await loadProtocol(path));
  subjects.set(protocol, subject);
  return subject;
}

interface Planted {
  readonly protocol: string;
  readonly about: string;
  readonly mutant: Mutant;
  readonly power: "network" | "network and directory";
}

function listFlaws(): readonly Planted[] {
  const sharing = NETWORK_MUTANTS.filter(({ caughtBy }) => caughtBy.is === "network").map(
    (mutant): Planted => ({
      protocol: "phr-sharing-hardened",
      about: mutant.about,
      mutant,
      power: mutant.power ?? "network",
    }),
  );
  const others = FLAWS.map(
    (mutant): Planted => ({ protocol: mutant.protocol, about: mutant.about, mutant, power: "network" }),
  );
  return [...others, ...sharing];
}

async function printFlaws(names: readonly string[]): Promise<void> {
  process.stdout.write("| protocol | flaw | sequences | property |\n|---|---|---|---|\n");
  for (const { protocol, about, mutant, power } of listFlaws()) {
    if (names.length > 0 && !names.includes(mutant.name)) continue;
    const subject = await subjectOf(protocol);
    // What is broken without the flaw does not show it.
    const honest = await searchNetwork(subject, { seed: "1", sequences: 25, clock: () => 0, power });
    const found = await searchNetwork(subject, {
      ...{ seed: "1", mutant, sequences: MOST, until: "first", clock: () => 0, power },
      wanted: ({ name }) => !honest.attacks.some(({ breaks }) => breaks === name),
    });
    const [attack] = found.attacks;
    const after = attack === undefined ? `not in ${found.sequences}` : String(found.after[attack.breaks]);
    process.stdout.write(`| ${protocol} | ${mutant.name}: ${about} | ${after} | ${attack?.breaks ?? "-"} |\n`);
  }
}

async function printSpeed(protocol: string, sequences: number): Promise<void> {
  const subject = await subjectOf(protocol);
  const began = performance.now();
  const result = await searchNetwork(subject, { seed: "1", sequences, clock: () => performance.now() });
  const seconds = (performance.now() - began) / 1000;
  const broken = result.attacks.map(({ breaks }) => breaks).join(", ") || "nothing";
  process.stdout.write(
    `${protocol}: ${result.sequences} sequences, ${(result.sequences / seconds).toFixed(1)} a second, ${broken} broken\n`,
  );
}

const [what, ...rest] = process.argv.slice(2);
if (what === "speed") await printSpeed(rest[0] ?? "phr-sharing-hardened", Number(rest[1] ?? 1000));
else await printFlaws(rest);
