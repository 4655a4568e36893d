/**
 * Frames: what goes over a connection between two members, each preceded by its length in four bytes, big-endian.
 *
 * The first frame of a connection names who speaks to whom. A message is taken over by its receiver with "taken" and not
 * before; until then its sender keeps it. A call is a question to a service, which has one answer however often it is asked.
 */
import { join } from "../crypto/bytes.ts";
import { decodeContent, encodeContent, fieldOf, isCount, isWord } from "./content.ts";

/** A message on its way to the next member. */
export interface Hop {
  /** The sender's own name for it: the same when it is sent again. */
  readonly id: string;
  /** The time of the step in which it was sent, milliseconds since 1970, and the number of that step. */
  readonly time: number;
  readonly counter: number;
  readonly bytes: Uint8Array;
}

/** Outcome of a call. */
export type CallOutcome =
  | { readonly is: "done"; readonly content: unknown }
  | { readonly is: "failed"; readonly part: string; readonly because: string; readonly code: string };

/** A frame. */
export type Frame =
  | { readonly is: "hello"; readonly session: string; readonly from: string; readonly to: string }
  | ({ readonly is: "message" } & Hop)
  | { readonly is: "taken"; readonly id: string }
  | { readonly is: "call"; readonly number: number; readonly method: string; readonly content: unknown }
  | { readonly is: "answer"; readonly number: number; readonly outcome: CallOutcome };

/** The most bytes of a frame. */
export const MOST_FRAME = 1024 * 1024;

/** Bytes on a connection that are no frames; the message is a sentence. */
export class BadFrame extends Error {
  override readonly name = "BadFrame";
}

/** The bytes of a frame. Throws BadFrame for one that is too long. */
export function encodeFrame(frame: Frame): Uint8Array {
  const content = encodeContent(frame);
  if (content.length > MOST_FRAME) throw new BadFrame(sayLength(content.length));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, content.length);
  return join(length, content);
}

/** Cuts what arrives into frames, however it is cut. */
export class FrameReader {
  private pieces: Uint8Array[] = [];
  private length = 0;

  /** True while a frame has begun and not ended. */
  get isInside(): boolean {
    return this.length > 0;
  }

  /** The frames that end in these bytes. Throws BadFrame; the connection is of no use after that. */
  push(bytes: Uint8Array): readonly Frame[] {
    this.pieces.push(bytes);
    this.length += bytes.length;
    const frames: Frame[] = [];
    for (;;) {
      const size = this.peek();
      if (size === undefined || this.length < 4 + size) return frames;
      const all = join(...this.pieces);
      frames.push(readFrame(all.subarray(4, 4 + size)));
      const rest = all.subarray(4 + size);
      this.pieces = [rest];
      this.length = rest.length;
    }
  }

  private peek(): number | undefined {
    if (this.length < 4) return undefined;
    if ((this.pieces[0]?.length ?? 0) < 4) this.pieces = [join(...this.pieces)];
    const head = this.pieces[0] as Uint8Array;
    const size = new DataView(head.buffer, head.byteOffset).getUint32(0);
    if (size > MOST_FRAME) throw new BadFrame(sayLength(size));
    return size;
  }
}

function sayLength(length: number): string {
  return `A frame announces ${length} bytes; the most is ${MOST_FRAME}.`;
}

function readFrame(bytes: Uint8Array): Frame {
  const content = decodeContent(bytes);
  const frame = readKind(content);
  if (frame === undefined) throw new BadFrame("A frame is of no kind that there is.");
  return frame;
}

function readKind(content: unknown): Frame | undefined {
  const at = (name: string): unknown => fieldOf(content, name);
  const is = at("is");
  switch (is) {
    case "hello": {
      const [session, from, to] = [at("session"), at("from"), at("to")];
      return isWord(session) && isWord(from) && isWord(to) ? { is, session, from, to } : undefined;
    }
    case "message": {
      const [id, time, counter, bytes] = [at("id"), at("time"), at("counter"), at("bytes")];
      const isHop = isWord(id, 60) && isCount(time) && isCount(counter) && bytes instanceof Uint8Array;
      return isHop ? { is, id, time, counter, bytes } : undefined;
    }
    case "taken": {
      const id = at("id");
      return isWord(id, 60) ? { is, id } : undefined;
    }
    case "call": {
      const [number, method] = [at("number"), at("method")];
      return isCount(number) && isWord(method, 60) ? { is, number, method, content: at("content") } : undefined;
    }
    case "answer": {
      const [number, outcome] = [at("number"), readOutcome(at("outcome"))];
      return isCount(number) && outcome !== undefined ? { is, number, outcome } : undefined;
    }
    default:
      return undefined;
  }
}

function readOutcome(content: unknown): CallOutcome | undefined {
  const is = fieldOf(content, "is");
  if (is === "done") return { is, content: fieldOf(content, "content") };
  const [part, because, code] = ["part", "because", "code"].map((name) => fieldOf(content, name));
  const isFailure = is === "failed" && isWord(part) && isWord(because, 2000) && typeof code === "string";
  return isFailure ? { is, part, because, code } : undefined;
}
