/**
 * Certificates of a company of processes: one authority that lives as long as the dealing of keys, and one certificate for
 * each member, which names it. They are X.509 (RFC 5280) with ECDSA on P-256, written here field by field.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { toBytes } from "../crypto/bytes.ts";
import { bitString, boolean, explicit, integer, list, octets, oid, set, text, time } from "./der.ts";

/** A member's certificate, and its private key. */
export interface Credentials {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

/** The certificates of a company. */
export interface Certificates {
  /** The authority's certificate, PEM; its key is forgotten when this is made. */
  readonly authority: string;
  readonly of: ReadonlyMap<string, Credentials>;
}

const ECDSA_SHA256 = "1.2.840.10045.4.3.2";
const COMMON_NAME = "2.5.4.3";
const BASIC_CONSTRAINTS = "2.5.29.19";
const KEY_USAGE = "2.5.29.15";
const EXTENDED_KEY_USAGE = "2.5.29.37";
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
/** How long certificates are valid, milliseconds, and how much earlier than now they begin. */
const LIFETIME = 3650 * 24 * 3600 * 1000;
const SLACK = 24 * 3600 * 1000;

/** Makes the certificates of these members; `now` is in milliseconds since 1970. */
export function certify(members: readonly string[], session: string, now: number): Certificates {
  const root = { name: `authority of ${session}`, ...makeKeys() };
  const authority = issue(root, root, now, "authority");
  const of = members.map((name): [string, Credentials] => {
    const keys = makeKeys();
    const key = keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    return [name, { certificate: issue({ name, ...keys }, root, now, "member"), key }];
  });
  return { authority, of: new Map(of) };
}

interface Holder {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

function makeKeys(): Omit<Holder, "name"> {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

function issue(subject: Holder, issuer: Holder, now: number, kind: "authority" | "member"): string {
  const algorithm = list(oid(ECDSA_SHA256));
  const content = list(
    explicit(0, integer(Uint8Array.of(2))),
    integer(randomBytes(16)),
    algorithm,
    nameOf(issuer),
    list(time(now - SLACK), time(now + LIFETIME)),
    nameOf(subject),
    subject.publicKey.export({ type: "spki", format: "der" }),
    explicit(3, list(...(kind === "authority" ? AUTHORITY_EXTENSIONS : MEMBER_EXTENSIONS))),
  );
  const signature = sign("sha256", content, issuer.privateKey);
  const encoded = Buffer.from(list(content, algorithm, bitString(signature))).toString("base64");
  const lines = encoded.match(/.{1,64}/gu) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function nameOf({ name }: Holder): Uint8Array {
  return list(set(list(oid(COMMON_NAME), text(toBytes(name)))));
}

function extension(id: string, value: Uint8Array): Uint8Array {
  return list(oid(id), boolean(), octets(value));
}

/** keyCertSign; digitalSignature. The first byte of a bit string says how many of its last bits are unused. */
const AUTHORITY_EXTENSIONS = [
  extension(BASIC_CONSTRAINTS, list(boolean())),
  extension(KEY_USAGE, bitString(Uint8Array.of(0x04), 2)),
];
const MEMBER_EXTENSIONS = [
  extension(BASIC_CONSTRAINTS, list()),
  extension(KEY_USAGE, bitString(Uint8Array.of(0x80), 7)),
  extension(EXTENDED_KEY_USAGE, list(oid(SERVER_AUTH), oid(CLIENT_AUTH))),
];
