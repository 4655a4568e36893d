/** Careless implementations of protocols without a system of their own: for the table of the bench. */
import type { Adapt } from "../src/live/generic/party-system.ts";
import type { RolePartyOptions } from "../src/live/parties/role-party.ts";
import type { Operations } from "../src/live/roles/operations.ts";
import type { Mutant } from "../src/live/system/live-system.ts";

/** A mistake, and what notices it. */
export interface PlantedFlaw extends Mutant {
  readonly protocol: string;
  /** The mistake, in one clause. */
  readonly about: string;
  readonly adapt: Adapt;
}

/** The mistakes. */
export const FLAWS: readonly PlantedFlaw[] = [
  plant("needham-schroeder-lowe", "name-not-compared", "the initiator does not compare R in M2", "I", (honest) =>
    leaveUntested(honest, "M2", ["R"]),
  ),
  plant("needham-schroeder-lowe", "nonce-not-compared", "the responder does not compare Nr in M3", "R", (honest) =>
    leaveUntested(honest, "M3", ["Nr"]),
  ),
  plant("needham-schroeder-lowe", "nonce-drawn-once", "the responder draws Nr once for all sessions", "R", (honest) =>
    drawOnce(honest, ["Nr"]),
  ),
  plant("needham-schroeder-lowe", "box-drawn-once", "the initiator seals with one ephemeral key", "I", (honest) =>
    drawOnce(honest, ["M1", "M3"]),
  ),
  plant("mac-authentication", "mac-not-compared", "the responder does not compare the MAC of M3", "R", (honest) =>
    leaveUntested(honest, "M3", ["answerI"]),
  ),
  plant("mac-authentication", "challenge-drawn-once", "the responder poses one challenge for ever", "R", (honest) =>
    drawOnce(honest, ["Nr"]),
  ),
  plant("sigma-i", "signature-unverified", "the responder verifies no signature", "B", (honest) =>
    withOperations(honest, { verify: () => true }),
  ),
  plant("sigma-i", "exponent-drawn-once", "the initiator draws one exponent for all sessions", "A", (honest) =>
    drawOnce(honest, ["x"]),
  ),
  plant(
    "signed-diffie-hellman",
    "half-signed",
    "signatures are over the first half of the bytes",
    undefined,
    (honest) => withOperations(honest, coverHalf(honest.means.operations)),
  ),
  plant(
    "gateway-pairing",
    "signature-unverified",
    "the device does not verify the gateway's signature",
    "D",
    (honest) => withOperations(honest, { verify: () => true }),
  ),
  plant("kerberos-exchange", "key-drawn-once", "the server makes one session key for all", "S", (honest) =>
    drawOnce(honest, ["Kab"]),
  ),
  plant("otway-rees", "party-crashes", "the responder crashes in its second session", "B", (honest) => ({
    ...honest,
    draw: (run, purpose) => {
      if (run.endsWith("-2")) throw new RangeError("no room for a second session");
      return honest.draw(run, purpose);
    },
  })),
];

function plant(
  protocol: string,
  name: string,
  about: string,
  careless: string | undefined,
  change: (honest: RolePartyOptions) => RolePartyOptions,
): PlantedFlaw {
  const adapt: Adapt = (role, honest) => (careless === undefined || role === careless ? change(honest) : honest);
  return { protocol, name, about, adapt };
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

/** A party that draws the same in every session for these purposes. */
function drawOnce(honest: RolePartyOptions, purposes: readonly string[]): RolePartyOptions {
  return {
    ...honest,
    draw: (run, purpose) => honest.draw(purposes.includes(purpose) ? "every run" : run, purpose),
  };
}

function coverHalf({ sign, verify }: Operations): Partial<Operations> {
  const half = (message: Uint8Array): Uint8Array => message.slice(0, message.length / 2);
  return {
    sign: (key, message, context) => sign(key, half(message), context),
    verify: (key, message, signature, context) => verify(key, half(message), signature, context),
  };
}
