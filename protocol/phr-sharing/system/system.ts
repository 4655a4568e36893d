/**
 * The whole system, set up: two hospitals with their keys, a data owner, a data user, the relay chain, the gateway.
 *
 * Everything comes from arguments: the plan of the description, the policy, a seed, a clock, chains and a store. Every
 * party is made from its dependencies, and `adapt` may replace some of one party's: that is how a mutant is made.
 */
import type { Backend, G2 } from "../../../src/live/crypto/backend.ts";
import { frame, toBytes } from "../../../src/live/crypto/bytes.ts";
import { type Authority, setUp } from "../../../src/live/crypto/pre/keys.ts";
import { type Randomness, seededRandomness } from "../../../src/live/crypto/randomness.ts";
import type { Operators } from "./chain/blame.ts";
import { createGateway } from "./chain/gateway.ts";
import { deriveSigner, type Signer } from "./chain/signer.ts";
import { openKeyPartner } from "../../../src/live/crypto/firewall/delegatee-share.ts";
import { DeviceFirewall } from "./firewalls/device-firewall.ts";
import { guardDevice } from "./firewalls/guard-device.ts";
import { guardAuthority } from "./firewalls/key-firewall.ts";
import { type Directory, type DirectoryEntry, makeDirectory, openKeys } from "./parties/directory.ts";
import { type DutyOptions, hospitalDuties, ownerDuties, userDuties } from "./parties/duties.ts";
import { type Enrolment, enrolNode, enrolOwner, enrolUser, issueBy } from "./parties/hospitals.ts";
import type { ConsentGiven } from "./fhir/make-consent.ts";
import { guardRecords } from "./parties/guarded-records.ts";
import type { Clock, Party } from "../../../src/live/parties/party.ts";
import type { SharingPolicy } from "./parties/policy.ts";
import { GatewayParty } from "./parties/gateway-party.ts";
import { HospitalB } from "./parties/hospital-b.ts";
import { isRequest, type Ledgers, NO_REGISTRAR, openRegistrar } from "./parties/registrar.ts";
import { type Duties, RoleParty, type RolePartyOptions } from "../../../src/live/parties/role-party.ts";
import { askLedger } from "./parties/proving-chain.ts";
import { bindOperations } from "../../../src/live/parties/scheme-operations.ts";
import type { ProtocolPlan, RolePlan } from "../../../src/live/roles/plan.ts";
import type { RecordStore } from "../../../src/live/storage/record-store.ts";
import { Unsupported } from "../../../src/live/wire/form.ts";

/** The roles of the system. */
export const ROLES = ["DU", "DO", "HA", "RC"] as const;
export type RoleName = (typeof ROLES)[number];

/** The names of the parties, by role; they are their addresses as well. */
export const NAMES: { readonly [Role in RoleName | "HB" | "gateway"]: string } = {
  DU: "user@hospital-b",
  DO: "owner@hospital-a",
  HA: "hospital-a",
  RC: "relay-chain",
  HB: "hospital-b",
  gateway: "gateway",
};

/** The parties whose devices can stand behind firewalls, and the firewalls' names. */
const FIREWALLS: { readonly [Role in RoleName]?: string } = {
  DO: "firewall of owner@hospital-a",
  DU: "firewall of user@hospital-b",
};

/** Who runs the gateway and seals the chains. */
export const OPERATORS: Operators = {
  gateway: NAMES.gateway,
  sealers: { A: NAMES.HA, B: NAMES.HB, relay: NAMES.RC },
};

/** Options of making the system. */
export interface SystemOptions {
  readonly plan: ProtocolPlan;
  readonly policy: SharingPolicy;
  readonly backend: Backend;
  /** Whatever is drawn comes from it. */
  readonly seed: Uint8Array;
  readonly clock: Clock;
  /** Undefined: there are no chains, and messages go straight to their receivers. */
  readonly ledgers: Ledgers | undefined;
  readonly records: RecordStore;
  /** The record that the owner shares. */
  readonly record: Uint8Array;
  /** Another policy for one party. */
  readonly policyOf?: (party: RoleName | "gateway", shared: SharingPolicy) => SharingPolicy;
  /** Replaces dependencies of a party. */
  readonly adapt?: (role: RoleName, honest: RolePartyOptions) => RolePartyOptions;
}

