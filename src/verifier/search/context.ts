/** What every step of one model's search shares: the prepared model and what is computed from it once. */
import { type Prepared, prepareModel } from "../prepare.ts";
import type { Model } from "../../protocol/ir/script.ts";
import { Sendings } from "./sendings.ts";
import { Triviality } from "./triviality.ts";

export interface Context {
  readonly prepared: Prepared;
  readonly trivial: Triviality;
  readonly sendings: Sendings;
}

export function makeContext(model: Model): Context {
  const prepared = prepareModel(model);
  return { prepared, trivial: new Triviality(prepared), sendings: new Sendings(prepared) };
}
