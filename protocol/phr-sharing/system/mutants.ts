/**
 * Careless implementations: honest parties with one decision or one dependency replaced, and what must notice each.
 *
 * They exist to show that the network adversary and the audit see such mistakes; only tests and the table in
 * docs/games.md use them.
 */
import type { Mutant } from "../../../src/live/system/live-system.ts";
import type { RoleName } from "./system.ts";
import type { VariantName } from "./variants.ts";
import type { SharingPolicy } from "./parties/policy.ts";
import type { RolePartyOptions } from "../../../src/live/parties/role-party.ts";
import type { KeyName, Keys, Operations } from "../../../src/live/roles/operations.ts";

/** The notice of a mistake: a goal that the network adversary breaks, or a fault that the audit names. */
export type CaughtBy =
  | { readonly is: "network"; readonly goal: string }
  | { readonly is: "audit"; readonly fault: "suppressed" | "altered" | "reordered" | "unregistered" };

/** An implementation with a mistake. */
export interface SharingMutant extends Mutant {
  /** The mistake, in one clause. */
  readonly about: string;
  /** The variant that it is made of; without the mistake, nothing is broken there. */
  readonly variant: VariantName;
  readonly caughtBy: CaughtBy;
  readonly policyOf?: (party: RoleName | "gateway", shared: SharingPolicy) => SharingPolicy;
  /**
   * Extra power of the intruder: it can register keys for others. The parties without the mistake withstand that too.
   */
  readonly power?: "network and directory";
}

