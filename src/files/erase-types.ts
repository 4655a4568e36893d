/**
 * TypeScript to JavaScript for a person's files, quickly: types are cut out and imports become calls; lines stay where they are.
 *
 * jiti brings a complete compiler of its own, which takes longer to load than a textbook protocol takes to verify. It is used
 * for what this one does not do, and for files that fail, so that errors are told in its words and places.
 */
import { transform } from "sucrase";

/** True for a file that needs the complete compiler: modules that wait, load others while they run, or ask for their address. */
export function needsCompiler(source: string): boolean {
  return /\bimport\s*\(|\bimport\.meta\b|\bawait\b|\bnamespace\b/.test(source);
}

/** The JavaScript of a file. Throws SyntaxError where it is not valid TypeScript. */
export function eraseTypes(source: string, file: string): string {
  const transforms = ["typescript", "imports"] as const;
  return transform(source, { transforms: [...transforms], disableESTransforms: true, filePath: file }).code;
}