/** The system after key generation. */
export interface System {
  readonly plan: ProtocolPlan;
  readonly parties: { readonly [Role in RoleName]: RoleParty };
  /** Hospital B and, where there are chains, the gateway between them; and firewalls. */
  readonly carriers: readonly Party[];
  /** Grants by owners, in order. */
  readonly consents: readonly ConsentGiven[];
  /** The firewalls of devices; none where the policy has none. */
  readonly firewalls: readonly DeviceFirewall[];
  /** h1 as hospital A drew it, where a firewall changed it. */
  readonly drawnAuthorityKey?: G2;
  readonly directory: Directory & { readonly register: (entry: DirectoryEntry) => void };
  readonly enrolments: { readonly [Role in RoleName]: Enrolment };
  readonly authorities: { readonly HA: Authority; readonly HB: Authority };
}

/** Randomness for one purpose of one party. */
export function drawFrom(seed: Uint8Array, ...purpose: readonly string[]): Randomness {
  return seededRandomness(frame(seed, ...purpose.map(toBytes)));
}

/** Derives the seed of a party's runs: whoever has it draws the same as that party, and no more. */
export function drawSeedOf(seed: Uint8Array, name: string): Uint8Array {
  return drawFrom(seed, "party", name).bytes(32);
}

/** The account of a party on the chains. */
export function signerOf(seed: Uint8Array, name: string): Signer {
  return deriveSigner(frame(seed, toBytes("account")), name);
}

/** Sets the system up; throws Unsupported for a description with other roles. */
export function buildSystem(options: SystemOptions): System {
  const { plan, backend, seed } = options;
  const missing = ROLES.find((role) => !plan.roles.has(role));
  if (missing !== undefined) throw new Unsupported(`${plan.protocol} has no role ${missing}.`);
  const isGuarded = options.policy.devices === "behind firewalls";
  const drawn = setUp(backend, drawFrom(seed, "hospital A"));
  const guarded = isGuarded ? guardAuthority(backend, drawn, drawFrom(seed, "firewall", "hospital A")) : undefined;
  const authorities = { HA: guarded?.effective ?? drawn, HB: setUp(backend, drawFrom(seed, "hospital B")) };
  const issuerA = guarded?.issuer ?? issueBy(backend, authorities.HA);
  const issuerB = issueBy(backend, authorities.HB);
  const partner = isGuarded
    ? openKeyPartner(backend, NAMES.DU, authorities.HB.publicKey, drawFrom(seed, "firewall", "enrol", "DU"))
    : undefined;
  const enrolments = {
    DU: enrolUser(backend, issuerB, NAMES.DU, drawFrom(seed, "enrol", "DU"), partner),
    DO: enrolOwner(backend, issuerA, NAMES.DO, drawFrom(seed, "enrol", "DO")),
    HA: enrolNode(NAMES.HA, drawFrom(seed, "enrol", "HA")),
    RC: enrolNode(NAMES.RC, drawFrom(seed, "enrol", "RC")),
  };
  const directory = makeDirectory();
  for (const { entry } of Object.values(enrolments)) directory.register(entry);
  const firewalls = isGuarded ? makeFirewalls(options) : new Map<RoleName, DeviceFirewall>();
  const consents: ConsentGiven[] = [];
  const make = (role: RoleName): RoleParty => {
    const honest = chooseDependencies(role, options, { enrolments, directory, authorities, consents });
    const firewall = firewalls.get(role);
    // What a device is replaced with stays behind its firewall.
    const own = options.adapt?.(role, honest) ?? honest;
    const setting = { backend, authorityKey: authorities.HA.publicKey };
    return new RoleParty(firewall === undefined ? own : guardDevice(own, firewall, setting));
  };
  const parties = { DU: make("DU"), DO: make("DO"), HA: make("HA"), RC: make("RC") };
  const carriers = [...makeCarriers(options), ...firewalls.values()];
  return {
    plan,
    parties,
    carriers,
    consents,
    firewalls: [...firewalls.values()],
    ...(guarded === undefined ? {} : { drawnAuthorityKey: guarded.drawn }),
    directory,
    enrolments,
    authorities,
  };
}