/** The mistakes. */
export const NETWORK_MUTANTS: readonly SharingMutant[] = [
  {
    ...plant("no-replay-window", "the relay takes a message with the same nonce again", "RC takes-nothing-twice"),
    policyOf: deciding("RC", { replays: "taken" }),
  },
  {
    ...plant("timestamp-unchecked", "the owner does not compare times with its clock", "DO takes-nothing-late"),
    policyOf: deciding("DO", { timestamps: "ignored" }),
  },
  {
    ...plant("nonce-reused", "the user draws the same N1 in every run", "DU draws-nothing-twice"),
    adapt: ofRole("DU", (honest) => ({
      ...honest,
      draw: (run, purpose) => honest.draw(purpose === "N1" ? "every run" : run, purpose),
    })),
  },
  {
    ...plant("answer-not-bound", "the user does not compare N1 in M3 with its own", "DU Agree DO on N1"),
    adapt: ofRole("DU", (honest) => leaveUntested(honest, "M3", ["N1"])),
  },
  {
    ...plant("contents-not-compared", "the user does not compare what it opens with the grant", "DU Secret M"),
    adapt: ofRole("DU", (honest) => leaveUntested(honest, "M3", ["commitment", "capsule"])),
  },
  {
    ...plant("grant-unverified", "the user does not verify the signature over the grant", "DU Agree DO on N1"),
    adapt: ofRole("DU", (honest) => withOperations(honest, { verify: () => true })),
  },
  {
    ...plant("request-unverified", "the owner does not verify the signature over the request", "DO Alive DU"),
    adapt: ofRole("DO", (honest) => withOperations(honest, { verify: () => true })),
  },
  {
    ...plant("record-not-compared", "the owner grants whatever waits, not what M1 names", "DO Agree DU on N1, record"),
    adapt: ofRole("DO", (honest) => leaveUntested(honest, "M1", ["record"])),
  },
  {
    ...plant("wrong-fields-signed", "signatures cover the names in a grant, not what it grants", "DU Agree DO on N1"),
    adapt: (_, honest) => {
      const { operations } = honest.means;
      const cover = (message: Uint8Array): Uint8Array => message.subarray(0, message.length / 3);
      return withOperations(honest, {
        sign: (key, message, context) => operations.sign(key, cover(message), context),
        verify: (key, message, signature, context) => operations.verify(key, cover(message), signature, context),
      });
    },
  },
  {
    ...plant("key-not-bound-to-record", "one key of the owner opens all its records", "DO Secret"),
    adapt: (_, honest) => ({ ...honest, means: { ...honest.means, keys: leaveOutIndex(honest.means.keys) } }),
  },
  {
    ...plant("directory-check-skipped", "a data user's key is believed as it is registered", "DO Secret M"),
    policyOf: (_, shared) => ({ ...shared, delegateeKeys: "as-registered" }),
    power: "network and directory",
  },
  {
    ...plant("audit-entry-skipped", "the relay enters nothing on its chain"),
    policyOf: deciding("RC", { audit: "skipped" }),
  },
  {
    ...plant("unproved-passed-on", "the gateway asks for no proof, and the user's request is not entered"),
    policyOf: (party, shared) => {
      if (party === "gateway") return { ...shared, receipts: "assumed" };
      return party === "DU" ? { ...shared, audit: "skipped" } : shared;
    },
  },
  {
    ...plant("alpha-reused", "the owner draws for every record what it drew for the first", "DO draws-nothing-twice"),
    adapt: drawingOnce("DO", ["M0"]),
  },
  {
    ...plant("lambda-reused", "the owner draws for every re-encryption key the same", "DO draws-nothing-twice"),
    adapt: drawingOnce("DO", ["rkDO"]),
  },
  {
    ...plant("blinding-reused", "the owner draws the same X for every grant", "DO draws-nothing-twice"),
    adapt: drawingOnce("DO", ["X"]),
  },
  {
    ...plant(
      "request-box-reused",
      "the user draws for every request what it drew for the first",
      "DU draws-nothing-twice",
    ),
    adapt: drawingOnce("DU", ["M1"]),
  },
  {
    ...plant("order-box-reused", "the owner seals every order with the same ephemeral key", "DO draws-nothing-twice"),
    adapt: drawingOnce("DO", ["order"]),
  },
  {
    ...plant("relay-nonce-reused", "the relay draws the same N3 in every run", "RC draws-nothing-twice"),
    adapt: drawingOnce("RC", ["N3"]),
  },
  {
    ...plant("record-name-reused", "the owner gives every record the same name", "DO draws-nothing-twice"),
    adapt: drawingOnce("DO", ["record"]),
  },
  {
    ...plant("future-taken", "the owner takes times from the future without limit", "DO takes-nothing-early"),
    adapt: ofRole("DO", (honest) => withPolicy(honest, { freshness: { ...honest.policy.freshness, ahead: 1e9 } })),
  },
  {
    ...plant("past-taken", "the user takes times however old they are", "DU takes-nothing-late"),
    adapt: ofRole("DU", (honest) => withPolicy(honest, { freshness: { ...honest.policy.freshness, most: 1e9 } })),
  },
  {
    ...plant("future-refused", "the relay refuses what is not older than its clock", "RC takes-what-is-due"),
    adapt: ofRole("RC", (honest) => withPolicy(honest, { freshness: { most: 300, ahead: -60 } })),
  },
  {
    ...plant(
      "reader-not-compared",
      "the user does not compare the reader's name in a grant",
      "DU takes-only-what-is-due",
    ),
    adapt: ofRole("DU", (honest) => leaveUntested(honest, "M3", ["DU"])),
  },
  {
    ...plant("record-not-compared", "the user does not compare the record in a grant", "DU takes-only-what-is-due"),
    adapt: ofRole("DU", (honest) => leaveUntested(honest, "M3", ["record"])),
  },
  {
    ...plant(
      "grant-unread-by-relay",
      "the relay does not look at the grant that it hands on",
      "RC takes-only-what-is-due",
    ),
    adapt: ofRole("RC", (honest) => leaveUntested(honest, "M2'", ["grant"])),
  },
  {
    ...plant(
      "grant-unread-by-hospital",
      "the hospital does not look at the grant that it hands on",
      "HA takes-only-what-is-due",
    ),
    adapt: ofRole("HA", (honest) => leaveUntested(honest, "M2", ["grant"])),
  },
  {
    ...plant("owner-takes-twice", "the owner takes a nonce twice", "DO takes-nothing-twice"),
    adapt: ofRole("DO", (honest) => withPolicy(honest, { replays: "taken" })),
  },
  {
    ...plant("context-dropped-by-owner", "the owner signs without the context", "DU takes-what-is-due"),
    adapt: ofRole("DO", (honest) =>
      withOperations(honest, {
        sign: (key, message) => honest.means.operations.sign(key, message, ""),
      }),
    ),
  },
  {
    ...plant("context-dropped", "nobody's signatures have a context", "DU takes-only-what-is-due"),
    adapt: (_, honest) =>
      withOperations(honest, {
        sign: (key, message) => honest.means.operations.sign(key, message, ""),
        verify: (key, message, signature) => honest.means.operations.verify(key, message, signature, ""),
      }),
  },
  {
    ...plant("box-context-dropped", "boxes are sealed and opened without their context", "RC takes-only-what-is-due"),
    adapt: (_, honest) =>
      withOperations(honest, {
        seal: (family, key, message, __, randomness) =>
          honest.means.operations.seal(family, key, message, "", randomness),
        unseal: (family, key, box) => honest.means.operations.unseal(family, key, box, ""),
      }),
  },
];

