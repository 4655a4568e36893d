/** The subject that an encoder writes for a program of others. */
import type { Model } from "../core/protocol/ir/script.ts";
import type { Theory } from "../core/theory/theory.ts";

/** A model with what the program needs to know of where it comes from. */
export interface Subject {
  readonly model: Model;
  /** The theories of a description, and the weaknesses that it switches on; undefined for a model from SPDL. */
  readonly theories: readonly Theory[] | undefined;
  readonly weaknesses: readonly string[];
  readonly title: string;
  /** The source's path, as the author writes it. */
  readonly source: string;
}
