/** A file to analyse, before it is read. */

/** One file to analyse. */
export interface Source {
  readonly kind: "description" | "spdl";
  /** As findings name it: what the person wrote, or a path below it. */
  readonly source: string;
  /** Where it is, relative to the working folder or absolute, as written. */
  readonly path: string;
}
