/** What every step of one model's search shares: the prepared model and what is computed from it once. */
import { type Prepared, prepareModel } from "../prepare.ts";
import type { Model } from "../../protocol/ir/script.ts";
import { Hopelessness } from "./hopelessness.ts";
import { Sendings } from "./sendings.ts";
import { Triviality } from "./triviality.ts";

export interface Context {
  readonly prepared: Prepared;
  readonly trivial: Triviality;
  readonly sendings: Sendings;
  readonly hopeless: Hopelessness;
}

export function makeContext(model: Model): Context {
  const prepared = prepareModel(model);
  const trivial = new Triviality(prepared);
  const sendings = new Sendings(prepared);
  return { prepared, trivial, sendings, hopeless: new Hopelessness(prepared, trivial, sendings) };
}
