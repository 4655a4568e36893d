/**
 * The way to one other member: what is under way is kept and sent again until it is taken or answered, over as many
 * connections as that takes.
 */
import { connect, type TLSSocket } from "node:tls";
import type { Credentials } from "./certificates.ts";
import { BadFrame, type CallOutcome, encodeFrame, type Frame, FrameReader, type Hop } from "./frames.ts";

/** Options of a link. */
export interface LinkOptions {
  readonly session: string;
  readonly from: string;
  readonly to: string;
  readonly authority: string;
  readonly credentials: Credentials;
  /** Where the other one listens; undefined while nobody knows. */
  readonly portOf: (name: string) => number | undefined;
  /** Told of connections that are of no use. */
  readonly note: (text: string) => void;
}

/** How long a connection may take to be made, and how long an answer may take before it is made anew, milliseconds. */
const PATIENCE = 10_000;
const [SOONEST, LATEST] = [20, 500];

export class Link {
  private readonly options: LinkOptions;
  private readonly hops = new Map<string, Hop>();
  private readonly calls = new Map<
    number,
    { readonly frame: Frame; readonly settle: (outcome: CallOutcome) => void }
  >();
  private asked = 0;
  private socket: TLSSocket | undefined;
  private isReady = false;
  private isClosed = false;
  private delay = SOONEST;
  private timer: NodeJS.Timeout | undefined;

  constructor(options: LinkOptions) {
    this.options = options;
  }

  /** Sends a message until it is taken. */
  send(hop: Hop): void {
    this.hops.set(hop.id, hop);
    this.write({ is: "message", ...hop });
  }

  /** Asks until there is an answer. */
  call(method: string, content: unknown): Promise<CallOutcome> {
    this.asked += 1;
    const frame: Frame = { is: "call", number: this.asked, method, content };
    return new Promise((settle) => {
      this.calls.set(this.asked, { frame, settle });
      this.write(frame);
    });
  }

  /** Ends the connection, if there is one; what is under way waits for the next. */
  reconnect(): void {
    this.socket?.destroy();
    this.delay = SOONEST;
    this.connectSoon();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.socket?.destroy();
  }

  private get isNeeded(): boolean {
    return !this.isClosed && this.hops.size + this.calls.size > 0;
  }

  private write(frame: Frame): void {
    if (this.isReady) this.socket?.write(encodeFrame(frame));
    else this.connectSoon();
  }

  private connectSoon(): void {
    if (this.timer !== undefined || this.socket !== undefined || !this.isNeeded) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.open();
    }, this.delay);
    this.delay = Math.min(this.delay * 2, LATEST);
  }

  private open(): void {
    const { to, from, session, authority, credentials, portOf, note } = this.options;
    const port = portOf(to);
    if (port === undefined) return this.connectSoon();
    const socket = connect({
      host: "127.0.0.1",
      port,
      ca: authority,
      cert: credentials.certificate,
      key: credentials.key,
      minVersion: "TLSv1.3",
      checkServerIdentity: (_, { subject }) =>
        String(subject.CN) === to ? undefined : new Error(`${to} is expected, and ${String(subject.CN)} answers`),
    });
    this.socket = socket;
    const reader = new FrameReader();
    socket.setTimeout(PATIENCE, () => {
      if (!this.isReady || this.isNeeded) socket.destroy();
    });
    socket.on("secureConnect", () => {
      this.isReady = true;
      this.delay = SOONEST;
      this.write({ is: "hello", session, from, to });
      for (const hop of this.hops.values()) this.write({ is: "message", ...hop });
      for (const { frame } of this.calls.values()) this.write(frame);
    });
    socket.on("data", (bytes: Buffer) => {
      try {
        for (const frame of reader.push(bytes)) this.take(frame);
      } catch (error) {
        if (!(error instanceof BadFrame)) throw error;
        note(`${to} answers with what is no frame: ${error.message}`);
        socket.destroy();
      }
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ECONNREFUSED" && error.code !== "ECONNRESET" && error.code !== "EPIPE") {
        note(`The connection to ${to} failed: ${error.message}.`);
      }
    });
    socket.on("close", () => {
      if (this.socket === socket) this.socket = undefined;
      this.isReady = false;
      this.connectSoon();
    });
  }

  private take(frame: Frame): void {
    switch (frame.is) {
      case "taken":
        this.hops.delete(frame.id);
        return;
      case "answer": {
        const call = this.calls.get(frame.number);
        this.calls.delete(frame.number);
        call?.settle(frame.outcome);
        return;
      }
      case "hello":
      case "message":
      case "call":
        throw new BadFrame("It is no answer.");
      default:
        return frame satisfies never;
    }
  }
}
