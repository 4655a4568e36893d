/**
 * Where a member listens: TLS on this machine, for whoever shows a certificate of the company's authority.
 *
 * Everything that arrives is untrusted. A connection that speaks in a name other than its certificate's, sends what is no
 * frame, stops half-way, or sends without reading ends, with a note; the member and its other connections go on.
 */
import { createServer, type Server, type TLSSocket } from "node:tls";
import type { Credentials } from "./certificates.ts";
import { BadFrame, type CallOutcome, encodeFrame, type Frame, FrameReader, type Hop } from "./frames.ts";

/** Options of a listener. */
export interface ListenerOptions {
  readonly session: string;
  readonly name: string;
  readonly authority: string;
  readonly credentials: Credentials;
  readonly members: ReadonlySet<string>;
  /** Takes a message over: when it resolves, the message is on disk. Rejects with BadFrame for one that no member sends. */
  readonly take: (from: string, hop: Hop) => Promise<void>;
  readonly answer: (from: string, method: string, content: unknown) => Promise<CallOutcome>;
  readonly note: (text: string) => void;
  readonly limits?: Partial<Limits>;
}

/** Limits of a connection. */
export interface Limits {
  /** Milliseconds for the handshake and the first frame, and for a frame from its first byte to its last. */
  readonly patience: number;
  /** How many connections there may be at once, and how many of one member. */
  readonly connections: number;
  readonly ofOne: number;
  /** The most bytes of answers that wait to be read. */
  readonly unread: number;
}

const USUAL: Limits = { patience: 10_000, connections: 64, ofOne: 4, unread: 4 * 1024 * 1024 };

/** A listener that listens. */
export interface Listener {
  readonly port: number;
  close(): void;
}

/** Listens on a port of 127.0.0.1 that the operating system chooses. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const limits = { ...USUAL, ...options.limits };
  const { authority, credentials, note } = options;
  const sockets = new Set<TLSSocket>();
  const byMember = new Map<string, number>();
  const server: Server = createServer({
    ca: authority,
    cert: credentials.certificate,
    key: credentials.key,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: "TLSv1.3",
    handshakeTimeout: limits.patience,
  });
  server.maxConnections = limits.connections;
  server.on("tlsClientError", (error, socket) => {
    note(`A connection was refused: ${error.message}.`);
    // Node.js leaves a connection open whose handshake does not go on.
    socket.destroy();
  });
  server.on("drop", () => note(`A connection was refused: there are ${limits.connections}.`));
  server.on("secureConnection", (socket) => {
    const peer = String(socket.getPeerCertificate().subject?.CN ?? "");
    const count = (byMember.get(peer) ?? 0) + 1;
    sockets.add(socket);
    byMember.set(peer, count);
    socket.on("close", () => {
      sockets.delete(socket);
      byMember.set(peer, (byMember.get(peer) ?? 1) - 1);
    });
    if (count > limits.ofOne) end(socket, peer, note, `it has ${limits.ofOne} connections already`);
    else new Conversation(socket, peer, options, limits);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve());
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function end(socket: TLSSocket, peer: string, note: ListenerOptions["note"], why: string): void {
  note(`A connection of ${JSON.stringify(peer.slice(0, 60))} was ended: ${why}.`);
  socket.destroy();
}

/** One connection: its frames are dealt with one after the other, and no more is read meanwhile. */
class Conversation {
  private readonly reader = new FrameReader();
  private isGreeted = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly socket: TLSSocket;
  private readonly peer: string;
  private readonly options: ListenerOptions;
  private readonly limits: Limits;

  constructor(socket: TLSSocket, peer: string, options: ListenerOptions, limits: Limits) {
    this.socket = socket;
    this.peer = peer;
    this.options = options;
    this.limits = limits;
    this.watch();
    socket.on("error", () => undefined);
    socket.on("close", () => clearTimeout(this.timer));
    socket.on("data", (bytes: Buffer) => void this.read(bytes));
  }

  /** A frame that has begun has to end, and the first one has to come. */
  private watch(): void {
    clearTimeout(this.timer);
    if (this.isGreeted && !this.reader.isInside) return;
    this.timer = setTimeout(() => this.end("it is too slow"), this.limits.patience);
  }

  private end(why: string): void {
    clearTimeout(this.timer);
    if (!this.socket.destroyed) end(this.socket, this.peer, this.options.note, why);
  }

  private async read(bytes: Buffer): Promise<void> {
    const wasInside = this.reader.isInside;
    this.socket.pause();
    try {
      const frames = this.reader.push(bytes);
      if (frames.length > 0 || !wasInside) this.watch();
      for (const frame of frames) {
        if (this.socket.destroyed) return;
        await this.take(frame);
      }
      this.socket.resume();
    } catch (error) {
      this.end(error instanceof BadFrame ? error.message : "this member has a fault of its own");
      if (!(error instanceof BadFrame)) this.options.note(error instanceof Error ? error.message : String(error));
    }
  }

  private async take(frame: Frame): Promise<void> {
    const { session, name, members, take, answer } = this.options;
    if (!this.isGreeted) {
      if (frame.is !== "hello") throw new BadFrame("It does not say who it is.");
      if (frame.session !== session) throw new BadFrame("It is of another session.");
      if (frame.from !== this.peer) {
        throw new BadFrame(`It speaks in the name of ${JSON.stringify(frame.from.slice(0, 60))}`);
      }
      if (frame.to !== name || !members.has(frame.from)) throw new BadFrame("It is not for this member, or from none.");
      this.isGreeted = true;
      this.watch();
      return;
    }
    switch (frame.is) {
      case "message":
        await take(this.peer, frame);
        return this.write({ is: "taken", id: frame.id });
      case "call":
        return this.write({
          is: "answer",
          number: frame.number,
          outcome: await answer(this.peer, frame.method, frame.content),
        });
      case "hello":
      case "taken":
      case "answer":
        throw new BadFrame("It is no message and no question.");
      default:
        return frame satisfies never;
    }
  }

  private write(frame: Frame): void {
    if (this.socket.destroyed) return;
    this.socket.write(encodeFrame(frame));
    if (this.socket.writableLength > this.limits.unread) throw new BadFrame("It does not read what it is answered.");
  }
}
