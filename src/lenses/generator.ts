/** Generators: files from descriptions for people to read, commit and review, by a lens or for other programs. */
import type { Description } from "../core/protocol/ir/description.ts";
import type { Model } from "../core/protocol/ir/script.ts";

/** The subject of writing. */
export interface Writing {
  readonly title: string;
  /** The source's path, with slashes. */
  readonly path: string;
  readonly model: Model;
  /** Undefined for a model that comes from SPDL. */
  readonly description: Description | undefined;
}

/** A generated file, by its path below the folder of its generator. */
export interface GeneratedText {
  readonly name: string;
  readonly text: string;
}

/** A writer of files. */
export interface Generator {
  /** The folder below the repository, e.g. `scyther`. */
  readonly folder: string;
  /** `one`: all files lie in the folder; `each`: every protocol has a folder of its own below it. */
  readonly layout: "one" | "each";
  /** The files that are generated, by their names. */
  readonly files: RegExp;
  /** Throws DiagnosticError. */
  readonly write: (writing: Writing & { readonly description: Description }) => Promise<readonly GeneratedText[]>;
  /** Only of the format of another tool: its name on the command line, and the text of one source. */
  readonly format?: { readonly name: string; readonly print: (writing: Writing) => Promise<string> };
}

/** The models of another tool, one file for each protocol. */
export function writeModels(name: string, ending: string, print: (writing: Writing) => Promise<string>): Generator {
  return {
    folder: name,
    layout: "one",
    files: new RegExp(`\\.${ending}$`),
    write: async (writing) => [{ name: `${writing.title}.${ending}`, text: await print(writing) }],
    format: { name, print },
  };
}
