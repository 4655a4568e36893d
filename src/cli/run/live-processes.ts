/** Runs `assay live --processes`: each party as a process of its own, in a folder that is kept, or lasts as long as the run. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { locateThread } from "../../files/own-files.ts";
import { readText } from "../../files/read-text.ts";
import { launchProcesses } from "../../live/processes/launch-process.ts";
import { folderOf } from "../../live/processes/layout.ts";
import { type Grip, perform, prepare, recallCompany, type Stage } from "../../live/processes/perform.ts";
import type { Company, MemberStep } from "../../live/processes/troupe.ts";
import type { LiveEnd } from "../../live/system/live-system.ts";

/** The play and its output. */
export interface ProcessesOptions {
  /** Plain content that the processes load. */
  readonly play: unknown;
  /** Sets the company up; `memory` is that of one that goes on. */
  readonly open: (memory: unknown) => Promise<Company>;
  /** Absent: a folder that is removed at the end. */
  readonly store: string | undefined;
  /** The file of the passphrase; absent: the variable ASSAY_PASSPHRASE. */
  readonly passphraseFile: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: (lines: readonly string[]) => void;
  readonly note: (text: string) => void;
  readonly wall: () => number;
  /** Told of each step with a grip on the processes. */
  readonly onStep?: (step: MemberStep, grip: Grip) => void;
  readonly cost?: number;
}

/** Plays to the end. Rejects with PartFault. */
export async function runProcesses(options: ProcessesOptions): Promise<LiveEnd> {
  const { store, play, open, wall, print, note, onStep } = options;
  const passphrase = choosePassphrase(options);
  const folder = store ?? (await mkdtemp(join(tmpdir(), "assay-live-")));
  try {
    const company = await open(await recallCompany(folder, passphrase, play));
    print(company.head);
    const stage: Stage = {
      ...{ company, folder, passphrase, play, wall },
      launch: launchProcesses(locateThread("member-process", "cli/member-process.ts")),
      tell: (step, grip) => {
        print(company.render(step));
        onStep?.(step, grip);
      },
      note: (member, text) => note(`${member}: ${text}\n`),
      ...(options.cost === undefined ? {} : { cost: options.cost }),
    };
    await prepare(stage);
    const performed = await perform(stage);
    return await company.conclude(performed, (member) => folderOf(folder, member));
  } finally {
    if (store === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Key files that are kept need a passphrase that is known; others are sealed under one that is drawn. */
function choosePassphrase({ store, passphraseFile, environment }: ProcessesOptions): string {
  const given =
    passphraseFile === undefined ? environment["ASSAY_PASSPHRASE"] : readText(passphraseFile).replace(/\r?\n$/u, "");
  if (given !== undefined && given !== "") return given;
  if (store === undefined) return randomBytes(32).toString("hex");
  throw new DiagnosticError([
    diagnose("AS807", passphraseFile === undefined ? "There is no passphrase." : `${passphraseFile} is empty.`),
  ]);
}
