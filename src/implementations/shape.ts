/** The keys of an implementation's file, as data: what its reader and the JSON schema for editors are made of. */
import { makeSchema, type Schema, type Shape } from "../files/yaml-shape.ts";

const ENCODINGS = ["cbor", "json", "protobuf", "codec"] as const;

/** The keys of a message. */
export const MESSAGE = {
  message: { is: "sentence", about: "The label of a message of the description.", required: true },
  encoding: { is: "word", words: ENCODINGS, about: "How it is written, where that is not as the others." },
  type: { is: "text", about: "The type of protobuf that it is." },
  fields: {
    is: "pairs",
    about: "The implementation's names of fields, by their paths: Ni, grant.record, or payload for what stands alone.",
  },
  "inside-types": {
    is: "pairs",
    about: "Types of protobuf of what is sealed, signed or hashed, by the paths of these parts.",
  },
} as const satisfies Shape;

/** The keys of lines of the log. */
export const LOG = {
  event: { is: "sentence", about: "The member event of the lines.", required: true },
  is: {
    is: "word",
    words: ["running", "claim", "secret"],
    about: "running: it says with whom it runs; claim: it has come to its claims; secret: it has a value.",
    required: true,
  },
  role: { is: "text", about: "The role whose lines they are, where other roles write other ones." },
  values: { is: "pairs", about: "Members with values, by the description's names." },
  peers: { is: "pairs", about: "Members that name agents, by the roles that these play." },
} as const satisfies Shape;

/** The keys of the file of an implementation. */
export const IMPLEMENTATION = {
  name: { is: "sentence", about: "The name for reports.", required: true },
  version: { is: "text", about: "The version for reports, where the implementation does not say it." },
  protocol: { is: "text", about: "The protocol that it is for." },
  roles: { is: "texts", about: "The roles that it plays; without, all." },
  run: { is: "texts", about: "The command that starts it, and its arguments; it runs in the folder of this file." },
  url: { is: "text", about: "The service to ask, http://127.0.0.1:<port>/ or http://[::1]:<port>/." },
  module: { is: "text", about: "The TypeScript module that exports its parties." },
  "start-seconds": { is: "number", about: "Seconds until it has answered its first request." },
  "answer-seconds": { is: "number", about: "Seconds for each answer." },
  encoding: { is: "word", words: ENCODINGS, about: "How messages are written." },
  inside: {
    is: "word",
    words: ENCODINGS,
    about: "How what is sealed, signed or hashed is written; without, as messages.",
  },
  contexts: {
    is: "word",
    words: ["none", "assay"],
    about: "Whether boxes, signatures and hashes have the contexts of Assay.",
  },
  proto: { is: "text", about: "The file with protobuf's types." },
  codec: { is: "text", about: "The TypeScript module that exports encode and decode." },
  operations: { is: "text", about: "The TypeScript module with other cryptography than Assay's." },
  messages: { is: "list", of: MESSAGE, about: "Messages that are not as the others." },
  log: { is: "list", of: LOG, about: "What lines of the log say." },
} as const satisfies Shape;

/** The JSON schema of the file, which the package brings. */
export const IMPLEMENTATION_SCHEMA: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "The file of an implementation for Assay",
  ...makeSchema(IMPLEMENTATION),
};
