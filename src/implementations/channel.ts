/** A line to an implementation: one request at a time, one answer each, within a time. */
import type { Request } from "./requests.ts";

/** The line. A failure of the implementation closes it: whoever goes on opens another. */
export interface Channel {
  /** The answer, as JSON. Rejects with Failed. */
  readonly ask: (request: Request, milliseconds: number) => Promise<unknown>;
  readonly close: () => void;
}

/** Opens a line; what it reaches may still be starting. Rejects with Failed. */
export type OpenChannel = (milliseconds: number) => Promise<Channel>;

/** The most bytes of one answer. */
export const MOST_ANSWER = 1024 * 1024;
