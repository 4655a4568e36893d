/** Messages between a process and its parent, over the channel that Node.js opens between the two. */
import type { MemberStep } from "./troupe.ts";

/** Message of the parent to a process. */
export type Order =
  | {
      readonly is: "open";
      readonly member: string;
      /** The folder of all members. */
      readonly folder: string;
      readonly passphrase: string;
      /** By how much the company's time differs from this machine's, milliseconds. */
      readonly offset: number;
    }
  | { readonly is: "addresses"; readonly ports: Readonly<Record<string, number>> }
  | { readonly is: "begin"; readonly counter: number }
  | { readonly is: "report" }
  | { readonly is: "stop" };

/** Message of a process to its parent. */
export type News =
  | { readonly is: "ready"; readonly port: number }
  | { readonly is: "step"; readonly step: MemberStep }
  | { readonly is: "early"; readonly from: string; readonly id: string }
  | { readonly is: "report"; readonly content: unknown }
  | { readonly is: "note"; readonly text: string }
  | { readonly is: "fault"; readonly part: string; readonly because: string };