function makeFirewalls(options: SystemOptions): ReadonlyMap<RoleName, DeviceFirewall> {
  const { plan, seed, clock, ledgers } = options;
  const texts = [...plan.roles.values()].flatMap(({ names }) => [...names.keys()]);
  const words = new Set([...Object.values(NAMES), ...texts]);
  return new Map(
    (["DO", "DU"] as const).map((role) => [
      role,
      new DeviceFirewall({
        name: FIREWALLS[role] ?? role,
        guarded: NAMES[role],
        protocol: plan.protocol,
        labels: new Set(plan.messages.filter(({ from }) => from === role).map(({ label }) => label)),
        opensTransfer: isRequest,
        words,
        clock,
        seed,
        route: (to) => nextHop(role, to, ledgers),
      }),
    ]),
  );
}

/** The hop at which a party is reached: its firewall, where it has one. */
function reach(to: string, devices: SharingPolicy["devices"]): string {
  const role = ROLES.find((each) => NAMES[each] === to);
  const firewall = role === undefined ? undefined : FIREWALLS[role];
  return devices === "behind firewalls" && firewall !== undefined ? firewall : to;
}

/** Users of hospital B reach others through it, and chains each other through the gateway; without chains, directly. */
function nextHop(role: RoleName, to: string, ledgers: Ledgers | undefined): string {
  if (ledgers === undefined) return to;
  // Hospital B reads the list of chain A for its users; what hospital A says to them is that list.
  if (role === "DU" || (role === "HA" && to === NAMES.DU)) return NAMES.HB;
  const isInside = role !== "RC" && to !== NAMES.RC && to !== NAMES.DU;
  return isInside ? to : NAMES.gateway;
}

function decide(party: RoleName | "gateway", { policy, policyOf }: SystemOptions): SharingPolicy {
  return policyOf?.(party, policy) ?? policy;
}

function makeCarriers(options: SystemOptions): readonly Party[] {
  const { ledgers, clock, seed } = options;
  if (ledgers === undefined) return [];
  const policy = decide("gateway", options);
  const signer = signerOf(seed, NAMES.gateway);
  const { devices } = options.policy;
  return [openHospitalB(clock, devices), openGatewayParty({ policy, devices, clock, ledgers, signer })];
}

/** Hospital B on the network. */
export function openHospitalB(clock: Clock, devices: SharingPolicy["devices"]): HospitalB {
  return new HospitalB({
    name: NAMES.HB,
    clock,
    users: new Set([NAMES.DU]),
    gateway: NAMES.gateway,
    reach: (to) => reach(to, devices),
  });
}

/** Dependencies of the gateway. */
export interface GatewaySetting {
  readonly policy: SharingPolicy;
  readonly devices: SharingPolicy["devices"];
  readonly clock: Clock;
  readonly ledgers: Ledgers;
  readonly signer: Signer;
}

/** The gateway between the chains. */
export function openGatewayParty({ policy, devices, clock, ledgers, signer }: GatewaySetting): GatewayParty {
  return new GatewayParty({
    name: NAMES.gateway,
    policy,
    clock,
    registrar: policy.audit === "skipped" ? NO_REGISTRAR : openRegistrar(ledgers, signer),
    gateway: createGateway(
      Object.values(ledgers).map(({ identity }) => identity),
      new Map(Object.values(ledgers).map((ledger) => [ledger.identity.chain, ledger])),
      () => clock.now(),
    ),
    chains: { A: askLedger(ledgers.A), B: askLedger(ledgers.B), relay: askLedger(ledgers.relay) },
    route: (to) => (to === NAMES.DU ? NAMES.HB : reach(to, devices)),
  });
}

