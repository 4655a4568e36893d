/** Runs of a described protocol on bytes, one a role, without any system around them: for tests of theories. */
import type { LoadedProtocol } from "../../repository/loaded-protocol.ts";
import type { KeyOperation } from "../../core/theory/expression.ts";
import { hash } from "../crypto/hash.ts";
import { type Randomness, seededRandomness } from "../crypto/randomness.ts";
import { makeSigningKey, sign, verify } from "../crypto/sign.ts";
import { encodeCanonical } from "../wire/codec.ts";
import { openEnvelope, sealEnvelope, TRANSFER_BYTES } from "../wire/envelope.ts";
import { Unsupported } from "../wire/form.ts";
import { Refused } from "../wire/refusal.ts";
import { asBytes, asList, isSameValue, type Value } from "../wire/value.ts";
import { bindTheories } from "./bind-theories.ts";
import { Holding, type Means } from "./holding.ts";
import type { KeyName, Keys, Operations } from "./operations.ts";
import { planProtocol, type RolePlan } from "./plan.ts";
import { advance, type Resources, type Run, type Said, takeMessage } from "./run.ts";

/** The outcome of one play of a protocol. */
export interface Played {
  /** The messages in the order in which they were sent. */
  readonly messages: readonly { readonly label: string; readonly bytes: Uint8Array }[];
  /** Who refused what, and why; undefined when all went through. */
  readonly refused: { readonly label: string; readonly code: string; readonly because: string } | undefined;
  /** Every role's run at the end. */
  readonly runs: ReadonlyMap<string, { readonly run: Run; readonly means: Means }>;
}

const BASE: Operations = {
  sample: (sort, randomness) => (sort === "Data" ? undefined : randomness.bytes(sort === "Nonce" ? 16 : 32)),
  findFault: () => undefined,
  seal: () => unsupported("sealing"),
  unseal: () => unsupported("opening"),
  sign: (key, message, context) => {
    const [secret, publicKey] = asList(key).map(asBytes) as [Uint8Array, Uint8Array];
    return sign({ secret, publicKey }, context, message);
  },
  verify: (key, message, signature, context) => verify(asBytes(key), context, message, signature),
  hash: (message, context) => hash(encodeCanonical([context, message])),
  apply: (op) => unsupported(op),
};

function unsupported(op: string): never {
  throw new Unsupported(`There is no implementation of ${op} to run: its theory has no .implementedBy.`);
}

/** Plays a protocol between agents that are called like their roles; `alter` may change what is delivered. */
export async function play(
  loaded: LoadedProtocol,
  seed: string,
  alter: (label: string, body: unknown) => unknown = (_, body) => body,
): Promise<Played> {
  const { description, implementations } = loaded;
  const plan = planProtocol(description);
  const binding = { backend: "noble", randomness: seededRandomness(`${seed} binding`) } as const;
  const operations = await bindTheories(BASE, description.theories, implementations, binding);
  const keys = await drawKeys(loaded, [...plan.roles.keys()], seed);
  const runs = new Map(
    [...plan.roles.values()].map((role) => {
      const agents = knownAgents(loaded, role).map((name) => [name, name] as const);
      const means: Means = { plan: role, operations, keys: keys.of(role.role) };
      return [role.role, { means, run: { id: role.role, position: 0, holding: new Holding(agents) } as Run }] as const;
    }),
  );
  const messages: { label: string; bytes: Uint8Array }[] = [];
  const waiting: { from: string; said: Said }[] = [];
  const step = async (role: string): Promise<void> => {
    const { run, means } = runs.get(role) as { run: Run; means: Means };
    const { run: after, said } = await advance(run, resourcesOf(means, seed));
    runs.set(role, { run: after, means });
    waiting.push(...said.map((each) => ({ from: role, said: each })));
  };
  for (const role of plan.roles.keys()) await step(role);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { label, to, body } = next.said;
    const header = { protocol: plan.protocol, label, from: next.from, to, transfer: new Uint8Array(TRANSFER_BYTES) };
    const bytes = sealEnvelope({ ...header, body: alter(label, body) });
    messages.push({ label, bytes });
    const { run, means } = runs.get(to) as { run: Run; means: Means };
    try {
      runs.set(to, { run: (await takeMessage(run, openEnvelope(bytes), means)).run, means });
      await step(to);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code, because } = error.refusal;
      return { messages, refused: { label, code, because }, runs };
    }
  }
  return { messages, refused: undefined, runs };
}

function resourcesOf(means: Means, seed: string): Resources {
  return {
    means,
    now: 1,
    draw: (id, purpose): Randomness => seededRandomness(`${seed} ${id} ${purpose}`),
    supply: (name, sort) => (sort === "Data" ? new TextEncoder().encode(name) : undefined),
  };
}

/** Every agent but those whom the role learns about. */
function knownAgents({ description }: LoadedProtocol, { role, roles }: RolePlan): readonly string[] {
  const learnt = (description.learns ?? []).filter((each) => each.role === role).map(({ partner }) => partner);
  return roles.filter((name) => !learnt.includes(name));
}

/** A key pair an agent and kind: of the theory that draws such keys, signing keys otherwise. */
async function drawKeys(
  { description, implementations }: LoadedProtocol,
  agents: readonly string[],
  seed: string,
): Promise<{ readonly of: (agent: string) => Keys }> {
  const pairs = new Map<string, Value>();
  for (const agent of agents) {
    const randomness = seededRandomness(`${seed} keys of ${agent}`);
    const signing = makeSigningKey(randomness);
    pairs.set(`sgk ${agent}`, [signing.secret, signing.publicKey]).set(`vk ${agent}`, signing.publicKey);
    for (const { name } of description.theories) {
      const implementation = await (await implementations.get(name)?.())?.implement("noble", randomness);
      for (const [op, key] of Object.entries(implementation?.drawKeys(randomness, agent) ?? {})) {
        if (key instanceof Uint8Array && !pairs.has(`${op} ${agent}`)) pairs.set(`${op} ${agent}`, key);
      }
    }
  }
  const find = ({ op, owner }: KeyName): Value | undefined => pairs.get(`${op} ${owner}`);
  return {
    of: (agent) => ({
      publicKey: (name) => Promise.resolve(find(name)),
      secretKey: (name) => Promise.resolve(name.owner === agent ? find(name) : undefined),
      ownerOf: (op: KeyOperation, _, key) =>
        Promise.resolve(agents.find((owner) => isSameValue(pairs.get(`${op} ${owner}`) ?? "", key))),
    }),
  };
}