/** The mistake of a name. */
export function findMutant(name: string): SharingMutant | undefined {
  return NETWORK_MUTANTS.find((mutant) => mutant.name === name);
}

function plant(name: string, about: string, goal?: string): SharingMutant {
  const caughtBy: CaughtBy = goal === undefined ? { is: "audit", fault: "unregistered" } : { is: "network", goal };
  return { name, about, variant: "hardened", caughtBy };
}

function deciding(
  careless: RoleName | "gateway",
  change: Partial<SharingPolicy>,
): NonNullable<SharingMutant["policyOf"]> {
  return (party, shared) => (party === careless ? { ...shared, ...change } : shared);
}

function ofRole(
  careless: RoleName,
  change: (honest: RolePartyOptions) => RolePartyOptions,
): NonNullable<SharingMutant["adapt"]> {
  return (role, honest) => (role === careless ? change(honest) : honest);
}

function withOperations(honest: RolePartyOptions, change: Partial<Operations>): RolePartyOptions {
  return { ...honest, means: { ...honest.means, operations: { ...honest.means.operations, ...change } } };
}

function withPolicy(honest: RolePartyOptions, change: Partial<RolePartyOptions["policy"]>): RolePartyOptions {
  return { ...honest, policy: { ...honest.policy, ...change } };
}

/** A party that draws the same in every run for these purposes. */
function drawingOnce(careless: RoleName, purposes: readonly string[]): NonNullable<SharingMutant["adapt"]> {
  return ofRole(careless, (honest) => ({
    ...honest,
    draw: (run, purpose) => honest.draw(purposes.includes(purpose) ? "every run" : run, purpose),
  }));
}

/** A receiver that does not test some fields of a message. */
function leaveUntested(honest: RolePartyOptions, label: string, fields: readonly string[]): RolePartyOptions {
  const { plan } = honest.means;
  const steps = plan.steps.map((step) =>
    step.kind === "recv" && step.label === label ? { ...step, untested: new Set(fields) } : step,
  );
  return { ...honest, means: { ...honest.means, plan: { ...plan, steps } } };
}

function leaveOutIndex(keys: Keys): Keys {
  const plain = ({ op, family, owner }: KeyName): KeyName => ({ op, family, owner });
  return {
    publicKey: (name) => keys.publicKey(plain(name)),
    secretKey: (name) => keys.secretKey(plain(name)),
    ownerOf: (op, family, key) => keys.ownerOf(op, family, key),
  };
}
