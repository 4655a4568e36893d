/** The formats of other people's tools in which a protocol is written, each with its ending. */
import type { Description } from "../core/protocol/ir/description.ts";
import type { Model } from "../core/protocol/ir/script.ts";
import { encodeProverif } from "../lenses/proverif/encode.ts";
import { encodeModel } from "../lenses/scyther/encode.ts";
import type { ModelFormat } from "../repository/config.ts";

/** What is written. */
export interface Writing {
  readonly title: string;
  /** The source's path, with slashes. */
  readonly path: string;
  readonly model: Model;
  /** Undefined for a model that comes from SPDL. */
  readonly description: Description | undefined;
}

/** One format, in a folder. */
export interface WrittenModels {
  readonly format: ModelFormat;
  readonly folder: string;
}

interface Format {
  readonly ending: string;
  readonly write: (writing: Writing) => string;
}

/** How each format is written. */
export const FORMATS: Readonly<Record<ModelFormat, Format>> = {
  scyther: {
    ending: "spdl",
    write: ({ title, path, model }) => encodeModel(model, { title, source: path, injective: "left out" }).text,
  },
  proverif: {
    ending: "pv",
    write: ({ title, path, model, description }) =>
      encodeProverif({
        title,
        source: path,
        model,
        theories: description?.theories,
        weaknesses: description?.weaknesses ?? [],
      }).text,
  },
};

/** Every format in the folder of its name, seen from the working folder. */
export function placeModels(formats: readonly ModelFormat[]): WrittenModels[] {
  return formats.map((format) => ({ format, folder: format }));
}
