/** The result of a piece of work: every play of it, in order, so that pieces can be put together by anyone. */
import type { Result } from "../estimate/sequential-test.ts";
import { RULES, type Rule } from "../play/forfeit.ts";
import { asList, asNumber, asRecord, asText, asWord } from "./read-data.ts";

/** One play. */
export interface PlayRecord {
  readonly result: Result;
  /** The first 16 bytes of the SHA-256 of its transcript, in hexadecimal. */
  readonly digest: string;
  readonly forfeit?: { readonly rule: Rule; readonly text: string };
}

/** Plays from a number on. */
export interface BatchResult {
  readonly from: number;
  readonly plays: readonly PlayRecord[];
}

/** The digest of a play that did not come to an end. */
export const NO_DIGEST = "0".repeat(32);

/** Reads what somebody else worked out. Throws TypeError for what is no result of so many plays. */
export function readBatch(value: unknown, from: number, count: number): BatchResult {
  const batch = asRecord(value);
  const plays = asList(batch["plays"]).map(readPlay);
  if (batch["from"] !== from || plays.length !== count) throw new TypeError("the result of another batch");
  return { from: asNumber(batch["from"], 0, 1e9), plays };
}

function readPlay(value: unknown): PlayRecord {
  const play = asRecord(value);
  const result = asWord(play["result"], ["won", "lost", "forfeited"]);
  const digest = asText(play["digest"]);
  if (!/^[0-9a-f]{32}$/.test(digest)) throw new TypeError("no digest");
  if (result !== "forfeited") return { result, digest };
  const forfeit = asRecord(play["forfeit"]);
  const rule = asWord(forfeit["rule"], Object.keys(RULES) as Rule[]);
  return { result, digest, forfeit: { rule, text: asText(forfeit["text"]) } };
}
