/**
 * The system as a company: over sockets it comes to the transcript of one process, field for field, whoever stops on the way.
 *
 * The members are in this process, and stop at a line of their journals as a killed process would; real processes are killed
 * by `kill-processes.test.ts`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Crash, launchHere } from "../../../../src/live/processes/example.ts";
import { folderOf } from "../../../../src/live/processes/layout.ts";
import { perform, prepare, recallCompany } from "../../../../src/live/processes/perform.ts";
import type { MemberStep } from "../../../../src/live/processes/troupe.ts";
import type { LiveEnd } from "../../../../src/live/system/live-system.ts";
import type { LoadedProtocol } from "../../../../src/repository/loaded-protocol.ts";
import { loadVariant } from "../example.ts";
import { makeSystem } from "../index.ts";
import type { Transcript } from "../transcript.ts";
import type { VariantName } from "../variants.ts";
import { MEMBERS, STORAGE } from "./names.ts";

const isNightly = process.env["ASSAY_NIGHTLY"] !== undefined;
const identity = { build: "build", description: "description" };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-sharing-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Apart {
  readonly end: LiveEnd;
  readonly steps: readonly MemberStep[];
  readonly start: number;
  readonly ended: readonly string[];
}

async function shareApart(
  variant: VariantName,
  { description, model }: LoadedProtocol,
  crashes: readonly Crash[] = [],
): Promise<Apart> {
  const { processes } = makeSystem(variant);
  if (processes === undefined) throw new Error(variant);
  const backend = "mcl" as const;
  const subject = { description, backend };
  const wall = (): number => Date.now();
  const options = { ...subject, model, identity, seed: "t", wall, stopwatch: () => 0 };
  const company = await processes.open(options, await recallCompany(folder, "p", {}));
  const ended: string[] = [];
  const stage = {
    ...{ company, folder, passphrase: "p", play: {}, cost: 10, wall },
    launch: launchHere((_, surroundings) => processes.act(subject, surroundings), crashes),
    tell: () => undefined,
    note: (member: string, text: string) => void (text.startsWith("ended") && ended.push(member)),
  };
  await prepare(stage);
  const performed = await perform(stage);
  const end = await company.conclude(performed, (member) => folderOf(folder, member));
  return { end, steps: performed.steps, start: (company.memory as { start: number }).start, ended };
}

/** The sharing in one process, at the times at which its steps were taken apart. */
async function shareTogether(
  variant: VariantName,
  { description, model }: LoadedProtocol,
  { steps, start }: Apart,
): Promise<LiveEnd> {
  const times = [...steps].sort((a, b) => a.counter - b.counter).map(({ time }) => time);
  const walls = [start, ...times];
  const wall = (): number => walls.shift() ?? times.at(-1) ?? start;
  const options = { description, model, backend: "mcl" as const, identity, seed: "t", wall, stopwatch: () => 0 };
  const session = await makeSystem(variant).open(options);
  return session.run(() => undefined);
}

/** All of a transcript but how long the steps took. */
function comparable({ transcript, is }: LiveEnd): object {
  const { timings, ...rest } = transcript as Transcript;
  return { is, steps: timings.length, ...rest };
}

const PARTIES = MEMBERS.filter((member) => !member.startsWith("chain") && member !== STORAGE);

describe("a sharing as a company of members over sockets", () => {
  it.runIf(isNightly).each(["literal", "hardened"] as readonly VariantName[])(
    "of %s has the transcript and the audit of one process, field for field, though every party stops once",
    async (variant) => {
      const loaded = await loadVariant(variant);
      const crashes = PARTIES.map(
        (member, i): Crash => ({ member, line: 1 + (i % 2), when: i % 3 === 0 ? "before" : "after" }),
      );
      const apart = await shareApart(variant, loaded, crashes);
      expect(apart.end).toMatchObject({ is: "completed", isSound: true });
      expect([...apart.ended].sort()).toEqual([...PARTIES].sort());
      const together = await shareTogether(variant, loaded, apart);
      expect(comparable(apart.end)).toEqual(comparable(together));
    },
  );

  // A line is an arrival or what came of it. Who has fewer lines stops nowhere at a later one, and ends as well.
  it
    .runIf(isNightly)
    .each(
      PARTIES.flatMap((member) =>
        [1, 2, 3, 4].flatMap((line) => (["before", "after"] as const).map((when) => [member, line, when] as const)),
      ),
    )(
    "comes to the same when %s stops at line %i, %s it is written",
    async (member, line, when) => {
      const loaded = await loadVariant("hardened");
      const apart = await shareApart("hardened", loaded, [{ member, line, when }]);
      expect(apart.end).toMatchObject({ is: "completed", isSound: true });
      expect(comparable(apart.end)).toEqual(comparable(await shareTogether("hardened", loaded, apart)));
    },
    60_000,
  );
});
