/**
 * The keys of a protocol's agents, issued when they are first asked for: each is drawn from the seed, its name and its
 * owners, so a run can be repeated, and a key that nobody uses costs nothing.
 *
 * Sealing keys are X25519, signing keys Ed25519, keys of an identity-based family belong to an authority of the ring, and
 * what a theory draws for itself comes from the theory. An agent gets its own secret keys and no others.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import type { KeyOperation } from "../../core/theory/expression.ts";
import type { AnyImplementation } from "../../core/theory/implementation.ts";
import type { Backend, BackendName } from "../crypto/backend.ts";
import { hashIdentity } from "../crypto/pre/identity.ts";
import { extractKey, setUp } from "../crypto/pre/keys.ts";
import { type Randomness, seededRandomness } from "../crypto/randomness.ts";
import { makeSealKey } from "../crypto/seal.ts";
import { makeSigningKey } from "../crypto/sign.ts";
import { loadBackend } from "../crypto/suite.ts";
import type { KeyName, Keys } from "../roles/operations.ts";
import { encodeCanonical } from "../wire/codec.ts";
import { isSameValue, type Value } from "../wire/value.ts";

/** The setting of a ring. */
export interface KeyRingOptions {
  readonly agents: readonly string[];
  readonly seed: string;
  readonly backend: BackendName;
  /** Key families of which everyone computes the public keys. */
  readonly identityBased: ReadonlySet<string>;
  /** The theories' implementations, for those that draw keys of their own. */
  readonly implementations: readonly AnyImplementation[];
}

/** The authority of the identity-based families. */
export interface Authority {
  readonly backend: Backend;
  readonly pair: ReturnType<typeof setUp>;
}

/** A pair of a public and a secret key. */
interface Pair {
  readonly open: Value;
  readonly secret: Value;
}

const PAIR_OF: Readonly<Record<"pk" | "sk" | "vk" | "sgk", readonly ["pk" | "vk", "sk" | "sgk"]>> = {
  pk: ["pk", "sk"],
  sk: ["pk", "sk"],
  vk: ["vk", "sgk"],
  sgk: ["vk", "sgk"],
};

/** The keys of agents, as one of them sees them or all together. */
export interface Ring {
  readonly of: (agent: string) => Keys;
  readonly all: () => Keys;
}

/** Keys that are drawn when they are asked for. */
export class KeyRing implements Ring {
  private readonly options: KeyRingOptions;
  private readonly pairs = new Map<string, Promise<Pair>>();
  private readonly authorities: Promise<Authority>[] = [];

  constructor(options: KeyRingOptions) {
    this.options = options;
  }

  /** The keys as one agent sees them. */
  of(agent: string): Keys {
    return this.view((owners) => owners.includes(agent));
  }

  /** The keys as nobody sees them: everybody's secret ones too, for whoever checks a transcript. */
  all(): Keys {
    return this.view(() => true);
  }

  /** The authority that draws the secret keys of identities. */
  authority(): Promise<Authority> {
    const [known] = this.authorities;
    const made = known ?? this.setUpAuthority();
    if (known === undefined) this.authorities.push(made);
    return made;
  }

  private view(mayHave: (owners: readonly string[]) => boolean): Keys {
    return {
      publicKey: async (name) => (await this.find(name)).open,
      secretKey: async (name) => (mayHave(ownersOf(name)) ? (await this.find(name)).secret : undefined),
      ownerOf: (op, family, key) => this.findOwner(op, family, key),
      constant: (name, owner, length) =>
        mayHave([owner]) ? this.draw("constant", name, owner).bytes(length) : undefined,
    };
  }

  private async findOwner(op: KeyOperation, family: string, key: Value): Promise<string | undefined> {
    for (const owner of this.options.agents) {
      const { open } = await this.find({ op, family, owner });
      if (isSameValue(open, key)) return owner;
    }
    return undefined;
  }

  private find(name: KeyName): Promise<Pair> {
    const index = name.index === undefined ? "-" : bytesToHex(encodeCanonical(name.index));
    const kind = name.op === "shk" || name.op === "shk.directed" ? name.op : PAIR_OF[name.op][0];
    const id = JSON.stringify([kind, name.family, ...ownersOf(name), index]);
    const pair = this.pairs.get(id) ?? this.issue(name, id);
    this.pairs.set(id, pair);
    return pair;
  }

  private async issue(name: KeyName, id: string): Promise<Pair> {
    const randomness = this.draw("key", id);
    if (name.op === "shk" || name.op === "shk.directed") {
      const key = randomness.bytes(32);
      return { open: key, secret: key };
    }
    if (this.options.identityBased.has(name.family)) return this.extract(name);
    const [open, secret] = PAIR_OF[name.op];
    for (const implementation of this.options.implementations) {
      const drawn = implementation.drawKeys(randomness, id);
      const [one, other] = [drawn[open], drawn[secret]];
      if (one instanceof Uint8Array && other instanceof Uint8Array) return { open: one, secret: other };
    }
    const made = open === "pk" ? makeSealKey(randomness) : makeSigningKey(randomness);
    return { open: made.publicKey, secret: [made.secret, made.publicKey] };
  }

  private async extract({ owner, index }: KeyName): Promise<Pair> {
    const { backend, pair } = await this.authority();
    const identity =
      index === undefined
        ? { name: owner }
        : { name: owner, record: index instanceof Uint8Array ? index : encodeCanonical(index) };
    return {
      open: backend.g1.encode(hashIdentity(backend, identity)),
      secret: backend.g1.encode(extractKey(backend, pair, identity)),
    };
  }

  private async setUpAuthority(): Promise<Authority> {
    const backend = await loadBackend(this.options.backend);
    return { backend, pair: setUp(backend, this.draw("authority")) };
  }

  private draw(...purpose: readonly string[]): Randomness {
    return seededRandomness(JSON.stringify([this.options.seed, ...purpose]));
  }
}

/** The owners of a key; of one that is the same in both directions, in the order of their names. */
function ownersOf({ op, owner, other }: KeyName): readonly string[] {
  if (other === undefined) return [owner];
  return op === "shk" ? [owner, other].sort() : [owner, other];
}
