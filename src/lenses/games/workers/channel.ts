/**
 * The line between a challenger and an adversary on another thread: one message at a time, in memory that both share.
 *
 * Only bytes cross. What is received is copied before it is looked at, so the sender cannot change it any more; an
 * adversary that writes here what it likes says no more than it could say by asking.
 */
import { join } from "../../../live/crypto/bytes.ts";

const HEADER = 8;
const CAPACITY = 8 * 1024 * 1024;
/** Whose turn it is: nobody's yet, the challenger's (a question lies here), the adversary's (an answer does). */
const TURN = { none: 0, challenger: 1, adversary: 2 } as const;

/** A message: a word that says what it is, and parts. */
export interface Letter {
  readonly word: string;
  readonly parts: readonly Uint8Array[];
}

/** Both ends of a line. */
export class Channel {
  readonly memory: SharedArrayBuffer;
  private readonly state: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(HEADER + CAPACITY)) {
    this.memory = memory;
    this.state = new Int32Array(memory, 0, 2);
  }

  /** The adversary: asks, and waits for the answer. */
  ask(letter: Letter): Letter {
    this.write(letter, TURN.challenger);
    // The notice of an earlier answer may come late, and wakes nobody for good: the turn alone says that this one is there.
    while (this.isAsked) Atomics.wait(this.state, 0, TURN.challenger);
    return this.read();
  }

  /** The adversary: says its last word. */
  conclude(letter: Letter): void {
    this.write(letter, TURN.challenger);
  }

  /** The challenger: waits for what is asked next. */
  hear(): Letter {
    for (;;) {
      const turn = Atomics.load(this.state, 0);
      if (turn === TURN.challenger) return this.read();
      Atomics.wait(this.state, 0, turn);
    }
  }

  /** The challenger: answers what was asked last. */
  answer(letter: Letter): void {
    this.write(letter, TURN.adversary);
  }

  /** True when the adversary asks for something, and waits. */
  get isAsked(): boolean {
    return Atomics.load(this.state, 0) === TURN.challenger;
  }

  private write({ word, parts }: Letter, turn: number): void {
    const bytes = pack([new TextEncoder().encode(word), ...parts]);
    if (bytes.length > CAPACITY) throw new RangeError("a message is longer than the line takes");
    new Uint8Array(this.memory, HEADER, bytes.length).set(bytes);
    Atomics.store(this.state, 1, bytes.length);
    Atomics.store(this.state, 0, turn);
    Atomics.notify(this.state, 0);
  }

  private read(): Letter {
    const length = Math.min(Math.max(Atomics.load(this.state, 1), 0), CAPACITY);
    const [word = new Uint8Array(), ...parts] = unpack(Uint8Array.from(new Uint8Array(this.memory, HEADER, length)));
    return { word: new TextDecoder().decode(word), parts };
  }
}

function pack(parts: readonly Uint8Array[]): Uint8Array {
  return join(
    ...parts.flatMap((part) => {
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, part.length);
      return [length, part];
    }),
  );
}

/** Unpacks the output of `pack`; from anything else, the readable part. */
function unpack(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = view.getUint32(at);
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}
