/** Generators: files from descriptions for people to read, commit and review, by a lens or for other programs. */
import type { Diagnostic, Place } from "../core/diagnostic/diagnostic.ts";
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
  /** Where it says more or less than its source, each as a warning; the file says so as well. */
  readonly losses?: readonly Diagnostic[];
}

/** A source in the format of another tool. */
export type PrintedModel = Required<Omit<GeneratedText, "name">>;

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
  readonly format?: { readonly name: string; readonly print: (writing: Writing) => Promise<PrintedModel> };
}

/** The models of another tool, one file for each protocol. */
export function writeModels(
  name: string,
  ending: string,
  print: (writing: Writing) => Promise<PrintedModel>,
): Generator {
  return {
    folder: name,
    layout: "one",
    files: new RegExp(`\\.${ending}$`),
    write: async (writing) => [{ name: `${writing.title}.${ending}`, ...(await print(writing)) }],
    format: { name, print },
  };
}

/** The place of the claim that a sentence about a model begins with; undefined where it is about something else. */
export function findClaimPlace(sentence: string, { protocols }: Model): Place | undefined {
  const claims = protocols
    .flatMap(({ roles }) => roles.flatMap(({ events }) => events))
    .flatMap((event) => {
      return event.kind === "claim" ? [event.claim] : [];
    });
  return claims.find(({ label }) => sentence.startsWith(`${label}: `) || sentence.startsWith(`${label} is `))?.place;
}
