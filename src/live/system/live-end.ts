/** The end of an execution of a live system, and its steps, for whoever shows them. */
import type { Reply } from "../parties/party.ts";

/** The end of an execution, with its transcript: plain data. */
export type LiveEnd = { readonly transcript: object } & (
  | {
      readonly is: "completed";
      /** The lines behind the last step. */
      readonly lines: readonly string[];
      /** False where it differs from the description, or an auditor finds fault with it. */
      readonly isSound: boolean;
    }
  | { readonly is: "stopped"; readonly step: LiveStep | undefined }
);

/** A step: a party was started, or a message landed. */
export interface LiveStep {
  readonly party: string;
  readonly message?: { readonly label: string };
  readonly reply: Reply;
}
