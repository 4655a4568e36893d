/** Runs `assay play --game network`: the network adversary against the live system of a protocol. */
import { performance } from "node:perf_hooks";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { sanitise, writeJson } from "../../core/diagnostic/sanitise.ts";
import { ATTACK_FOLDER, loadAttack, storeAttack } from "../../lenses/network/attack-files.ts";
import { type Attack, printAttack, replayAttack } from "../../lenses/network/attack.ts";
import { type NetworkResult, searchNetwork } from "../../lenses/network/search.ts";
import { findSubject, type Subject } from "../../lenses/network/subject.ts";
import { awaitInterruption } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";

/** How long to search. */
export interface NetworkFlags {
  readonly seed: string;
  /** Sequences. */
  readonly plays?: number;
  /** Seconds for the whole search. */
  readonly timeLimit?: number;
  /** Where attacks are stored. */
  readonly save?: string;
  /** A stored attack, to be played instead of a search. */
  readonly replay?: string;
  readonly format: "text" | "json";
  readonly quiet?: true;
}

const SECONDS = 60;

/** Searches, prints every attack as it is found, and the goals that stood. Throws DiagnosticError. */
export async function playNetwork(path: string, flags: NetworkFlags, terminal: Terminal): Promise<ExitStatus> {
  const subject = await findSubject(path, await loadProtocol(path));
  if (flags.replay !== undefined) return replay(subject, loadAttack(flags.replay, subject), flags, terminal);
  const folder = flags.save ?? ATTACK_FOLDER;
  const interruption = awaitInterruption(terminal);
  interruption.arm();
  const result = await searchNetwork(subject, {
    seed: flags.seed,
    milliseconds: (flags.timeLimit ?? SECONDS) * 1000,
    ...(flags.plays === undefined ? {} : { sequences: flags.plays }),
    clock: () => (interruption.signal.aborted ? Number.POSITIVE_INFINITY : performance.now()),
    tell: ({ sequences, attack }) => {
      if (flags.quiet !== true) terminal.note(`${sequences} sequences\n`);
      if (attack === undefined) return;
      const path = storeAttack(folder, attack);
      if (flags.format === "text") terminal.print(`${printAttack(attack)}  stored in ${sanitise(path)}\n`);
    },
  }).finally(() => interruption.disarm());
  terminal.print(
    flags.format === "json" ? `${writeJson({ schema: "assay/network-1", ...result })}\n` : summarise(result),
  );
  if (interruption.signal.aborted) return EXIT.interrupted;
  return result.attacks.length > 0 ? EXIT.differs : EXIT.expected;
}

/** Plays a stored attack; status 1 where the goal is broken still. */
async function replay(
  subject: Subject,
  attack: Attack,
  { format }: NetworkFlags,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { broken, messages } = await replayAttack(subject, attack);
  const isSame = JSON.stringify(messages) === JSON.stringify(attack.messages);
  if (format === "json") {
    terminal.print(`${writeJson({ ...attack, messages, broken, isSame })}\n`);
  } else {
    const outcome = broken ? `broken, ${isSame ? "as stored" : "by different messages"}` : "holds";
    terminal.print(`${printAttack({ ...attack, messages }, broken)}  ${sanitise(attack.breaks)}: ${outcome}\n`);
  }
  return broken ? EXIT.differs : EXIT.expected;
}

function summarise({ sequences, goals, attacks, seed }: NetworkResult): string {
  const stood = goals.filter((goal) => !attacks.some(({ breaks }) => breaks === goal));
  return [
    `${attacks.length} of ${goals.length} goals broken in ${sequences} sequences from seed ${seed}; not broken:`,
    ...stood.map((goal) => `  . ${goal}`),
  ]
    .map((line) => `${sanitise(line)}\n`)
    .join("");
}
