/** The theories that come with Assay. A new one is a folder and an entry here. */
import { aencTheory } from "./aenc/aenc.ts";
import { dhTheory } from "./dh/dh.ts";
import { hashTheory } from "./hash/hash.ts";
import { macTheory } from "./mac/mac.ts";
import { preTheory } from "./pre/pre.ts";
import { sencTheory } from "./senc/senc.ts";
import { signTheory } from "./sign/sign.ts";
import type { Theory } from "./theory.ts";

/** Those that a protocol has without `.uses`. */
const BASIC = [aencTheory, sencTheory, signTheory, hashTheory, macTheory] as const;

/** Those that a protocol declares. */
const DECLARED_BY_USES = [preTheory, dhTheory] as const;

/** The theories as they were declared, with the code behind them. */
export const DECLARED_THEORIES = [...BASIC, ...DECLARED_BY_USES] as const;

/** Usable in every protocol without `.uses`. */
export const ALWAYS_AVAILABLE: readonly Theory[] = BASIC.map(({ data }) => data);

/** All of them. */
export const THEORIES: readonly Theory[] = DECLARED_THEORIES.map(({ data }) => data);

/** Families of every protocol in which everyone computes a public key from its owner's name and its index. */
export const IDENTITY_BASED: readonly string[] = THEORIES.flatMap((theory) => theory.identityBased ?? []);
