/**
 * The variants of the system. What differs between them is what stands here: the description whose messages the
 * parties exchange, and what the parties ask for before they believe a data user's key.
 */
import type { SharingPolicy } from "./parties/policy.ts";

/** The names of the variants. */
export const VARIANTS = ["literal", "hardened", "firewalled"] as const;
export type VariantName = (typeof VARIANTS)[number];

/** A configuration of the system. */
export interface Variant {
  readonly name: VariantName;
  /** The suffix of the protocol's name. */
  readonly suffix: string;
  readonly policy: SharingPolicy;
}

const SHARED: Omit<SharingPolicy, "delegateeKeys"> = {
  devices: "on the network",
  timestamps: "checked",
  freshness: { most: 300, ahead: 30 },
  replays: "refused",
  audit: "entered",
  announcements: "demanded",
  consent: 30 * 24 * 3600,
  receipts: "demanded",
  wanted: "whatever is listed",
  readers: "anyone",
};

const TABLE: { readonly [Name in VariantName]: Variant } = {
  literal: { name: "literal", suffix: "", policy: { ...SHARED, delegateeKeys: "as-registered" } },
  hardened: { name: "hardened", suffix: "-hardened", policy: { ...SHARED, delegateeKeys: "proven" } },
  firewalled: {
    name: "firewalled",
    suffix: "-hardened",
    policy: { ...SHARED, delegateeKeys: "proven", devices: "behind firewalls" },
  },
};

/** The variant of a name. */
export function findVariant(name: VariantName): Variant {
  return TABLE[name];
}