/** Whom each role knows before its run: the others, it hears of. A user that asks for what is listed hears of the owner. */
const PARTNERS: { readonly [Role in RoleName]: readonly RoleName[] } = {
  DU: ["DU", "HA", "RC"],
  DO: ["DO", "HA", "RC"],
  HA: ["HA", "RC"],
  RC: ["RC"],
};

/** Whom a role knows before its run, by the role's plan. */
export function listPartners(role: RoleName, { steps }: RolePlan): readonly RoleName[] {
  const begins = steps[0]?.kind !== "recv";
  return role === "DU" && begins ? ["DO", ...PARTNERS.DU] : PARTNERS[role];
}

function chooseDependencies(
  role: RoleName,
  options: SystemOptions,
  {
    enrolments,
    directory,
    authorities,
    consents,
  }: Pick<System, "enrolments" | "directory" | "authorities"> & { readonly consents: ConsentGiven[] },
): RolePartyOptions {
  const { HA, HB } = authorities;
  const setting = {
    ...options,
    policy: decide(role, options),
    directory,
    authorityKeys: { HA: HA.publicKey, HB: HB.publicKey },
    tellConsent: (given: ConsentGiven) => void consents.push(given),
  };
  return partyOptions(role, setting, {
    draws: drawSeedOf(options.seed, NAMES[role]),
    signer: signerOf(options.seed, NAMES[role]),
    secretKey: enrolments[role].secretKey,
  });
}

/** Shared dependencies of a party. */
export interface PartySetting
  extends Pick<SystemOptions, "plan" | "policy" | "backend" | "clock" | "ledgers" | "records" | "record"> {
  readonly directory: Directory;
  /** h1 and h2. */
  readonly authorityKeys: { readonly HA: G2; readonly HB: G2 };
  readonly tellConsent: (given: ConsentGiven) => void;
}

/** Secrets of a party. */
export interface OwnSecrets {
  /** Seed of its runs. */
  readonly draws: Uint8Array;
  readonly signer: Signer;
  readonly secretKey: Enrolment["secretKey"];
}

/** The dependencies of a party. Throws Unsupported for a description without its role. */
export function partyOptions(role: RoleName, setting: PartySetting, own: OwnSecrets): RolePartyOptions {
  const { plan, backend, clock, ledgers, records, record, policy, directory, authorityKeys } = setting;
  const rolePlan = plan.roles.get(role);
  if (rolePlan === undefined) throw new Unsupported(`${plan.protocol} has no role ${role}.`);
  const name = NAMES[role];
  const entersNothing = policy.audit === "skipped" || ledgers === undefined;
  const registrar = entersNothing ? NO_REGISTRAR : openRegistrar(ledgers, own.signer);
  const keys = openKeys({
    backend,
    directory,
    userAuthorityKey: authorityKeys.HB,
    delegateeKeys: policy.delegateeKeys,
    own: own.secretKey,
  });
  const isGuarded = role === "DU" && ledgers !== undefined;
  const operations = bindOperations({
    backend,
    authorityKey: authorityKeys.HA,
    records: isGuarded ? guardRecords(records, { reader: name, ledger: ledgers.A, clock }) : records,
    ...(policy.devices === "behind firewalls" ? { masks: "one or two" } : {}),
  });
  const { tellConsent } = setting;
  return {
    name,
    means: { plan: rolePlan, operations, keys },
    policy,
    clock,
    draw: (run, purpose) => drawFrom(own.draws, run, purpose),
    registrar,
    opensTransfer: isRequest,
    partners: new Map(listPartners(role, rolePlan).map((other) => [other, NAMES[other]])),
    ...(role === "HA" ? { readers: new Map([["DU", NAMES.DU]]) } : {}),
    route: (to) => reach(nextHop(role, to, ledgers), policy.devices),
    duties: dutiesOf(role, record, { policy, registrar, clock, tellConsent }),
  };
}

function dutiesOf(role: RoleName, record: Uint8Array, options: DutyOptions): Duties {
  switch (role) {
    case "DO":
      return ownerDuties(record, options);
    case "HA":
      return hospitalDuties(options);
    case "DU":
      return userDuties(options);
    case "RC":
      return {};
    default:
      return role satisfies never;
  }
}
