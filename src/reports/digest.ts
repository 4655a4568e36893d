/** The hash that reports need, injected: fingerprints of findings, and the one script and style that a page may run. */

/** SHA-256 of a text as UTF-8. */
export type Digest = (text: string, encoding: "hex" | "base64") => string;
