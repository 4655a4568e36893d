/**
 * A session of any description for `assay live`: a party for each role, an in-process network, and nothing beside them.
 *
 * What a protocol needs beyond that (chains, stores, hospitals) is a system of its own, in the folder beside it.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import type { LoadAny } from "../../core/theory/implementation.ts";
import { systemRandomness } from "../crypto/randomness.ts";
import { measureParts } from "../roles/part-sizes.ts";
import type { LiveEnd, LiveSession, SessionOptions } from "../system/live-system.ts";
import { type Delivered, playHonestly, type SessionEnd } from "./honest-session.ts";
import type { Implementing } from "./performer.ts";
import type { Bind } from "./bind-description.ts";
import { setStage, type Stage } from "./stage.ts";

/** The subject of a session. */
export type GenericSessionOptions = Pick<
  SessionOptions,
  "description" | "backend" | "identity" | "stopwatch" | "wall"
> & {
  readonly implementations: ReadonlyMap<string, LoadAny>;
  /** The source of everything that is drawn; absent: it is drawn anew. */
  readonly seed?: string;
  /** The protocol's own way to bind its theories and issue its keys. */
  readonly bind?: Bind | undefined;
  /** Whoever performs some of the roles, and its name for readers. */
  readonly implementing?: NamedImplementing;
};

/** An implementation with a name for readers. */
export interface NamedImplementing extends Implementing {
  readonly title: string;
  /** Undefined: all. */
  readonly roles: readonly string[] | undefined;
}

/** The agents that play the roles, in their order; the model has the same. */
const AGENTS = ["Alice", "Bob", "Charlie", "Dave", "Simon", "Pete"];

/** Who plays which role in an honest session. */
export function castAgents(roles: readonly string[]): ReadonlyMap<string, string> {
  return new Map(roles.map((role, i) => [role, AGENTS[i] ?? `Agent${i + 1}`] as const));
}

/** Sets a session up. Throws DiagnosticError for a description that cannot be unfolded. */
export async function openGenericSession(options: GenericSessionOptions): Promise<LiveSession> {
  const {
    description,
    implementations,
    implementing,
    bind,
    backend,
    wall,
    seed = bytesToHex(systemRandomness().bytes(16)),
  } = options;
  const cast = castAgents(description.roles.map(({ name }) => name));
  const start = Math.floor(wall() / 1000);
  const stage = await setStage({
    description,
    implementations,
    backend,
    seed,
    agents: [...cast.values()],
    now: () => start,
    bind,
    implementing,
  });
  const players = [...cast].map(([role, agent]) => `${agent} plays ${role}`).join(", ");
  const roles = implementing?.roles?.join(", ") ?? "all roles";
  const under = implementing === undefined ? [] : [`under test: ${implementing.title}, which plays ${roles}`];
  return {
    head: [`${description.name}  ${players}`, ...under, ""],
    run: async (print) => {
      const end = await playHonestly(stage, cast, {
        onMessage: (message) => print(renderMessage(stage, message)),
      });
      return conclude(options, cast, end);
    },
  };
}

/** The lines of a message. */
export function renderMessage({ plan }: Stage, { label, from, to, bytes }: Delivered): string[] {
  const head = `  ${label.padEnd(4)}  ${from} to ${to}`;
  const parts = measureParts(plan, bytes).map(({ name, bytes: size }) => `${name} ${size}`);
  return [`${head.padEnd(48)} ${`${bytes.length} B`.padStart(7)}`, `        ${parts.join(", ")}`];
}

/** Puts transcript and lines together. */
export function conclude(
  {
    description,
    backend,
    identity,
    implementing,
  }: Pick<GenericSessionOptions, "description" | "backend" | "identity" | "implementing">,
  cast: ReadonlyMap<string, string>,
  { messages, refused, failed, discrepancies }: Omit<SessionEnd, "playing">,
): LiveEnd {
  const transcript = {
    schema: "assay/transcript-1",
    build: identity.build,
    description: identity.description,
    protocol: description.name,
    backend,
    ...(implementing === undefined ? {} : { implementation: implementing.title }),
    parties: [...cast].map(([role, name]) => ({ role, name })),
    messages: messages.map(({ bytes, ...message }, i) => ({ number: i + 1, ...message, bytes: bytesToHex(bytes) })),
    ...(refused === undefined ? {} : { refused }),
    ...(failed === undefined ? {} : { failed }),
    discrepancies,
  };
  const agreed = `Model and code agree: ${messages.length} messages are what the description says, field for field.`;
  const differ = discrepancies.map(({ at, because }) => `Model and code differ at ${at}: ${because}`);
  const stopped = refused === undefined ? [] : [`${refused.by} refuses ${refused.at}: ${refused.because}`];
  const failing = failed === undefined ? [] : [`${failed.by} fails at ${failed.at}: ${failed.because}`];
  const isSound = refused === undefined && failed === undefined && discrepancies.length === 0;
  const lines = ["", ...(isSound ? [agreed] : [...stopped, ...failing, ...differ])];
  return { is: "completed", transcript, isSound, lines };
}
