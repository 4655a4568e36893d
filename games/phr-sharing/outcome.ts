/** The outcome of an attack: what the adversary has in the end, or what stopped it. */

/** The outcome of one attack on one variant. */
export type Outcome =
  | { readonly is: "succeeds"; readonly gained: string }
  | { readonly is: "stopped"; readonly by: string };

/** It worked. */
export function succeed(gained: string): Outcome {
  return { is: "succeeds", gained };
}

/** It did not. */
export function stop(by: string): Outcome {
  return { is: "stopped", by };
}
