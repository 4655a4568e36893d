/**
 * Stands between adversary and challenger: checks what is handed over, writes the transcript, remembers forfeits.
 *
 * Every oracle goes through `oracle`, so none can forget a check. A forfeit sticks: an adversary that catches it has
 * lost all the same, and every further query throws it again.
 */
import type { Backend } from "../../../live/crypto/backend.ts";
import { frame, toBytes } from "../../../live/crypto/bytes.ts";
import type { Codec } from "./codec.ts";
import { ChallengerFault, Forfeit } from "./forfeit.ts";

/** One exchange, in bytes: an oracle's name, its arguments and its result. */
export interface Exchange {
  readonly oracle: string;
  readonly asked: readonly Uint8Array[];
  readonly answered: Uint8Array;
}

/** The codecs of an oracle. */
export interface Line {
  readonly takes: readonly Codec<unknown>[];
  readonly gives: Codec<unknown>;
}

/** Queries that a play allows. */
export const QUERY_LIMIT = 20_000;

/** The codecs of a function's arguments. */
export type CodecsOf<Arguments extends readonly unknown[]> = { readonly [I in keyof Arguments]: Codec<Arguments[I]> };

/** The referee of one play. */
export class Referee {
  readonly exchanges: Exchange[] = [];
  private readonly backend: Backend;
  private readonly lines = new Map<string, Line>();
  private readonly given = new Map<string, Codec<unknown>>();
  private forfeit: Forfeit | undefined;
  private fault: ChallengerFault | undefined;

  constructor(backend: Backend) {
    this.backend = backend;
  }

  /** An oracle as the adversary gets it. */
  oracle<const Arguments extends readonly unknown[], Result>(
    name: string,
    takes: CodecsOf<Arguments>,
    gives: Codec<Result>,
    body: (...given: Arguments) => Result,
  ): (...given: Arguments) => Result {
    this.lines.set(name, { takes: takes as readonly Codec<unknown>[], gives: gives as Codec<unknown> });
    return (...given) => {
      this.check();
      if (this.exchanges.length >= QUERY_LIMIT) {
        this.stop(new Forfeit("too-many-queries", `A play allows ${QUERY_LIMIT} queries.`));
      }
      const asked = takes.map((codec, i) => this.take(name, codec as Codec<unknown>, given[i]));
      const result = this.guard(name, () => body(...(asked.map(({ value }) => value) as unknown as Arguments)));
      const answered = this.guard(name, () => gives.encode(result, this.backend));
      this.exchanges.push({ oracle: name, asked: asked.map(({ bytes }) => bytes), answered });
      return result;
    };
  }

  /** A value that the adversary has from the start. */
  give<T>(name: string, codec: Codec<T>, value: T): T {
    this.given.set(name, codec as Codec<unknown>);
    this.exchanges.push({ oracle: name, asked: [], answered: codec.encode(value, this.backend) });
    return value;
  }

  /** How the arguments of an oracle are read. */
  codecsOf(name: string): readonly Codec<unknown>[] {
    return this.lines.get(name)?.takes ?? [];
  }

  /** Argument and result types of an oracle. Throws RangeError where there is none. */
  lineOf(name: string): Line {
    const line = this.lines.get(name);
    if (line === undefined) throw new RangeError(`there is no oracle ${name}`);
    return line;
  }

  /** How a value that was given from the start is written. Throws RangeError where there is none. */
  givenAs(name: string): Codec<unknown> {
    const codec = this.given.get(name);
    if (codec === undefined) throw new RangeError(`nothing is given as ${name}`);
    return codec;
  }

  /** Forfeits a play in which an oracle was asked with what it does not take. */
  refuse(name: string): never {
    return this.stop(
      new Forfeit(
        "wrong-answer",
        `${name} takes ${this.codecsOf(name)
          .map(({ what }) => what)
          .join(", ")}.`,
      ),
    );
  }

  /** Forfeits a play that ended with what is no answer. */
  refuseAnswer(codec: Codec<unknown>): never {
    return this.stop(new Forfeit("wrong-answer", `answer takes ${codec.what}.`));
  }

  /** Takes the final answer. */
  takeAnswer<T>(codec: Codec<T>, answer: T): T {
    this.check();
    const { value, bytes } = this.take("answer", codec, answer);
    this.exchanges.push({ oracle: "answer", asked: [bytes], answered: new Uint8Array() });
    return value;
  }

  /** Runs the challenger's own code: what it throws, forfeits apart, is a bug. */
  guard<T>(what: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof Forfeit) this.stop(error);
      this.fault ??= new ChallengerFault(`${what}: ${describeError(error)}`, { cause: error });
      throw this.fault;
    }
  }

  /** Throws what has gone wrong before, whoever caught it. */
  check(): void {
    if (this.fault !== undefined) throw this.fault;
    if (this.forfeit !== undefined) throw this.forfeit;
  }

  /** The bytes of the whole play: equal for equal transcripts only. */
  transcript(): Uint8Array {
    const parts = this.exchanges.map(({ oracle, asked, answered }) =>
      frame(toBytes(oracle), frame(...asked), answered),
    );
    return frame(...parts);
  }

  private take<T>(name: string, codec: Codec<T>, given: T): { value: T; bytes: Uint8Array } {
    try {
      const bytes = codec.encode(given, this.backend);
      return { value: codec.decode(bytes, this.backend), bytes };
    } catch {
      return this.stop(new Forfeit("wrong-answer", `${name} takes ${codec.what}.`));
    }
  }

  private stop(forfeit: Forfeit): never {
    this.forfeit ??= forfeit;
    throw this.forfeit;
  }
}

/** Describes an error, whatever was thrown, in a line of bounded length. */
export function describeError(error: unknown): string {
  try {
    const text = error instanceof Error ? error.message : String(error);
    return text.replace(/\s+/g, " ").slice(0, 160);
  } catch {
    return "something that cannot be printed";
  }
}
