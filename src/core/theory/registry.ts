/** The theories that come with Assay. A new one is a folder and a line here. */
import { aencTheory } from "./aenc/aenc.ts";
import { dhTheory } from "./dh/dh.ts";
import { hashTheory } from "./hash/hash.ts";
import { macTheory } from "./mac/mac.ts";
import { preTheory } from "./pre/pre.ts";
import { sencTheory } from "./senc/senc.ts";
import { signTheory } from "./sign/sign.ts";
import type { Theory } from "./theory.ts";

/** The theories as they were declared, with the code behind them. */
export const DECLARED_THEORIES = [
  aencTheory,
  sencTheory,
  signTheory,
  hashTheory,
  macTheory,
  preTheory,
  dhTheory,
] as const;

/** Usable in every protocol without `.uses`. */
export const ALWAYS_AVAILABLE: readonly Theory[] = [
  aencTheory.data,
  sencTheory.data,
  signTheory.data,
  hashTheory.data,
  macTheory.data,
];

/** All of them. */
export const THEORIES: readonly Theory[] = [...ALWAYS_AVAILABLE, preTheory.data, dhTheory.data];

/** Families of every protocol in which everyone computes a public key from its owner's name and its index. */
export const IDENTITY_BASED: readonly string[] = THEORIES.flatMap((theory) => theory.identityBased ?? []);
