/** The options of `assay derive`. */
import type { BanFormat } from "../../lenses/ban/print/render.ts";

/** Options of the command line, read. */
export interface DeriveFlags {
  readonly goal: readonly string[];
  readonly format: BanFormat | "html";
  readonly corpus?: string;
  readonly strict?: true;
  readonly linear?: true;
  readonly labels: string;
  readonly beliefs?: true;
  readonly details?: true;
  readonly checkProof?: string;
  readonly acceptIllegitimate?: true;
}
