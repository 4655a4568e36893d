/**
 * Any description as a company of processes: a member for each role, and an authority where keys are bound to values of runs.
 *
 * The parent deals keys and compares what was said with the description; a member has its own keys, its own seed, and the
 * public keys of all.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { systemRandomness } from "../crypto/randomness.ts";
import { fieldOf } from "../processes/content.ts";
import { type Acting, type Company, type Performed, type Surroundings, Unanswered } from "../processes/troupe.ts";
import type { KeyName } from "../roles/operations.ts";
import { type ProtocolPlan, planProtocol } from "../roles/plan.ts";
import type { LiveEnd } from "../system/live-system.ts";
import { openEnvelope } from "../wire/envelope.ts";
import type { Value } from "../wire/value.ts";
import { bindOperations, issueKeys, type Setting } from "./bind-description.ts";
import { dealPublicKeys, dealSecretKeys, hasBoundKeys, type KeyTable, openDealtKeys } from "./dealt-keys.ts";
import { type Delivered, findDiscrepancies, type SessionEnd } from "./honest-session.ts";
import { castAgents, conclude, type GenericSessionOptions, renderMessage } from "./open-session.ts";
import { RoleMember } from "./role-member.ts";
import { listFamilies, meansIn, openRunOf, resourcesFor, seedOfRun, setStage } from "./stage.ts";

/** The member that issues keys while a run goes on. */
const AUTHORITY = "key authority";

/** The play, as members load it. */
type Subject = Pick<GenericSessionOptions, "description" | "implementations" | "backend">;

/** Content that the parent of a company restores. */
interface Memory {
  readonly seed: string;
  /** Seconds since 1970. */
  readonly start: number;
}

/** The company of a description; `memory` is that of a company that goes on. Throws DiagnosticError for one that cannot be unfolded. */
export async function openGenericCompany(options: GenericSessionOptions, memory: unknown): Promise<Company> {
  const { description, implementations, backend, wall } = options;
  const known = memory as Memory | undefined;
  const seed = known?.seed ?? options.seed ?? bytesToHex(systemRandomness().bytes(16));
  const cast = castAgents(description.roles.map(({ name }) => name));
  const agents = [...cast.values()];
  const start = known?.start ?? Math.floor(wall() / 1000);
  const plan = planProtocol(description);
  const isAsked = hasBoundKeys(plan);
  const families = listFamilies(plan);
  const { theories } = description;
  const stage = await setStage({ description, implementations, agents, seed, backend, now: () => start });
  const players = [...cast].map(([role, agent]) => `${agent} plays ${role}`).join(", ");
  return {
    memory: { seed, start },
    members: [...agents, ...(isAsked ? [AUTHORITY] : [])],
    acts: [agents],
    head: [`${description.name}  ${players}  ${agents.length + Number(isAsked)} processes over TLS`, ""],
    deal: async () => {
      const { setting, ring } = await issueKeys({ theories, implementations, families, agents, seed, backend });
      const secrets = new Map<string, unknown>();
      for (const [role, agent] of cast) {
        const keys = await dealSecretKeys(plan, ring, agent, agents);
        secrets.set(agent, { keys, seed: seedOfRun(seed, `${role}-1`) });
      }
      if (isAsked) secrets.set(AUTHORITY, { seed });
      return { open: { setting, keys: await dealPublicKeys(plan, ring, agents), start }, secrets };
    },
    render: ({ message, member, reply }) => {
      if (message === undefined || reply.is !== "accepted") return [];
      const { label, from } = openEnvelope(message.bytes);
      return renderMessage(stage, { label, from, to: member, bytes: message.bytes });
    },
    conclude: async (performed): Promise<LiveEnd> => {
      const end = readEnd(performed, plan);
      const waiting = new Map(
        [...cast].map(([role, agent]) => {
          const label = fieldOf(performed.reports.get(agent), "awaits");
          return [role, typeof label === "string" ? label : undefined] as const;
        }),
      );
      const isStopped = end.refused !== undefined;
      const discrepancies = isStopped ? [] : await findDiscrepancies(stage, cast, end.messages, waiting);
      return conclude(options, cast, { ...end, failed: undefined, discrepancies });
    },
  };
}

/** The messages that were taken, in the order of the description, and the first that was refused. */
function readEnd({ steps }: Performed, plan: ProtocolPlan): Pick<SessionEnd, "messages" | "refused"> {
  const taken = new Map<string, Delivered>();
  let refused: SessionEnd["refused"];
  for (const { message, member, reply } of steps) {
    if (message === undefined) continue;
    const { label, from } = openEnvelope(message.bytes);
    taken.set(label, { label, from, to: member, bytes: message.bytes });
    if (reply.is === "refused") refused ??= { ...reply.refusal, by: member, label };
  }
  const messages: Delivered[] = [];
  for (const { label } of plan.messages) {
    const next = taken.get(label);
    if (next === undefined) break;
    messages.push(next);
    if (refused?.label === label) break;
  }
  return { messages, refused };
}

/** A member of a description's company, in its process. */
export async function actGenerically(subject: Subject, surroundings: Surroundings): Promise<Acting> {
  return surroundings.name === AUTHORITY ? issueWhenAsked(subject, surroundings) : playRole(subject, surroundings);
}

async function playRole(subject: Subject, { name, open, secret, call }: Surroundings): Promise<Acting> {
  const { description, implementations, backend } = subject;
  const cast = castAgents(description.roles.map((role) => role.name));
  const [role = ""] = [...cast].find(([, agent]) => agent === name) ?? [];
  const plan = planProtocol(description);
  const { setting, keys, start } = open as { setting: Setting; keys: KeyTable; start: number };
  const own = secret as { keys: KeyTable; seed: Uint8Array };
  const dealt = { agent: name, agents: [...cast.values()], open: keys, own: own.keys };
  const { theories } = description;
  const operations = await bindOperations({ theories, implementations, backend }, setting);
  const means = meansIn(
    plan,
    operations,
    role,
    openDealtKeys(dealt, async (kind, { op, family, owner, other, index }) => {
      const asked = { kind, op, family, owner, ...(other === undefined ? {} : { other }), index };
      return ((await call(AUTHORITY, "key", asked)) as Value | null) ?? undefined;
    }),
  );
  return new RoleMember({
    name,
    plan,
    cast,
    run: openRunOf(description, `${role}-1`, role, cast),
    resources: resourcesFor(means, start, () => own.seed),
  });
}

/** Gives public keys to everybody, and secret ones to their owner. */
async function issueWhenAsked(subject: Subject, { secret }: Surroundings): Promise<Acting> {
  const { description, implementations, backend } = subject;
  const { theories } = description;
  const agents = [...castAgents(description.roles.map(({ name }) => name)).values()];
  const { seed } = secret as { seed: string };
  const families = listFamilies(planProtocol(description));
  const { ring } = await issueKeys({ theories, implementations, families, agents, seed, backend });
  return {
    answer: async (from, method, content) => {
      if (method !== "key" || !agents.includes(from)) throw new Unanswered("It issues keys to agents.");
      const name = content as KeyName & { readonly kind: unknown };
      if (name.kind === "public") return (await ring.of(from).publicKey(name)) ?? null;
      return (await ring.of(from).secretKey(name)) ?? null;
    },
  };
}
