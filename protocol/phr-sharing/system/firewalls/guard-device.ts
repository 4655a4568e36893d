/**
 * A device behind its firewall: the operations, keys and books that it works with go through there.
 *
 * Signatures are made together, by a nonce that is the sum of two. Boxes are closed by the firewall, which checks what is in
 * them first. A box that the device opens, it opens for the firewall as well, with the box's own key: what stood in it may be
 * sent on.
 */
import { frame, toBytes } from "../../../../src/live/crypto/bytes.ts";
import type { Backend, G2 } from "../../../../src/live/crypto/backend.ts";
import type { Decoded } from "../../../../src/live/crypto/decoded.ts";
import { filterCiphertext } from "../../../../src/live/crypto/firewall/ciphertexts.ts";
import { beginSigning, type CoSigner, openCoSigning } from "../../../../src/live/crypto/firewall/co-signing.ts";
import { addSecondMask, encodeTwiceMasked } from "../../../../src/live/crypto/firewall/second-mask.ts";
import { keyOfBox, openWithKey } from "../../../../src/live/crypto/ibe.ts";
import { decodeDelegateePoints, decodeReKey } from "../../../../src/live/crypto/pre/codec.ts";
import { address } from "../../../../src/live/crypto/pre/recipient.ts";
import { seededRandomness } from "../../../../src/live/crypto/randomness.ts";
import type { RolePartyOptions } from "../../../../src/live/parties/role-party.ts";
import type { Registrar } from "../../../../src/live/parties/registrar.ts";
import type { Keys, Operations } from "../../../../src/live/roles/operations.ts";
import { decodeCanonical } from "../../../../src/live/wire/codec.ts";
import { Refused } from "../../../../src/live/wire/refusal.ts";
import { asBytes, asList, type Value } from "../../../../src/live/wire/value.ts";
import type { DeviceFirewall } from "./device-firewall.ts";

/** The public side of the schemes, which a firewall needs. */
export interface GuardSetting {
  readonly backend: Backend;
  /** h1, of the identity-based authority. */
  readonly authorityKey: G2;
}

/** The dependencies of a party whose device is behind a firewall. */
export function guardDevice(
  honest: RolePartyOptions,
  firewall: DeviceFirewall,
  setting: GuardSetting,
): RolePartyOptions {
  const { means } = honest;
  return {
    ...honest,
    means: {
      ...means,
      operations: guardOperations(means.operations, firewall, setting),
      keys: guardKeys(means.keys, firewall),
    },
    draw: (run, purpose) => {
      const own = honest.draw(run, purpose);
      if (purpose !== "transfer") return own;
      return { bytes: (length) => firewall.wash("transfer", own.bytes(length), (source) => source.bytes(length)) };
    },
    registrar: guardRegistrar(honest.registrar, firewall),
    route: () => firewall.name,
  };
}

/** Wraps a registrar: entries of sent messages have passed the firewall before, and its account signs. */
export function guardRegistrar<R extends Registrar>(registrar: R, firewall: DeviceFirewall): R {
  return {
    ...registrar,
    async enter(witnessed) {
      for (const { act, envelope, bytes } of witnessed) if (act === "sent") firewall.approve(envelope, bytes);
      await registrar.enter(witnessed);
    },
  };
}

function guardKeys(keys: Keys, firewall: DeviceFirewall): Keys {
  return {
    ...keys,
    async publicKey(name) {
      const value = await keys.publicKey(name);
      if (value !== undefined) firewall.learn(value);
      return value;
    },
  };
}

function guardOperations(base: Operations, firewall: DeviceFirewall, setting: GuardSetting): Operations {
  const { backend, authorityKey } = setting;
  return {
    ...base,
    sample(sort, randomness) {
      if (sort !== "Nonce" && sort !== "Id") return base.sample(sort, randomness);
      const own = asBytes(base.sample(sort, randomness) ?? new Uint8Array());
      return firewall.wash(sort === "Id" ? "identifier" : "nonce", own, (source) =>
        asBytes(base.sample(sort, source) ?? own),
      );
    },
    seal(family, key, message, context) {
      firewall.check(decodeCanonical(message, "box"), "box");
      const question = frame(toBytes(family), asBytes(key), toBytes(context), message);
      return firewall.wash("box", question, (source) => base.seal(family, key, message, context, source));
    },
    unseal(family, key, box, context) {
      const opened = base.unseal(family, key, box, context);
      if (opened === undefined || family !== "ibe") return opened;
      const point = backend.g1.decode(asBytes(key));
      const boxKey = point.kind === "decoded" ? keyOfBox(backend, point.value, box, toBytes(context)) : point;
      const shown = boxKey.kind === "decoded" ? openWithKey(backend, boxKey.value, box, toBytes(context)) : boxKey;
      if (shown.kind === "decoded") firewall.learn(decodeCanonical(shown.value, "box"));
      return opened;
    },
    sign(key, message, context) {
      const [secret, publicKey] = asList(key).map(asBytes) as [Uint8Array, Uint8Array];
      const question = frame(publicKey, toBytes(context), message);
      return firewall.wash("signature", question, (source) => {
        firewall.check(decodeCanonical(message, "signed"), "signed");
        const partner = openCoSigning({ publicKey, context, message }, source);
        return coSign({ secret, publicKey }, context, message, partner);
      });
    },
    async apply(op, args, randomness) {
      const value = await base.apply(op, args, randomness);
      switch (op) {
        case "pre.enc": {
          const [capsule, cid] = asList(value).map(asBytes) as [Uint8Array, Uint8Array];
          const point = taken(backend.g1.decode(asBytes(args[1] as Value)));
          const recipient = address(backend, point, authorityKey);
          const washed = firewall.wash("ciphertext", capsule, (source) =>
            taken(filterCiphertext(backend, recipient, capsule, source)),
          );
          firewall.learn(cid);
          return [washed, cid];
        }
        case "pre.rekey": {
          const { q, p } = taken(decodeDelegateePoints(backend, asBytes(args[1] as Value)));
          return firewall.wash("re-encryption key", asBytes(value), (source) => {
            const made = taken(decodeReKey(backend, asBytes(value)));
            return encodeTwiceMasked(backend, addSecondMask(backend, address(backend, q, p), made, source));
          });
        }
        default:
          return value;
      }
    },
  };
}

/** The device's side. Its nonce follows from key, message and commitment: another commitment has another nonce. */
function coSign(
  key: { readonly secret: Uint8Array; readonly publicKey: Uint8Array },
  context: string,
  message: Uint8Array,
  partner: CoSigner,
): Uint8Array {
  const own = beginSigning(key, context, message, partner.commitment, seededRandomness(key.secret));
  const share = taken(own.respond(taken(partner.answer(own.nonce))));
  return taken(partner.complete(share));
}

function taken<T>(decoded: Decoded<T>): T {
  if (decoded.kind === "decoded") return decoded.value;
  throw new Refused("bad-element", "device", `The firewall refuses what the device made: ${decoded.detail}.`);
}
