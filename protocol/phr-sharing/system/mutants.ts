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
