/**
 * The numbered diagnostics of the BAN lens, in one table: what each code is about and what to do.
 *
 * BN1 formulas, BN2 corpora, BN3 idealisation, BN4 what is asked of a derivation. A code is never reused.
 */
import type { Diagnostic } from "../../core/diagnostic/diagnostic.ts";

interface BanEntry {
  readonly severity: "error" | "warning";
  readonly title: string;
  readonly help: string;
}

const error = (title: string, help: string): BanEntry => ({ severity: "error", title, help });
const warning = (title: string, help: string): BanEntry => ({ severity: "warning", title, help });

/** The table of codes. */
export const BAN_DIAGNOSTICS = {
  BN101: error("The formula cannot be read", "docs/ban.md has the notation."),
  BN102: error("Undeclared name", "Use a principal, key or value of the protocol."),
  BN103: error("The formula has the wrong sort", "docs/ban.md says what each construct takes."),
  BN104: error(
    "The formula cannot stand here",
    "Assumptions and goals say what one principal believes or sees: P bel X, or P sees X.",
  ),
  BN105: error("Unknown profile", "Profiles are BAN, BAN+C, BAN+F, BAN+N, and BAN-HASH; flags combine."),
  BN106: error(
    "The ciphertext has no originator",
    "Say who made it: {X}K from R. Without --strict it counts as somebody else's.",
  ),
  BN201: error("The corpus is not JSON", "docs/ban.md has the format ban-corpus/1."),
  BN202: error("Unknown format of the corpus", 'A corpus says "format": "ban-corpus/1"; docs/ban.md has that format.'),
  BN203: error("Invalid key or value in the corpus", "docs/ban.md has the format ban-corpus/1."),
  BN204: error("Unknown name in the corpus", "Scenarios and expectations name what the protocol declares."),
  BN205: error("The proof is not JSON", "docs/ban.md has the format of proofs."),
  BN206: error("Invalid key or value in the proof", "docs/ban.md has the format of proofs."),
  BN301: warning(
    "The concrete message lacks the name",
    "The receiver can read it there only if it is sent: send it, or do not say that the message means it.",
  ),
  BN302: warning(
    "The concrete message lacks the ciphertext",
    "What a message means has the ciphertexts, signatures and MACs of the message, under the same keys.",
  ),
  BN303: warning("BAN logic has no construct for the part", "It counts as a value that says nothing."),
  BN304: error("Invalid meaning of a message", "Give a formula, or what each part stands for."),
  BN305: error("Duplicate name", "Assumptions have a name each, and so have goals."),
  BN306: warning(
    "The meaning exceeds the message",
    "Say of each ciphertext what is in it itself, H(X) for a hash, and of what is in clear no statement.",
  ),
  BN307: warning("A keyed hash is dropped", 'If it serves as a MAC, say so: means: "<X>K from A".'),
  BN308: warning("The receiver cannot check the MAC", "Send what it is of, or do not rest anything on it."),
  BN401: error(
    "The protocol has no BAN goals",
    "Add .ban({ assumptions: {...}, goals: {...} }); docs/ban.md has examples.",
  ),
  BN402: error("Unknown goal", "Goals are named as in .ban({ goals: {...} })."),
  BN403: error(
    "The proof is not valid",
    "Each step is an assumption, a message, or an instance of a rule of the profile.",
  ),
} satisfies Record<string, BanEntry>;

export type BanCode = keyof typeof BAN_DIAGNOSTICS;

/** Makes one diagnostic. */
export function complainOf(
  code: BanCode,
  message: string,
  details: Partial<Omit<Diagnostic, "code" | "severity" | "message">> = {},
): Diagnostic {
  const { severity, help } = BAN_DIAGNOSTICS[code];
  return { code, severity, message, ...details, help: details.help ?? help };
}
