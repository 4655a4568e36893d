/**
 * The firewalls that a device's output can pass, and who looks at what comes out (Mironov and Stephens-Davidowitz, 2015).
 *
 * What a firewall refuses never leaves: that something is missing is a channel of its own, which no game here counts.
 */
import type { Backend } from "../../../live/crypto/backend.ts";
import { accept, expectDecoded, type Decoded, refuse } from "../../../live/crypto/decoded.ts";
import { decodeGroupReKey, encodeGroupReKey } from "../../../live/crypto/firewall/group-mask.ts";
import type { CoSealer } from "../../../live/crypto/firewall/shared-draws.ts";
import { decodeReKey } from "../../../live/crypto/pre/codec.ts";
import { maskOf } from "../../../live/crypto/pre/scheme.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Table } from "../play/game.ts";
import type { Algorithm, Device, Parts, Partner, Surroundings } from "./algorithms.ts";
import { split } from "./device.ts";
import { messageOf, SIGNING_CONTEXT } from "./signing-devices.ts";

/** The firewalls that an output passes on its way out; the last two take part in it. */
export type FirewallName =
  | "none"
  | "rerandomising"
  | "second-mask"
  | "group-mask"
  | "key-generation"
  | "verifying"
  | "counting"
  | "co-signing"
  | "co-drawing";

/** Who looks: somebody on the network, or the delegatee, who opens what is for it. */
export type Observer = "outsider" | "delegatee";

/** An output on the network. */
export interface Sent {
  readonly layout: string;
  readonly output: Uint8Array;
}

/** A firewall for one output: a partner of the device where it takes part, and the way out. */
export interface Passage {
  readonly partner: Partner | undefined;
  readonly pass: (output: Uint8Array) => Sent;
}

/** Opens a firewall for the output of this number. */
export function openPassage(
  firewall: FirewallName,
  device: Device,
  number: number,
  table: Table,
  surroundings: Surroundings,
): Passage {
  const { algorithm, publicKey = new Uint8Array() } = device;
  const { backend, scheme, randomness } = table;
  const takePart = (session: CoSealer, commitment: Uint8Array, from: number): Passage => ({
    partner: { commitment, answer: (shown) => taken(session.answer(shown)) },
    pass: (output) => ({ layout: algorithm, output: taken(session.complete(output.subarray(from))) }),
  });
  switch (`${algorithm} ${firewall}`) {
    case "sign co-signing": {
      const signing = { publicKey, context: SIGNING_CONTEXT, message: messageOf(number) };
      const session = scheme.openCoSigning(signing, randomness);
      return takePart(session, session.commitment, 32);
    }
    case "seal co-drawing":
      return takePart(scheme.openCoSealing(randomness), new Uint8Array(), 0);
    case "ibe co-drawing":
      return takePart(scheme.openCoEncryption(backend, randomness), new Uint8Array(), 0);
    case "unique-sign verifying": {
      const isRight = (output: Uint8Array): boolean =>
        scheme.verifyUniquely(backend, taken(backend.g2.decode(publicKey)), SIGNING_CONTEXT, messageOf(number), output);
      return { partner: undefined, pass: (output) => ({ layout: algorithm, output: require(output, isRight) }) };
    }
    case "counter-box counting": {
      const isRight = (output: Uint8Array): boolean => scheme.checkNumber(output, number);
      return { partner: undefined, pass: (output) => ({ layout: algorithm, output: require(output, isRight) }) };
    }
    default:
      return {
        partner: undefined,
        pass: (output) => passFirewall(firewall, algorithm, output, table, surroundings),
      };
  }
}

function require(output: Uint8Array, isRight: (output: Uint8Array) => boolean): Uint8Array {
  return taken(isRight(output) ? accept(output) : refuse("not-authentic", "it is not the only output there can be"));
}

/** Passes an output through a firewall; a firewall for another algorithm passes it on as it is. */
function passFirewall(
  firewall: FirewallName,
  algorithm: Algorithm,
  output: Uint8Array,
  { backend, scheme, randomness }: Table,
  { recipient, delegateeRecipient, delegateeKey }: Surroundings,
): Sent {
  const sent = (passed: Decoded<Uint8Array>, layout: string = algorithm): Sent => ({ layout, output: taken(passed) });
  switch (`${algorithm} ${firewall}`) {
    case "enc rerandomising":
      return sent(scheme.filterCiphertext(backend, recipient, output, randomness));
    case "rekey rerandomising":
      return sent(scheme.filterReKey(backend, delegateeRecipient, output, randomness));
    case "rekey second-mask": {
      const masked = scheme.filterTwiceMasked(backend, delegateeRecipient, output, randomness);
      return sent(masked, "rekey, twice masked");
    }
    case "group-rekey group-mask": {
      const key = taken(decodeGroupReKey(backend, output));
      const { w } = delegateeKey.publicKey;
      return {
        layout: algorithm,
        output: encodeGroupReKey(backend, scheme.rerandomiseGroupReKey(backend, w, key, randomness)),
      };
    }
    case "keygen key-generation": {
      const key = taken(backend.g2.decode(output));
      const { publicKey } = taken(scheme.filterAuthorityKey(backend, key, randomness));
      return { layout: algorithm, output: backend.g2.encode(publicKey) };
    }
    case "sign-keygen key-generation":
      return { layout: algorithm, output: taken(scheme.shareSigningKey(output, randomness)).publicKey };
    case "seal-keygen key-generation":
      return { layout: algorithm, output: taken(scheme.shareSealKey(output, randomness)).publicKey };
    default:
      return { layout: algorithm, output };
  }
}

/** Observes an output. */
export function observe(
  observer: Observer,
  { layout, output }: Sent,
  { backend }: Pick<Table, "backend">,
  { delegateeKey }: Surroundings,
): Parts {
  const parts = split(layout, output);
  if (observer === "outsider") return parts;
  return { ...parts, mask: readMask(backend, layout, output, delegateeKey) };
}

function readMask(
  backend: Backend,
  layout: string,
  output: Uint8Array,
  { secret, secretValue }: Surroundings["delegateeKey"],
): Uint8Array {
  const { g1, gt } = backend;
  if (layout === "group-rekey") {
    const { rk2, rk3 } = expectDecoded(decodeGroupReKey(backend, output));
    return g1.encode(g1.subtract(rk3, g1.multiply(rk2, secretValue)));
  }
  // The second mask is the firewall's own: what the device had to say is in the first.
  const first = expectDecoded(decodeReKey(backend, output.subarray(0, 432)));
  return gt.encodeRaw(maskOf(backend, first, secret));
}

function taken<T>(decoded: Decoded<T>): T {
  if (decoded.kind === "decoded") return decoded.value;
  throw new Forfeit("forbidden-query", `The firewall refuses the output (${decoded.detail}): nothing is sent.`);
}
