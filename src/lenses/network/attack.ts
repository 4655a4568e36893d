/** An attack as it is kept: the actions, the seed, and what happened in words. It replays from its actions alone. */
import type { BackendName } from "../../live/crypto/backend.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { type Action, readAction } from "./action.ts";
import { playSequence, type Sequence } from "./play-sequence.ts";
import { setStage, type Stage } from "./stage.ts";
import type { Subject } from "./subject.ts";
import type { Mutant } from "../../live/system/live-system.ts";

/** A sequence of actions that breaks a goal. */
export interface Attack {
  readonly schema: "assay/network-attack-2";
  readonly protocol: string;
  readonly variant: string;
  /** The mistake that it needs; absent: none. */
  readonly mutant?: string;
  readonly backend: BackendName;
  /** Of the system's keys and of the search. */
  readonly seed: string;
  /** The goal, e.g. `DO Alive DU`. */
  readonly breaks: string;
  readonly actions: readonly Action[];
  /** The messages of the play, line by line. */
  readonly messages: readonly string[];
}

/** Describes a sequence that broke a goal. */
export function describeAttack(stage: Stage, goal: string, { scene, taken }: Sequence): Attack {
  const { subject, options } = stage;
  return {
    schema: "assay/network-attack-2",
    protocol: subject.description.name,
    variant: subject.system?.variant ?? "generic",
    ...(options.mutant === undefined ? {} : { mutant: options.mutant.name }),
    ...{ backend: options.backend, seed: options.seed, breaks: goal, actions: taken },
    messages: scene.lines.map(({ text, reply }) => (reply === undefined ? text : `${text}: ${reply}`)),
  };
}

/** The attack as people read it; one that fails is told with another mark. */
export function printAttack({ breaks, messages }: Attack, isBroken = true): string {
  return [`${isBroken ? "x" : "."} ${breaks}`, ...messages.map((line, i) => `  ${i + 1}. ${line}`)]
    .map((line) => `${sanitise(line)}\n`)
    .join("");
}

/** Thrown for a file that is not right. */
export class BadAttack extends Error {
  override readonly name = "BadAttack";
}

/** Reads what was stored, which may need one of these mutants; throws BadAttack, with a sentence. */
export function readAttack(text: string, mutants: readonly Mutant[]): Attack {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new BadAttack("It is not JSON.");
  }
  const given = (typeof content === "object" && content !== null ? content : {}) as Partial<
    Record<keyof Attack, unknown>
  >;
  if (given.schema !== "assay/network-attack-2") throw new BadAttack("Its schema is not assay/network-attack-2.");
  const { protocol, variant, seed, breaks, backend, mutant, actions, messages } = given;
  const words = { protocol, variant, seed, breaks };
  for (const [name, word] of Object.entries(words)) {
    if (typeof word !== "string" || word.length > 200) throw new BadAttack(`Its ${name} is no short text.`);
  }
  if (backend !== "mcl" && backend !== "noble") throw new BadAttack("Its backend is neither mcl nor noble.");
  if (mutant !== undefined && !mutants.some(({ name }) => name === mutant)) {
    throw new BadAttack("Unknown mutant.");
  }
  if (!Array.isArray(actions) || actions.length > 100) throw new BadAttack("It needs a list of at most 100 actions.");
  const read = (actions as readonly unknown[]).map((action, i) => {
    const known = readAction(action);
    if (known === undefined) throw new BadAttack(`Its action ${i + 1} is invalid.`);
    return known;
  });
  const lines = Array.isArray(messages) ? (messages as readonly unknown[]).map(String) : [];
  return {
    schema: "assay/network-attack-2",
    ...(words as { readonly [Word in keyof typeof words]: string }),
    ...(mutant === undefined ? {} : { mutant: String(mutant) }),
    ...{ backend, actions: read, messages: lines },
  };
}

/** Plays an attack again; it is the same one when `broken` is true and the messages are those that it was stored with. */
export async function replayAttack(
  subject: Subject,
  attack: Attack,
): Promise<{ readonly broken: boolean; readonly messages: readonly string[] }> {
  const mutant = subject.system?.mutants.find(({ name }) => name === attack.mutant);
  const stage = await setStage(subject, { seed: attack.seed, backend: attack.backend, mutant });
  const goals = stage.goals.filter(({ name }) => name === attack.breaks);
  const sequence = await playSequence(stage, attack.actions, goals);
  const { messages } = describeAttack(stage, attack.breaks, sequence);
  return { broken: sequence.broken.includes(attack.breaks), messages };
}
