/**
 * Signed challenge and response by hand, both roles, as a service on this machine for Assay to drive: each request of
 * docs/implementations.md is a POST.
 *
 *   node --import ../../bin/register-typescript.mjs service.ts 8473                     as it should be
 *   node --import ../../bin/register-typescript.mjs service.ts 8473 --flaw nonce        the client does not compare its nonce
 *   node --import ../../bin/register-typescript.mjs service.ts 8473 --flaw name         the server does not compare its name
 *   node --import ../../bin/register-typescript.mjs service.ts 8473 --flaw signature    signatures are made and verified over
 *                                                                                       the first nonce alone
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { createServer } from "node:http";

interface Start {
  readonly run: string;
  readonly role: "A" | "B";
  readonly agent: string;
  readonly partners: Readonly<Record<string, string>>;
  readonly keys: readonly { readonly kind: string; readonly owner: string; readonly bytes: string }[];
}

/** An answer: messages and lines of the log. */
interface Said {
  readonly messages?: readonly object[];
  readonly log?: readonly object[];
}

/** Why a message is not taken. */
class Refusal extends Error {}

const FLAW = process.argv[3] === "--flaw" ? process.argv[4] : undefined;

/** Each part preceded by its length in four bytes, big-endian: what Assay's sign frames before Ed25519. */
function frame(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
}

/** The bytes under a signature: Assay's tag, the context, which is empty without contexts, and the message. */
function signedBytes(message: Buffer): Buffer {
  const covered = FLAW === "signature" ? message.subarray(0, 30) : message;
  return frame(Buffer.from("ASSAY-V1-SIGNATURE"), Buffer.alloc(0), covered);
}

const SECRET = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC = Buffer.from("302a300506032b6570032100", "hex");

/** One run of a role, for one agent. */
class Run {
  private readonly start_: Start;
  private readonly seed: string;
  private readonly peer: string;
  private readonly mine: string;
  private theirs = "";
  private waitsFor: string;

  constructor(start: Start, seed: string) {
    this.start_ = start;
    this.seed = seed;
    this.peer = start.partners[start.role === "A" ? "B" : "A"] ?? "";
    this.mine = this.draw();
    this.waitsFor = start.role === "A" ? "M2" : "M1";
  }

  start(): Said {
    return this.start_.role === "A" ? { messages: [this.write({ Na: this.mine })] } : {};
  }

  receive(label: string, bytes: Buffer): Said {
    if (label !== this.waitsFor) throw new Refusal("It is not the message that this run waits for.");
    const content = JSON.parse(bytes.toString("utf8")) as { readonly Na?: string; readonly proof?: readonly string[] };
    if (label === "M1") {
      this.theirs = content.Na ?? "";
      if (Buffer.from(this.theirs, "base64url").length !== 16) throw new Refusal("There is no nonce.");
      this.waitsFor = "M3";
      const message = this.prove({ Nb: this.mine, Na: this.theirs, A: this.peer });
      return { messages: [message], log: [this.note("running")] };
    }
    const proven = this.check(content.proof ?? []);
    const [own, other, name] = label === "M2" ? (["Na", "Nb", "A"] as const) : (["Nb", "Na", "B"] as const);
    const isFlawed = FLAW === "nonce" && label === "M2";
    if (proven[own] !== this.mine && !isFlawed) throw new Refusal("It does not answer this run's nonce.");
    if (label === "M3" && proven[other] !== this.theirs) throw new Refusal("It is of another run.");
    if (proven[name] !== this.start_.agent && !(FLAW === "name" && label === "M3"))
      throw new Refusal("It names another.");
    this.theirs = proven[other] ?? "";
    this.waitsFor = "";
    if (label === "M3") return { log: [this.note("claim")] };
    const message = this.prove({ Na: this.mine, Nb: this.theirs, B: this.peer });
    return { messages: [message], log: [this.note("running"), this.note("claim")] };
  }

  private note(event: string): object {
    const [na, nb] = this.start_.role === "A" ? [this.mine, this.theirs] : [this.theirs, this.mine];
    return { event, na, nb, peer: this.peer };
  }

  private write(content: object): object {
    return { to: this.peer, bytes: Buffer.from(JSON.stringify(content)).toString("base64") };
  }

  private prove(content: object): object {
    const message = Buffer.from(JSON.stringify(content));
    const key = createPrivateKey({
      key: Buffer.concat([SECRET, this.key("sgk", this.start_.agent)]),
      format: "der",
      type: "pkcs8",
    });
    const signature = sign(null, signedBytes(message), key);
    return this.write({ proof: [message.toString("base64url"), signature.toString("base64url")] });
  }

  /** Verifies the peer's signature and gives the signed content. */
  private check([message = "", signature = ""]: readonly string[]): Readonly<Record<string, string>> {
    const bytes = Buffer.from(message, "base64url");
    const key = createPublicKey({
      key: Buffer.concat([PUBLIC, this.key("vk", this.peer)]),
      format: "der",
      type: "spki",
    });
    const isTheirs = verify(null, signedBytes(bytes), key, Buffer.from(signature, "base64url"));
    if (!isTheirs) throw new Refusal("The signature is not the peer's.");
    return JSON.parse(bytes.toString("utf8")) as Readonly<Record<string, string>>;
  }

  private key(kind: string, owner: string): Buffer {
    const key = this.start_.keys.find((each) => each.kind === kind && each.owner === owner);
    return Buffer.from(key?.bytes ?? "", "base64");
  }

  /** 16 bytes that the seed of the sequence determines. An implementation in use draws them from the system. */
  private draw(): string {
    return createHash("sha256")
      .update(`${this.seed} ${this.start_.run}`)
      .digest()
      .subarray(0, 16)
      .toString("base64url");
  }
}

const runs = new Map<string, Run>();
let seed = "";

function answer(
  verb: string,
  request: Start & { readonly seed: string; readonly label: string; readonly bytes: string },
): object {
  switch (verb) {
    case "reset":
      runs.clear();
      return { name: "service.ts", version: "1.0" };
    case "random":
      seed = request.seed;
      return {};
    case "start": {
      const run = new Run(request, seed);
      runs.set(request.run, run);
      return run.start();
    }
    case "receive":
      return runs.get(request.run)?.receive(request.label, Buffer.from(request.bytes, "base64")) ?? {};
    default:
      // The protocol has no times, and the lines of the log are in the answers.
      return {};
  }
}

createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    let said: object;
    try {
      const content = JSON.parse(Buffer.concat(parts).toString("utf8") || "{}") as Parameters<typeof answer>[1];
      said = { is: "accepted", ...answer((request.url ?? "").split("/").at(-1) ?? "", content) };
    } catch (error) {
      said = { is: "refused", because: error instanceof Error ? error.message : String(error) };
    }
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(said));
  });
}).listen(Number(process.argv[2] ?? 8473), "127.0.0.1");
