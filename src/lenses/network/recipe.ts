/**
 * A recipe: a ground term of an attack in the model, in words that a scene can follow whatever its bytes are.
 *
 * Values that honest sessions made are named by the session and the name; everything else is what the adversary applies.
 */

/** How a part of a message is made. */
export type Recipe =
  /** A fresh value of a session, counted from the first that was started. */
  | { readonly is: "made"; readonly name: string; readonly run: number }
  /** A value that the adversary makes up; equal names are equal values. */
  | { readonly is: "invented"; readonly name: string }
  /** A public constant. */
  | { readonly is: "word"; readonly name: string }
  | { readonly is: "agent"; readonly name: string }
  | { readonly is: "apply"; readonly name: string; readonly of: readonly Recipe[] };
