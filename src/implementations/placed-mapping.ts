/** A mapping with the offsets in its file of the words that only a description can judge. */
import type { Pair, YamlFile } from "../files/read-yaml.ts";
import type { LogMapping, Mapping } from "./mapping.ts";

/** A mapping, and where in its file the words stand that only a description can judge. */
export interface PlacedMapping {
  readonly mapping: Mapping;
  readonly file: YamlFile;
  readonly protocol: number;
  readonly roles: number;
  readonly messages: readonly { readonly label: string; readonly offset: number; readonly paths: readonly Pair[] }[];
  readonly log: readonly {
    readonly entry: LogMapping;
    readonly role: number;
    readonly values: readonly Pair[];
    readonly peers: readonly Pair[];
  }[];
}
