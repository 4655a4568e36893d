/**
 * One honest session of any description: a party for each role, every message delivered once and in order, and the
 * transcript compared with the description, field for field.
 */
import { checkMessages, type Discrepancy } from "../agreement/check-messages.ts";
import type { Means } from "../roles/holding.ts";
import type { RolePlan } from "../roles/plan.ts";
import type { Said } from "../roles/run.ts";
import { sealEnvelope, TRANSFER_BYTES } from "../wire/envelope.ts";
import { type Refusal, Refused } from "../wire/refusal.ts";
import { Failed, type Failure } from "./failed.ts";
import type { Performer } from "./performer.ts";
import { perform, type Stage } from "./stage.ts";

/** A message that was delivered. */
export interface Delivered {
  readonly label: string;
  readonly from: string;
  readonly to: string;
  readonly bytes: Uint8Array;
}

/** Callbacks of a session's player, to observe and change it. */
export interface SessionHooks {
  /** A message was taken. */
  readonly onMessage?: (message: Delivered) => void;
  /** Changes what is delivered: how a test interferes. */
  readonly alter?: (label: string, body: unknown) => unknown;
}

/** The end of a session. */
export interface SessionEnd {
  readonly messages: readonly Delivered[];
  /** Messages of honest parties that a party refused: a fault of the description or of its implementations. */
  readonly refused: (Refusal & { readonly by: string; readonly label: string }) | undefined;
  /** Who failed, and how: an implementation that is not ours. */
  readonly failed: (Failure & { readonly by: string; readonly label: string }) | undefined;
  /** Where the transcript differs from the description. */
  readonly discrepancies: readonly Discrepancy[];
  /** The parties at the end, by role. */
  readonly playing: ReadonlyMap<string, Performer>;
}

/** Plays the session; `cast` says who plays which role. */
export async function playHonestly(
  stage: Stage,
  cast: ReadonlyMap<string, string>,
  { onMessage, alter }: SessionHooks = {},
): Promise<SessionEnd> {
  const playing = new Map([...cast.keys()].map((role) => [role, perform(stage, `${role}-1`, role, cast)] as const));
  const messages: Delivered[] = [];
  const waiting: { readonly from: string; readonly said: Said }[] = [];
  const step = async (role: string): Promise<void> => {
    const said = await (playing.get(role) as Performer).advance();
    waiting.push(...said.map((each) => ({ from: role, said: each })));
  };
  let refused: SessionEnd["refused"];
  let failed: SessionEnd["failed"];
  let under = { by: "", label: "" };
  try {
    for (const [role, by] of cast) {
      under = { by, label: "" };
      await step(role);
    }
    // In the order of the description: where two messages are under way, that is no order in time.
    for (const planned of stage.plan.messages) {
      const at = waiting.findIndex(({ said }) => said.label === planned.label);
      const [next] = at < 0 ? [] : waiting.splice(at, 1);
      if (next === undefined) break;
      const { label, to, body } = next.said;
      const [from, receiver] = [cast.get(next.from), cast.get(to)] as [string, string];
      const header = { protocol: stage.plan.protocol, label, from, to: receiver };
      const bytes = sealEnvelope({
        ...header,
        transfer: new Uint8Array(TRANSFER_BYTES),
        body: alter?.(label, body) ?? body,
      });
      under = { by: receiver, label };
      messages.push({ label, from, to: receiver, bytes });
      await (playing.get(to) as Performer).take(bytes);
      onMessage?.({ label, from, to: receiver, bytes });
      await step(to);
    }
  } catch (error) {
    if (error instanceof Refused) refused = { ...error.refusal, ...under };
    else if (error instanceof Failed) failed = { ...error.failure, ...under };
    else throw error;
  }
  const isStopped = refused !== undefined || failed !== undefined;
  const awaited = new Map([...playing].map(([role, performer]) => [role, performer.awaits()?.label]));
  const discrepancies = isStopped ? [] : await findDiscrepancies(stage, cast, messages, awaited);
  return { messages, refused, failed, discrepancies, playing };
}

/** Where a session that is over differs from its description; `waiting` says for which message each role still waits. */
export async function findDiscrepancies(
  stage: Stage,
  cast: ReadonlyMap<string, string>,
  messages: readonly Delivered[],
  waiting: ReadonlyMap<string, string | undefined>,
): Promise<readonly Discrepancy[]> {
  return [...(await compare(stage, cast, messages)), ...findUnfinished(waiting)];
}

async function compare(
  stage: Stage,
  cast: ReadonlyMap<string, string>,
  messages: readonly Delivered[],
): Promise<readonly Discrepancy[]> {
  const { plan, operations, ring } = stage;
  const [role] = [...plan.roles.values()] as [RolePlan, ...RolePlan[]];
  const means: Means = { plan: role, operations, keys: ring.all() };
  const check = { plan, means, agents: cast, used: new Map<string, string>() };
  return checkMessages(
    messages.map(({ bytes }) => bytes),
    check,
  );
}

/** Runs that wait for a message after the session's end. */
function findUnfinished(waiting: ReadonlyMap<string, string | undefined>): readonly Discrepancy[] {
  return [...waiting].flatMap(([role, label]) => {
    if (label === undefined) return [];
    return [{ kind: "order" as const, at: role, because: `It still waits for ${label}.` }];
  });
}
